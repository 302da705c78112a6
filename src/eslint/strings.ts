import type { Expression } from "estree";
import { PieceBuilder } from "../phrasebook/pieces.js";
import type { Phrase } from "../phrasebook/types.js";

/** A node as ESLint hands it out: always with its range. */
type Ranged<T> = T & { range?: [number, number] };

/** A stretch of the file between quotes, or between the expressions of a template. */
interface Area {
  from: number;
  to: number;
  quote: string;
}

/** A text in code, and how to change it there. */
export interface Written {
  phrase: Phrase;
  /** Whether a change stays between the quotes, so that the code around it is what it was. */
  holds(edit: { start: number; end: number }): boolean;
}

/**
 * The text that a string, a template or a sum of them stands for, and where each part of it is written. What is only known
 * when the program runs stays in the text as it is written: `${name}`.
 * @returns null where no part of it is a text
 */
export function writtenIn(node: Expression, source: string): Written | null {
  const out = new PieceBuilder();
  const areas: Area[] = [];
  if (!add(node, source, out, areas)) return null;
  const areaOf = (start: number, end: number): Area | undefined => areas.find(({ from, to }) => start >= from && end <= to);
  const eol = source.includes("\r\n") ? "\r\n" : "\n";
  const phrase = out.phrase({
    spell: (text, at) => {
      const area = areaOf(at, at);
      return area ? spell(text, area.quote, eol, source[at - 1]) : null;
    },
  });
  return { phrase, holds: ({ start, end }) => areaOf(start, end) !== undefined };
}

/** Adds what a node stands for; tells whether any of it is a text. */
function add(node: Expression, source: string, out: PieceBuilder, areas: Area[]): boolean {
  const [from, to] = (node as Ranged<Expression>).range!;
  const text = (area: Area): void => {
    areas.push(area);
    addCooked(source, area.from, area.to, out);
  };
  if (node.type === "Literal" && typeof node.value === "string") {
    text({ from: from + 1, to: to - 1, quote: source[from]! });
    return true;
  }
  if (node.type === "TemplateLiteral") {
    let end = from;
    node.quasis.forEach((quasi, index) => {
      // The range of a quasi takes in the signs on both sides.
      const range = (quasi as Ranged<typeof quasi>).range!;
      const expression = node.expressions[index - 1];
      if (expression) out.whole(placeholder(expression, source), end, range[0] + 1);
      end = range[1] - (quasi.tail ? 1 : 2);
      text({ from: range[0] + 1, to: end, quote: "`" });
    });
    return true;
  }
  if (node.type === "BinaryExpression" && node.operator === "+" && node.left.type !== "PrivateIdentifier") {
    const parts = [node.left, node.right].map((part) => {
      const before = out.pieces.length;
      if (add(part, source, out, areas)) return true;
      const [start, end] = (part as Ranged<Expression>).range!;
      // A sum without any text has put its parts there already.
      if (out.pieces.length === before) out.whole(placeholder(part, source), start, end);
      return false;
    });
    return parts.includes(true);
  }
  // What TypeScript adds to an expression changes nothing of its text.
  const inner = node as unknown as { type: string; expression?: Expression };
  return TYPED.includes(inner.type) && inner.expression !== undefined && add(inner.expression, source, out, areas);
}

const TYPED = ["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression", "TSTypeAssertion"];

function placeholder(node: Expression, source: string): string {
  const [from, to] = (node as Ranged<Expression>).range!;
  return `\${${source.slice(from, to).replace(/\s+/g, " ")}}`;
}

const ESCAPE = /\\(?:\r\n|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[0-7]{1,3}|[^])|\r\n?/g;

/** Adds written text, escape by escape. */
function addCooked(source: string, from: number, to: number, out: PieceBuilder): void {
  const raw = source.slice(from, to);
  let at = 0;
  for (const { index, 0: written } of raw.matchAll(ESCAPE)) {
    out.exact(raw.slice(at, index), from + at);
    at = index + written.length;
    out.whole(cook(written), from + index, from + at);
  }
  out.exact(raw.slice(at), from + at);
}

const SINGLE: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v" };

/** What one escape stands for. */
function cook(written: string): string {
  if (!written.startsWith("\\")) return "\n";
  const rest = written.slice(1);
  if (/^[\r\n\u2028\u2029]/.test(rest)) return "";
  if (/^u\{/.test(rest)) return String.fromCodePoint(parseInt(rest.slice(2, -1), 16));
  if (/^[ux]./.test(rest)) return String.fromCharCode(parseInt(rest.slice(1), 16));
  if (/^[0-7]/.test(rest)) return String.fromCharCode(parseInt(rest, 8));
  return SINGLE[rest] ?? rest;
}

/**
 * A text as it is written between the quotes of a string or template.
 * @param eol line end of the file, for templates
 * @param before what stands just before it
 */
export function spell(text: string, quote: string, eol = "\n", before = ""): string {
  if (quote === "`") {
    // Neither the text nor the text with what stands around it may open an expression.
    const safe = text.replace(/[\\`]|\$(?=\{|$)/g, "\\$&").replaceAll("\r", "\\r").replaceAll("\n", eol);
    return before === "$" && safe.startsWith("{") ? `\\${safe}` : safe;
  }
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll(quote, `\\${quote}`)
    .replace(/[\n\r\t\u2028\u2029]/g, (ch) => ({ "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u2028": "\\u2028", "\u2029": "\\u2029" })[ch]!);
}
