/** Points in time as exports write them. */

const DAY = 86_400_000;
/** Epoch seconds and milliseconds meet here: 1e11 s is the year 5138, 1e11 ms is March 1973. */
const SECONDS_BELOW = 1e11;
/** Day 0 of a spreadsheet: 1899-12-30. */
const SHEET_EPOCH = Date.UTC(1899, 11, 30);

const pad = (number: number): string => String(number).padStart(2, "0");

/** `YYYY-MM-DD HH:mm` at an offset from UTC. */
export function showTime(time: number, zone: number): string {
  const date = new Date(time + zone);
  return `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())} ${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`;
}

/** `+08:00` as milliseconds. */
export function zoneOffset(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (!match) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}

let day = "";
let dayStart = 0;

/**
 * Milliseconds since the epoch; undefined for what is no time.
 * @param zone offset of the export's clock from UTC in milliseconds, for times that name none
 */
export function parseTime(text: string, zone: number): number | undefined {
  // 2026-03-01 10:02:03, by far the most frequent: the date is computed once a day.
  if (text.length === 19 && (text.charCodeAt(10) === 32 || text.charCodeAt(10) === 84) && text.charCodeAt(13) === 58 && text.charCodeAt(16) === 58) {
    if (day === "" || !text.startsWith(day)) {
      const date = text.slice(0, 10);
      const start = dateOf(date);
      if (start === undefined) return undefined;
      // Not as a slice, which would keep the export's text in memory.
      day = date.split("-").join("-");
      dayStart = start;
    }
    const hours = two(text, 11);
    const minutes = two(text, 14);
    const seconds = two(text, 17);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) return undefined;
    return dayStart + (hours * 60 + minutes) * 60_000 + seconds * 1000 - zone;
  }
  return otherTime(text.trim(), zone);
}

function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function dateOf(text: string): number | undefined {
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  return match ? dayOf(Number(match[1]), Number(match[2]), Number(match[3])) : undefined;
}

/** Midnight UTC of a date that the calendar has. */
export function dayOf(year: number, month: number, date: number): number | undefined {
  const time = Date.UTC(year, month - 1, date);
  const back = new Date(time);
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === date ? time : undefined;
}

const LOCAL = /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[T\s]*(上午|下午|晚上|中午|凌晨|早上|AM|PM)?\s*(\d{1,2})[:：点时](\d{1,2})?(?:[:：分](\d{1,2})(?:[.,](\d{1,9}))?)?[分秒]?\s*(AM|PM)?)?$/i;
const ZONED = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:Z|UTC|[+-]\d\d(?::?\d\d)?)$/i;

function otherTime(text: string, zone: number): number | undefined {
  if (/^-?\d+(\.\d+)?$/.test(text)) return numericTime(Number(text), zone);
  if (ZONED.test(text)) {
    const iso = text.replace(/\s*UTC$/i, "Z").replace(/^(\S+) (?=\d)/, "$1T").replace(/\s+/g, "").replace(/([+-]\d\d)$/, "$1:00");
    const time = Date.parse(iso);
    return Number.isNaN(time) ? undefined : time;
  }
  const match = LOCAL.exec(text);
  if (!match) return undefined;
  const start = dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
  const half = match[4] ?? match[9];
  const hours = clockHours(Number(match[5] ?? 0), half);
  const minutes = Number(match[6] ?? 0);
  const seconds = Number(match[7] ?? 0);
  if (start === undefined || hours > 23 || minutes > 59 || seconds > 60) return undefined;
  return start + ((hours * 60 + minutes) * 60 + seconds) * 1000 + Math.floor(Number(`0.${match[8] ?? 0}`) * 1000) - zone;
}

/** Hours of a 24-hour clock. */
export function clockHours(hours: number, half: string | undefined): number {
  if (half === undefined || hours > 12) return hours;
  const late = /^(pm|下午|晚上)$/i.test(half) || (half === "中午" && hours < 6);
  if (late) return hours === 12 ? 12 : hours + 12;
  return hours === 12 && half !== "中午" ? 0 : hours;
}

/** A number as epoch seconds, milliseconds, or the day count of a spreadsheet. */
export function numericTime(value: number, zone: number): number | undefined {
  if (!Number.isFinite(value)) return undefined;
  // Spreadsheets count days: 30000 is the year 1982, 80000 the year 2119.
  if (value > 30_000 && value < 80_000) return Math.round((SHEET_EPOCH + value * DAY) / 1000) * 1000 - zone;
  if (value < 1e8) return undefined;
  return value < SECONDS_BELOW ? Math.round(value * 1000) : value < 1e14 ? Math.round(value) : Math.round(value / 1000);
}
