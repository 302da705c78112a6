/** The same text, not as a slice: a slice keeps the whole chunk that it was cut from in memory. */
export function copy(text: string): string {
  // The engine makes slices of 13 characters and more.
  return text.length < 13 ? text : Buffer.from(text, "ucs2").toString("ucs2");
}
