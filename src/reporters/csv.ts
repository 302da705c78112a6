/** What a spreadsheet would take for a formula, in half and full width. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** Text as a cell of CSV; what a spreadsheet would take for a formula gets an apostrophe in front. */
export function csvText(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV (RFC 4180) for a spreadsheet: with a byte order mark, by which Excel sees that it is UTF-8, and without formulas. */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map((cell) => (typeof cell === "number" ? String(cell) : csvText(cell))).join(",")}\r\n`).join("")}`;
}
