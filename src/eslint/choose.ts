import type { Rule, SourceCode } from "eslint";
import type { CallExpression, Node, ObjectExpression, Property } from "estree";

/** Which texts in code are replies. */
export interface Choice {
  /** Functions that are handed replies: `reply`, `chat.send`, `*.reply` for a method of anything. */
  callees: string[];
  /** Tags of templates. */
  tags: string[];
  /** Names of properties and class fields that hold replies, or lists of them. */
  properties: string[];
  /** Words of a comment that marks what follows it: a text, or a list, object or declaration of them. */
  comments: string[];
}

/** A node with the one that it stands in. */
type WithParent = Rule.Node;

/** Nodes of TypeScript that change nothing of a value. */
const TYPED = new Set(["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression", "TSTypeAssertion"]);

/** The whole expression that a string or template is a part of: the sum it stands in. */
export function wholeOf(node: WithParent): WithParent {
  const parent = node.parent;
  if (parent && (TYPED.has(parent.type) || (parent.type === "BinaryExpression" && parent.operator === "+"))) return wholeOf(parent);
  return node;
}

/** Whether a text is a reply. */
export function isReply(node: WithParent, choice: Choice, source: SourceCode): boolean {
  return (choice.comments.length > 0 && marked(node, choice.comments, source)) || used(node, choice, source);
}

/** By what becomes of it: an argument, a tagged template, the value of a property. */
function used(node: WithParent, choice: Choice, source: SourceCode): boolean {
  const parent = node.parent as WithParent & { [key: string]: unknown };
  switch (parent.type as string) {
    case "TaggedTemplateExpression":
      return named(source.getText(parent["tag"] as Node), choice.tags);
    case "CallExpression":
    case "NewExpression":
      return (parent as unknown as CallExpression).arguments.includes(node as never) && named(source.getText((parent as unknown as CallExpression).callee), choice.callees);
    case "Property":
    case "PropertyDefinition":
      return parent["value"] === node && choice.properties.includes(keyOf(parent as unknown as Property) ?? "");
    case "ConditionalExpression":
      return parent["test"] !== node && used(parent, choice, source);
    case "LogicalExpression":
    case "ArrayExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return used(parent, choice, source);
    default:
      return false;
  }
}

/** By a comment before it, or before the list, object or declaration that it is in. */
function marked(node: WithParent, words: readonly string[], source: SourceCode): boolean {
  for (let at: WithParent | null = node; at; at = at.parent) {
    if (source.getCommentsBefore(at).some(({ value }) => words.includes(value.replace(/^[\s*@]+|[\s*:：]+$/g, "")))) return true;
    // Beyond a statement or a function the comment is about something else.
    if (/Statement$|Function|^Program$|^ClassBody$|^ExportNamedDeclaration$|^ExportDefaultDeclaration$/.test(at.type)) return false;
    const parent: WithParent | null = at.parent;
    // A key is no value, and what a call is handed is not its result.
    if ((parent?.type === "Property" && parent.key === at && parent.value !== at) || parent?.type === "CallExpression") return false;
  }
  return false;
}

/** Whether an expression has one of these names. */
function named(expression: string, names: readonly string[]): boolean {
  const path = expression.replace(/\s+/g, "").replaceAll("?.", ".");
  return names.some((name) => path === name || (name.startsWith("*.") && path.endsWith(name.slice(1))));
}

export function keyOf({ key, computed }: Pick<Property, "key" | "computed">): string | undefined {
  if (computed) return undefined;
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" ? String(key.value) : undefined;
}

/** What the object around a reply says of its situation: texts of the properties `customer`, `scenario`, `channel`, `platform`. */
export function situationOf(node: WithParent): Record<string, string> {
  const { parent } = node;
  if (parent?.type !== "Property" || parent.parent.type !== "ObjectExpression") return {};
  const out: Record<string, string> = {};
  for (const property of (parent.parent as ObjectExpression).properties) {
    if (property.type !== "Property" || property.value.type !== "Literal" || typeof property.value.value !== "string") continue;
    const key = keyOf(property);
    if (key !== undefined && ["customer", "scenario", "channel", "platform"].includes(key)) out[key] = property.value.value;
  }
  return out;
}
