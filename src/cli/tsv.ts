/** Tab-separated lines as ClickHouse's `TabSeparated` and Spark's and Hive's `TRANSFORM` speak them: `\t`, `\n` and `\\` are escaped, `\N` is null. */

const NULL = "\\N";
const ESCAPED: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\0": "\\0" };
const MEANS: Record<string, string> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f", a: "\u0007", v: "\v", 0: "\0", "\\": "\\", "'": "'", '"': '"', "/": "/" };

/** The cells of a line. */
export function readCells(line: string): (string | null)[] {
  return line.split("\t").map((cell) => (cell === NULL ? null : cell.includes("\\") ? cell.replace(/\\([^])/g, (whole, char: string) => MEANS[char] ?? whole) : cell));
}

/** A value as a cell; objects and lists as JSON. */
export function cell(value: unknown): string {
  if (value === undefined || value === null) return NULL;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.replace(/[\\\t\n\r\b\f\0]/g, (char) => ESCAPED[char]!);
}
