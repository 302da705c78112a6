import type { Nodes, RootContent } from "mdast";
import remarkParse from "remark-parse";
import { unified } from "unified";

/** The blocks of a text, with offsets of the whole. */
export function* blocksOf(source: string): Generator<RootContent> {
  const parser = unified().use(remarkParse).freeze();
  const cuts = cutsOf(source);
  for (const [index, start] of cuts.slice(0, -1).entries())
    for (const node of parser.parse(source.slice(start, cuts[index + 1])).children) {
      move(node, start);
      yield node;
    }
}

function move(node: Nodes, by: number): void {
  node.position!.start.offset! += by;
  node.position!.end.offset! += by;
  if ("children" in node) for (const child of node.children) move(child, by);
}

/** Parts smaller than this are not worth the cut. */
const LEAST = 4096;

/**
 * Cuts a Markdown text before headings, where the parts read one by one are the whole: the parser takes a time that grows with the square of
 * the length. Wherever a fence or HTML leaves a doubt, there is no cut any more.
 * @returns where each part begins, and the end
 */
export function cutsOf(source: string): number[] {
  const cuts = [0];
  /** The fence that is open, and what stands before it: nothing, or the sign of a quotation. */
  let fence: { sign: string; quoted: boolean } | null = null;
  let comment = false;
  for (let at = 0; at < source.length; ) {
    const close = source.indexOf("\n", at);
    const end = close < 0 ? source.length : close + 1;
    const line = source.slice(at, end).trimEnd();
    if (comment) comment = !line.includes("-->");
    else {
      const quote = /^>[ \t]?/.exec(line)?.[0] ?? "";
      // A quotation takes its fence along when it ends.
      if (fence?.quoted && quote === "") fence = null;
      if (fence) {
        const [, sign = ""] = /^ {0,3}(`{3,}|~{3,})$/.exec(fence.quoted ? line.slice(quote.length) : line) ?? [];
        if (sign.startsWith(fence.sign)) fence = null;
      } else {
        const [, before = "", sign] = /^([\s>*+\-\d.)]*)(`{3,}(?!.*`)|~{3,})/.exec(line) ?? [];
        if (sign !== undefined) {
          if (before !== quote) break;
          fence = { sign, quoted: quote !== "" };
        } else if (/^ {0,3}</.test(line)) {
          if (!/^ {0,3}<!--/.test(line)) break;
          comment = !line.slice(line.indexOf("<!--") + 4).includes("-->");
        } else if (at - cuts.at(-1)! >= LEAST && /^#{1,6}(?:[ \t]|$)/.test(line)) cuts.push(at);
      }
    }
    at = end;
  }
  return [...cuts, source.length];
}
