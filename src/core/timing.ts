/**
 * Times of messages and the deadlines that words set. No clock and no locale: everything is counted from the time of the
 * message that was sent.
 *
 * Zones. China has one zone, so a time without a zone is a wall clock there: it is compared as +08:00 and written without a
 * zone. A time with an offset keeps it, and "tomorrow" is tomorrow at that offset. `Z` and milliseconds since the epoch say
 * nothing about where people are: they are shown at +08:00.
 */

/** A point in time and the zone it is shown in. */
export interface Moment {
  /** Milliseconds since the epoch. */
  ms: number;
  /** Minutes east of Greenwich; null for a wall clock without a zone. */
  offset: number | null;
}

const CHINA = 480;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Years 1000 to 9999: what ISO 8601 writes in four figures. */
const FIRST = Date.UTC(1000, 0, 1);
const LAST = Date.UTC(9999, 11, 31);

const ISO = /^([1-9]\d{3})([-/]?)(\d\d)\2(\d\d)[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/**
 * Reads a message's time: ISO 8601 with date and clock (a blank for the `T` is accepted), or milliseconds since the epoch.
 * @returns null for anything else, a bare date included: it says nothing about seconds
 */
export function parseTime(value: string | number | null | undefined): Moment | null {
  if (typeof value === "number") return Number.isFinite(value) && value >= FIRST && value < LAST ? { ms: value, offset: CHINA } : null;
  if (typeof value !== "string") return null;
  const m = ISO.exec(value.trim());
  if (!m) return null;
  const [year, month, day, hour, minute, second] = [m[1], m[3], m[4], m[5], m[6], m[7] ?? "0"].map(Number) as [number, number, number, number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || minute > 59 || second > 60) return null;
  if (hour > 24 || (hour === 24 && minute + second > 0)) return null;
  const offset = zoneOf(m[9]);
  if (offset === undefined) return null;
  const local = Date.UTC(year, month - 1, day, hour, minute, second) + (m[8] === undefined ? 0 : Math.floor(Number(`0.${m[8]}`) * 1000));
  const ms = local - (offset ?? CHINA) * MINUTE;
  // `Z` marks the point in time, not the place.
  return ms >= FIRST && ms < LAST ? { ms, offset: m[9]?.toUpperCase() === "Z" ? CHINA : offset } : null;
}

function zoneOf(zone: string | undefined): number | null | undefined {
  if (zone === undefined) return null;
  if (zone.length === 1) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", ""));
  return hours > 18 || minutes > 59 ? undefined : (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/** ISO 8601 as it was given: without a zone, or at its own offset. Fractions of a second only where there are any. */
export function formatTime({ ms, offset }: Moment): string {
  const text = new Date(ms + (offset ?? CHINA) * MINUTE).toISOString().replace(/(?:\.000)?Z$/, "");
  if (offset === null) return text;
  const minutes = Math.abs(offset);
  return `${text}${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** A length of time for people: 45 秒, 2 分 10 秒, 1 小时 5 分, 2 天 3 小时. */
export function durationText(seconds: number, locale: "zh" | "en"): string {
  const units: [size: number, zh: string, en: string][] = [
    [86_400, "天", "d"],
    [3600, "小时", "h"],
    [60, "分", "min"],
    [1, "秒", "s"],
  ];
  const whole = Math.round(seconds);
  const first = Math.max(0, units.findIndex(([size]) => whole >= size));
  const largest = whole < 1 ? units.length - 1 : first;
  let left = whole;
  const parts: string[] = [];
  for (const [size, zh, en] of units.slice(largest, largest + 2)) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0 || parts.length === 0) parts.push(`${count} ${locale === "zh" ? zh : en}`);
  }
  return parts.join(" ");
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/**
 * Until when each part of the day lasts, in hours, and what "before" it means; a promise for a part of the day is kept until that
 * part is over. Evening and night last to the end of the day (23:59:59). 下班 is taken for 18:00, opening hours being unknown.
 */
const DAY_PARTS: { words: RegExp; end: number; before: number; clock: (hour: number) => number }[] = [
  { words: /凌晨|半夜|天亮/y, end: 6, before: 6, clock: (h) => (h === 12 ? 0 : h) },
  { words: /清晨|早晨|早上|早间|一早/y, end: 10, before: 10, clock: (h) => h },
  { words: /上午|午前/y, end: 12, before: 12, clock: (h) => h },
  { words: /中午|正午/y, end: 14, before: 12, clock: (h) => (h < 6 ? h + 12 : h) },
  { words: /下午|午后/y, end: 18, before: 18, clock: (h) => (h < 12 ? h + 12 : h) },
  { words: /傍晚|天黑/y, end: 19, before: 17, clock: (h) => (h < 12 ? h + 12 : h) },
  { words: /晚上|晚间|夜里|夜间/y, end: 24, before: 18, clock: (h) => (h === 12 || h < 6 ? (h % 12) + 24 : h < 12 ? h + 12 : h) },
  { words: /下班|打烊|收工|关店/y, end: 18, before: 18, clock: (h) => h },
];
const MORNING = DAY_PARTS[1]!;
const EVENING = DAY_PARTS[6]!;
const OFF_WORK = DAY_PARTS[7]!;
type DayPart = (typeof DAY_PARTS)[number];

/** Days named by a word, counted from today; with the part of the day that is in the word. */
const DAYS: [words: RegExp, days: number, part?: DayPart][] = [
  [/今晚|今夜|当晚/y, 0, EVENING],
  [/今早|今晨/y, 0, MORNING],
  [/明晚/y, 1, EVENING],
  [/明早|明晨/y, 1, MORNING],
  [/后晚/y, 2, EVENING],
  [/大后天/y, 3],
  [/后天|后日/y, 2],
  [/明天|明日|明儿|明个|次日|第二天|隔天|隔日/y, 1],
  [/今天|今日|今儿|当天|当日/y, 0],
];

const N = String.raw`(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百]+)`;
const UNIT = "秒钟?|分钟|分(?=内|之内|以内|后)|刻钟|小时|钟头|h|min|工作日|自然日|天|日|周|星期|礼拜|月";
const NUMBER = new RegExp(N, "y");
const MASKED = /\[(?:数字|时间|日期|天数)[^\]]*\]|【[^】]*】|\{[^}]*\}/y;
const HALF = /半个?(小时|钟头|天|日|工作日|月)/y;
const SPAN = new RegExp(String.raw`(${N})(?:(?:-|~|至|到|、|或)(${N}))?(多|几)?(个)?(半)?(${UNIT})(半)?`, "y");
const FULL_DATE = new RegExp(String.raw`(?:([1-9]\d{3})年)?(${N})月(${N})(?:日|号)?|([1-9]\d{3})[-/](\d\d?)[-/](\d\d?)|(\d\d?)/(\d\d?)(?![\d/])`, "y");
const DAY_OF_MONTH = new RegExp(String.raw`(${N})(?:日|号)`, "y");
const WEEKDAY = /((?:下个?)+|这个?|本)?(?:周|星期|礼拜)([一二三四五六日天末1-7])/y;
const WEEK = /((?:下个?)+|这个?|本)(?:周|星期|礼拜)/y;
const MONTH = new RegExp(String.raw`(?:(${N})|(本|当|这个?)|(下个?))?月(底|末|初|上旬|中旬|下旬|内|之内)?`, "y");
const YEAR_END = /年底|年末/y;
const CLOCK = new RegExp(String.raw`(\d{1,2}):(\d\d)(?!\d)|(?!(?<=[早快慢有多大小差]|(?<![今明当后])晚)一点)(${N})(?:点钟|点整|点|时(?![间候效段长期刻常不]))(?:(半)|(一刻)|(三刻)|(${N})分?)?`, "y");
const BEFORE = /之前|以前|前/y;

/** Something else has to happen first, so that the count starts at an unknown time: 收到退货后…, 审核通过之日起… */
const EVENT = /(?:(?<![稍今然最随售往背前先日此时钟天周月分半])后(?![台天日续面期来悔勤果边晚])|(?<=之日|算|时)起)[^\d后]{0,8}$/;

/** Whether words end in an event that must come first: then a duration after them starts nobody knows when. */
export function awaitsEvent(before: string): boolean {
  return EVENT.test(before);
}

/**
 * When a time commitment runs out.
 *
 * Hours and minutes are counted from the message. Days, working days, weeks and months are counted as the Civil Code does
 * (art. 201, 203): the day of the message is not counted and the last day lasts to its end. Working days leave out Saturdays and
 * Sundays; holidays are not known. Of a range, and of several times, the latest counts. A day without an hour, also with
 * 前, lasts to its end; parts of the day end as {@link DAY_PARTS} has it. An hour without a part of the day is the next one to
 * come today, and on another day the one between 8:00 and 20:00. A weekday is the next one to come, with 下 the next week's
 * (weeks begin on Monday); a date without a year is the next one within half a year; 初 and 上旬 last to the 10th, 中旬 to the 20th.
 *
 * @param words the words of time in normal form (half width, simplified, without blanks)
 * @param from when they were sent
 * @param before what stands before them: an event there leaves the start of a duration unknown
 * @returns null where the words give no time that can be worked out: masked values, 几天, an unknown start, a time gone by
 */
export function deadlineOf(words: string, from: Moment, before = ""): Moment | null {
  // [数字x]-5天: part of the figure is hidden.
  if (/[\]】}](?:-|~|至|到)?$/.test(before)) return null;
  const reader = new Reader(words, from, before);
  const local = reader.latest();
  if (local === null) return null;
  const ms = local - reader.shift;
  return ms >= from.ms && ms < LAST ? { ms, offset: from.offset } : null;
}

/** The first and the last second of all weekdays, in all parts of a month. */
const ANY_TIME: readonly Moment[] = Array.from({ length: 14 }, (_, index) => ({ ms: Date.UTC(2026, 2, 2) - CHINA * MINUTE + (index >> 1) * 8 * DAY + (index & 1 ? DAY - 1000 : 0), offset: CHINA }));
/** Lengths that differ by more depend on the date, which nobody knows: 月底, 12月3日. */
const LARGEST_SPREAD = 8 * DAY;

/**
 * How long words of time last whenever they are said: "48小时内" is one length, "明天18点前" anything from one evening to the next.
 * @returns seconds, null where it depends on the date, or on something that has to happen
 */
export function lengthOf(words: string): { least: number; most: number } | null {
  let least = Infinity;
  let most = 0;
  for (const from of ANY_TIME) {
    const end = deadlineOf(words, from);
    if (!end) return null;
    least = Math.min(least, end.ms - from.ms);
    most = Math.max(most, end.ms - from.ms);
  }
  return most - least > LARGEST_SPREAD ? null : { least: least / 1000, most: most / 1000 };
}

/** A day (days since the epoch, local), a part of it, a clock: what stands together makes one time. */
interface Named {
  day?: number;
  part?: DayPart;
  before?: boolean;
  hour?: number;
  minute?: number;
}

/** Reads words of time from left to right; all times are local wall clock in milliseconds. */
class Reader {
  readonly shift: number;
  private readonly now: number;
  private readonly today: number;
  private at = 0;
  private unknown = false;
  private readonly found: number[] = [];
  private open: Named = {};

  constructor(
    private readonly words: string,
    from: Moment,
    private readonly before: string,
  ) {
    this.shift = (from.offset ?? CHINA) * MINUTE;
    this.now = from.ms + this.shift;
    this.today = Math.floor(this.now / DAY);
  }

  latest(): number | null {
    const { words } = this;
    while (this.at < words.length) {
      if (this.take(MASKED)) return null;
      if (!this.duration() && !this.namedDay() && !this.calendar() && !this.dayPart() && !this.clock() && !this.take(NUMBER)) this.at++;
    }
    this.close();
    const ahead = this.found.filter((time) => time >= this.now);
    return this.unknown || ahead.length === 0 ? null : Math.max(...ahead);
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const m = pattern.exec(this.words);
    if (m) this.at += m[0].length;
    return m;
  }

  /** 24小时, 1-3天, 一个半小时, 1小时30分钟, 3个工作日 */
  private duration(): boolean {
    const start = this.at;
    const first = this.span();
    if (!first) return false;
    this.close();
    let { time, exact } = first;
    for (let next = exact ? this.span() : null; next; next = this.span()) {
      time += next.time - this.now;
      exact = next.exact;
    }
    if (awaitsEvent(this.before + this.words.slice(0, start))) this.unknown = true;
    this.found.push(time);
    return true;
  }

  private span(): { time: number; exact: boolean } | null {
    const half = this.take(HALF);
    if (half) return this.after(0.5, half[1]!);
    const back = this.at;
    const m = this.take(SPAN);
    if (!m) return null;
    const unit = m[6]!;
    const n = numberOf(m[2] ?? m[1]!);
    // 25日 is a date, 3日内 a duration; 11月 is a month, 1个月 a duration.
    const date = unit === "日" && !/^(内|之内|以内|后|左右)/.test(this.words.slice(this.at)) && !(m[2] !== undefined && n !== null && n <= 15);
    if (date || (unit === "月" && m[4] === undefined)) {
      this.at = back;
      return null;
    }
    if (n === null || m[3] !== undefined) {
      this.unknown = true;
      return { time: this.now, exact: false };
    }
    return this.after(n + (m[5] !== undefined || m[7] !== undefined ? 0.5 : 0), unit);
  }

  private after(n: number, unit: string): { time: number; exact: boolean } {
    switch (unit) {
      case "秒":
      case "秒钟":
        return { time: this.now + n * 1000, exact: true };
      case "分":
      case "分钟":
      case "min":
        return { time: this.now + n * MINUTE, exact: true };
      case "刻钟":
        return { time: this.now + n * 15 * MINUTE, exact: true };
      case "小时":
      case "钟头":
      case "h":
        return { time: this.now + n * HOUR, exact: true };
      case "工作日":
        return { time: endOf(workingDay(this.today, n)), exact: false };
      case "周":
      case "星期":
      case "礼拜":
        return { time: endOf(this.today + Math.ceil(n * 7)), exact: false };
      case "月":
        return { time: endOf(Number.isInteger(n) ? addMonths(this.today, n) : addMonths(this.today, Math.floor(n)) + 15), exact: false };
      default:
        return Number.isInteger(n) ? { time: endOf(this.today + n), exact: false } : { time: this.now + n * DAY, exact: true };
    }
  }

  private namedDay(): boolean {
    for (const [words, days, part] of DAYS)
      if (this.take(words)) {
        this.day(this.today + days);
        if (part) this.part(part);
        return true;
      }
    return false;
  }

  private calendar(): boolean {
    return this.date() || this.weekday() || this.month();
  }

  private date(): boolean {
    const m = this.take(FULL_DATE);
    if (m) {
      const year = m[1] ?? m[4];
      const day = this.dateOf(year === undefined ? undefined : Number(year), numberOf((m[2] ?? m[5] ?? m[7])!), numberOf((m[3] ?? m[6] ?? m[8])!));
      if (day === undefined) this.unknown = true;
      else this.day(day);
      return true;
    }
    const alone = this.take(DAY_OF_MONTH);
    if (!alone) return false;
    const day = this.dayOfMonth(numberOf(alone[1]!));
    if (day === null) this.unknown = true;
    else this.day(day);
    return true;
  }

  /** A day that exists; without a year the next one within half a year, and of one just gone by its own. */
  private dateOf(year: number | undefined, month: number | null, day: number | null): number | undefined {
    if (month === null || day === null || month < 1 || month > 12 || day < 1) return undefined;
    const thisYear = calendarOf(this.today).year;
    const years = year === undefined ? [thisYear, thisYear + 1] : [year];
    const days = years.filter((y) => day <= daysIn(y, month)).map((y) => dayNumber(y, month, day));
    return days.find((candidate) => candidate >= this.today && (year !== undefined || candidate - this.today <= 183)) ?? days[0];
  }

  private dayOfMonth(day: number | null): number | null {
    if (day === null || day < 1 || day > 31) return null;
    // 11月25日-27日: still that month.
    const { year, month, day: today } = calendarOf(this.open.day ?? this.today);
    const [y, m] = day >= today ? [year, month] : month === 12 ? [year + 1, 1] : [year, month + 1];
    return day <= daysIn(y, m) ? dayNumber(y, m, day) : null;
  }

  private weekday(): boolean {
    const m = this.take(WEEKDAY) ?? this.take(WEEK);
    if (!m) return false;
    const weeks = m[1]?.replaceAll("个", "").startsWith("下") ? m[1].replaceAll("个", "").length : 0;
    const monday = this.today - weekdayOf(this.today) + weeks * 7;
    const name = m[2];
    const nth = name === undefined || name === "末" ? 6 : name >= "1" && name <= "7" ? Number(name) - 1 : "一二三四五六日".indexOf(name === "天" ? "日" : name);
    const day = monday + nth;
    this.day(m[1] === undefined && day < this.today ? day + 7 : day);
    return true;
  }

  private month(): boolean {
    if (this.take(YEAR_END)) {
      this.day(dayNumber(calendarOf(this.today).year, 12, 31));
      return true;
    }
    const back = this.at;
    const m = this.take(MONTH);
    if (!m) return false;
    const named = m[1] === undefined ? undefined : numberOf(m[1]);
    if (named === null || (m[1] === undefined && m[2] === undefined && m[3] === undefined && !/底|末|初|旬/.test(m[4] ?? ""))) {
      this.at = back;
      return false;
    }
    const { year, month } = calendarOf(this.today);
    const target = named ?? (m[3] === undefined ? month : month + 1);
    const [y, mm] = target > 12 ? [year + 1, target - 12] : [target < month ? year + 1 : year, target];
    if (mm < 1 || mm > 12) this.unknown = true;
    else this.day(dayNumber(y, mm, m[4] === "上旬" || m[4] === "初" ? 10 : m[4] === "中旬" ? 20 : daysIn(y, mm)));
    return true;
  }

  private dayPart(): boolean {
    for (const part of DAY_PARTS)
      if (this.take(part.words)) {
        this.part(part);
        return true;
      }
    return false;
  }

  private clock(): boolean {
    const m = this.take(CLOCK);
    if (!m) return false;
    const hour = m[1] === undefined ? numberOf(m[3]!) : Number(m[1]);
    const minute = m[2] !== undefined ? Number(m[2]) : m[4] !== undefined ? 30 : m[5] !== undefined ? 15 : m[6] !== undefined ? 45 : m[7] !== undefined ? numberOf(m[7]) : 0;
    if (hour === null || minute === null || hour > 24 || minute > 59 || !Number.isInteger(hour)) {
      this.unknown = true;
      return true;
    }
    if (this.open.hour !== undefined) this.close(true);
    this.open.hour = hour;
    this.open.minute = minute;
    return true;
  }

  private day(day: number): void {
    this.close();
    this.open.day = day;
  }

  private part(part: DayPart): void {
    if (this.open.part || this.open.hour !== undefined) this.close(true);
    this.open.part = part;
    this.open.before = this.take(BEFORE) !== null;
  }

  /** Works out the time that stands open. @param inherit the day (and, before another clock, the part) still holds for what follows */
  private close(inherit = false): void {
    const { open } = this;
    this.open = inherit && open.day !== undefined ? { day: open.day } : {};
    if (inherit && open.part && open.hour !== undefined) this.open.part = open.part;
    if (open.hour !== undefined) this.found.push(this.clockOf(open, open.hour * 60 + open.minute!));
    else if (open.part) this.found.push(this.partOf(open, open.part));
    else if (open.day !== undefined) this.found.push(endOf(open.day));
  }

  private partOf(open: Named, part: DayPart): number {
    const hour = open.before ? part.before : part.end;
    const on = (day: number): number => (hour === 24 ? endOf(day) : day * DAY + hour * HOUR);
    if (open.day !== undefined) return on(open.day) < this.now && part === OFF_WORK ? endOf(open.day) : on(open.day);
    if (on(this.today) >= this.now) return on(this.today);
    return part === OFF_WORK ? endOf(this.today) : on(this.today + 1);
  }

  private clockOf(open: Named, minutes: number): number {
    const { part, day } = open;
    const at = (date: number, m: number): number => date * DAY + m * MINUTE;
    if (part) {
      const m = part.clock(Math.floor(minutes / 60)) * 60 + (minutes % 60);
      return day === undefined && at(this.today, m) < this.now ? at(this.today + 1, m) : at(day ?? this.today, m);
    }
    // 3点 may be 15:00, 12点 and 0点 may be midnight.
    const either = minutes < 60 ? [minutes, minutes + 24 * 60] : minutes < 13 * 60 ? [minutes, minutes + 12 * 60] : [minutes];
    const date = day ?? this.today;
    if (date === this.today) {
      const next = either.find((m) => at(date, m) >= this.now);
      if (next !== undefined) return at(date, next);
      if (day !== undefined) return at(date, minutes);
    }
    return at(day ?? this.today + 1, minutes >= 8 * 60 || minutes < 60 ? minutes : either[either.length - 1]!);
  }
}

/** The last second of a day. */
function endOf(day: number): number {
  return (day + 1) * DAY - 1000;
}

function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / DAY;
}

function calendarOf(day: number): { year: number; month: number; day: number } {
  const date = new Date(day * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 0 Monday … 6 Sunday */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

function workingDay(today: number, n: number): number {
  const isWorking = (day: number): boolean => weekdayOf(day) < 5;
  if (n < 1 && isWorking(today)) return today;
  let day = today;
  let left = Math.ceil(n);
  // Whole weeks at once, so that a large figure costs nothing.
  if (left > 10) {
    const weeks = Math.floor((left - 5) / 5);
    day += weeks * 7;
    left -= weeks * 5;
  }
  while (left > 0) if (isWorking(++day)) left--;
  return day;
}

function addMonths(today: number, n: number): number {
  const { year, month, day } = calendarOf(today);
  const index = year * 12 + month - 1 + n;
  const y = Math.floor(index / 12);
  const m = (index % 12) + 1;
  return dayNumber(y, m, Math.min(day, daysIn(y, m)));
}

/** 24, 1.5, 二十四, 两; of 两三 or 三五 the larger; null for what is no number of things. */
function numberOf(text: string): number | null {
  if (text.charCodeAt(0) < 58) return Number(text);
  let total = 0;
  let digit = -1;
  for (const ch of text) {
    if (ch === "十" || ch === "百") {
      total += (digit < 0 ? 1 : digit) * (ch === "十" ? 10 : 100);
      digit = -1;
      continue;
    }
    const value = ch === "两" ? 2 : ch === "〇" ? 0 : "零一二三四五六七八九".indexOf(ch);
    if (digit > 0 && value <= digit) return null;
    digit = value;
  }
  return total + Math.max(0, digit);
}
