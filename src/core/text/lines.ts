/** A place in a text: line and column from 1, columns in UTF-16 units. */
export interface LineColumn {
  line: number;
  column: number;
}

/** Turns offsets of a text into lines and columns. Lines end at `\n`, `\r\n` or `\r`. */
export function locator(text: string): (offset: number) => LineColumn {
  const starts = [0];
  for (const { index, 0: ending } of text.matchAll(/\r\n?|\n/g)) starts.push(index + ending.length);
  return (offset) => {
    const line = lastAtMost(starts, offset);
    return { line: line + 1, column: offset - starts[line]! + 1 };
  };
}

/** Index of the last of ascending numbers that is at most `value`; 0 where none is. */
export function lastAtMost(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ascending[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
