/** Days are counted from 1970-01-01: no clock is asked, and no zone but for {@link localDay}. */

const DAY = 86_400_000;

/** A day as a number; null for what is none. Reads 2026-11-30, 2026/11/30, 2026.11.30, 2026年11月30日, and a spreadsheet's number. */
export function dayOf(text: string): number | null {
  const match = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d\d(?::\d\d)?.*)?$/.exec(text.trim());
  if (match) return day(Number(match[1]), Number(match[2]), Number(match[3]));
  // Spreadsheets count from 1899-12-30.
  return /^\d{5}(?:\.0+)?$/.test(text.trim()) ? Math.floor(Number(text)) - 25_569 : null;
}

/** A day of the calendar as a number; null where the calendar has none such. */
export function day(year: number, month: number, date: number): number | null {
  const at = Date.UTC(year, month - 1, date);
  const back = new Date(at);
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === date ? at / DAY : null;
}

export function isoDay(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

/** The day of a moment where this machine stands, as ISO. */
export function localDay(moment: Date): string {
  return isoDay(day(moment.getFullYear(), moment.getMonth() + 1, moment.getDate())!);
}

export function yearOf(number: number): number {
  return new Date(number * DAY).getUTCFullYear();
}
