import type { FieldName } from "./data.js";
import type { TreeMap, TreeNode, TreePair } from "./tree.js";

/** A macro of a helpdesk: whose it is, and which of its values are what. */
export interface Macro {
  platform: "zendesk" | "gorgias" | "intercom" | "freshdesk";
  active: boolean;
  fields: Partial<Record<FieldName, TreePair>>;
  /** The same text once more, without its HTML. */
  twin?: TreePair;
}

/** Tells a macro of Zendesk, Gorgias, Intercom or Freshdesk by its shape. */
export function macroOf(node: TreeMap): Macro | null {
  const actions = get(node, "actions");
  if (actions?.value.kind === "list") {
    const maps = actions.value.items.filter((item) => item.kind === "map");
    const comment = maps.find((item) => /^comment_value(_html)?$/.test(textIn(item, "field")));
    if (comment) return { platform: "zendesk", active: !isFalse(get(node, "active")?.value), fields: { text: only(zendeskText(get(comment, "value"))), ...title(node) } };
    const response = maps.find((item) => textIn(item, "name") === "setResponseText");
    const body = response && get(response, "arguments")?.value;
    if (body?.kind === "map") return { platform: "gorgias", active: true, fields: { text: only(get(body, "body_html") ?? get(body, "body_text")), ...title(node) }, ...twin(body, "body_text") };
    return null;
  }
  if (textIn(node, "type") === "macro" && get(node, "body")) return { platform: "intercom", active: true, fields: { text: get(node, "body")!, ...title(node) }, ...twin(node, "body_text") };
  const content = get(node, "content_html");
  if (content && get(node, "title")) return { platform: "freshdesk", active: true, fields: { text: content, ...title(node) }, ...twin(node, "content") };
  return null;
}

/** Zendesk may give the channel before the text: `["channel:all", "…"]`. */
function zendeskText(pair: TreePair | undefined): TreePair | undefined {
  if (pair?.value.kind !== "list") return pair;
  const text = pair.value.items.at(-1);
  return text && { ...pair, value: text };
}

function only(pair: TreePair | undefined): TreePair {
  return pair ?? { key: "", keyAt: { from: 0, to: 0 }, value: { kind: "other", value: null, from: 0, to: 0 } };
}

/** The title, which in Zendesk is also the path of the menu: `售后::退款::已到账`. */
function title(node: TreeMap): { title?: TreePair } {
  const pair = get(node, "title") ?? get(node, "name");
  return pair ? { title: pair } : {};
}

function twin(node: TreeMap, key: string): { twin?: TreePair } {
  const pair = get(node, key);
  return pair ? { twin: pair } : {};
}

function get(node: TreeMap, key: string): TreePair | undefined {
  return node.pairs.find((pair) => pair.key === key);
}

function textIn(node: TreeMap, key: string): string {
  const value = get(node, key)?.value;
  return value?.kind === "text" ? value.value : "";
}

function isFalse(node: TreeNode | undefined): boolean {
  return node?.kind === "other" && node.value === false;
}
