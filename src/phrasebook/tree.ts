import type { Phrase } from "./types.js";

/** A value of a YAML, JSON or TypeScript file with its place, whatever the language it is written in. */
export type TreeNode = TreeMap | TreeList | TreeText | TreeOther;

/** A stretch of a file: UTF-16 units of its text, or a cell of a workbook. */
export interface Range {
  from: number;
  to: number;
  at?: CellPlace;
}

export interface CellPlace {
  sheet: string;
  /** A1 */
  cell: string;
  row: number;
  column: number;
}

export interface TreePair {
  key: string;
  keyAt: Range;
  value: TreeNode;
}

export interface TreeMap extends Range {
  kind: "map";
  pairs: TreePair[];
}

export interface TreeList extends Range {
  kind: "list";
  items: TreeNode[];
}

export interface TreeText extends Range {
  kind: "text";
  value: string;
  /** Worked out when asked for: most texts of a file are no phrases. */
  phrase(): Phrase;
}

/** A number, truth value or nothing. */
export interface TreeOther extends Range {
  kind: "other";
  value: unknown;
}

/** The plain value of a node. */
export function plain(node: TreeNode): unknown {
  switch (node.kind) {
    case "map":
      return Object.fromEntries(node.pairs.map(({ key, value }) => [key, plain(value)]));
    case "list":
      return node.items.map(plain);
    default:
      return node.value;
  }
}
