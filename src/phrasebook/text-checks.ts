import type { PhrasebookChecker, Wording } from "./check.js";
import { day, dayOf, isoDay, yearOf } from "./dates.js";
import { render } from "./render.js";
import type { PhrasebookEntry } from "./types.js";

interface Span {
  start: number;
  end: number;
}

/** The checks of one entry: placeholders, length, facts, dates. */
export class TextChecks {
  private readonly unbalanced: RegExp;
  private readonly fullWidth: RegExp;
  private readonly leftOver: RegExp;
  private readonly marker: RegExp;
  private readonly facts: RegExp;
  private readonly offer: RegExp;
  private readonly occasions: { name: RegExp; over: string }[];
  private readonly blank: Record<"unfinished" | "needs" | "unit" | "counted" | "stop" | "open" | "pairs", RegExp>;
  private readonly platformNames = new Map<string, RegExp>();

  constructor(private readonly checker: PhrasebookChecker) {
    const { placeholders, book } = checker.options.data;
    this.unbalanced = new RegExp(placeholders.unbalanced, "gu");
    this.fullWidth = new RegExp(placeholders["full-width"], "gu");
    this.leftOver = new RegExp(placeholders["left-over"].join("|"), "gu");
    this.marker = new RegExp(placeholders["export-marker"], "gu");
    this.facts = new RegExp(book.facts.join("|"), "gu");
    this.offer = new RegExp(book.offer, "u");
    this.occasions = book.occasions.map(({ name, over }) => ({ name: new RegExp(name, "u"), over }));
    this.blank = Object.fromEntries(Object.entries(placeholders.blank).map(([name, source]) => [name, new RegExp(source, "u")])) as TextChecks["blank"];
    for (const [id, { names }] of Object.entries(placeholders.platforms)) if (names !== undefined) this.platformNames.set(id, new RegExp(names, "u"));
  }

  /** @param found what the rules have found in the text already */
  wording(wording: Wording, found: readonly (Span & { guidance: readonly string[] })[]): void {
    this.variables(wording);
    this.writing(wording);
    this.length(wording);
    if (wording.entry.validUntil !== undefined) return;
    this.unbound(wording, found);
    this.passing(wording);
  }

  private variables(wording: Wording): void {
    const { tokens, platform, known, book } = wording;
    const { placeholders } = this.checker.options.data;
    const rules = platform === undefined ? undefined : placeholders.platforms[platform];
    const names = platform === undefined ? undefined : this.platformNames.get(platform);
    for (const { start, end, syntax, name, nameAt } of tokens) {
      // In code `${…}` is filled in before anything is sent, and the compiler knows its names.
      if (book.format === "typescript" && syntax === "dollar") continue;
      if (rules && !rules.syntaxes.includes(syntax)) {
        this.checker.report("phrasebook/platform-syntax", wording, { start, end, slots: { platform: platform! } });
        continue;
      }
      if (name === "" || known.variables.has(name) || names?.test(name)) continue;
      if (known.variables.size === 0 && !names) continue;
      const guess = this.checker.guess(name, [...known.variables.keys()]);
      this.checker.report("phrasebook/undeclared-variable", wording, { start, end, slots: { name, guess: guess.words, guessed: guess.name ?? "" }, ...(guess.name !== undefined && { edits: [{ start: nameAt, end: nameAt + name.length, text: guess.name }] }) });
    }
  }

  /** Brackets, what is left to be filled in, marks of an export. */
  private writing(wording: Wording): void {
    const { phrase, tokens } = wording;
    // Inside a placeholder is nothing of the text.
    const bare = render(phrase.text, tokens, (token) => " ".repeat(token.text.length)).text;
    const each = (rule: string, pattern: RegExp, edit?: (text: string) => string): void => {
      for (const { 0: text, index } of bare.matchAll(pattern)) {
        const end = index + text.length;
        this.checker.report(rule, wording, { start: index, end, ...(edit && { edits: [{ start: index, end, text: edit(text) }], certain: true }) });
      }
    };
    if (/[{}]/.test(bare)) each("phrasebook/unbalanced", this.unbalanced);
    if (bare.includes("｛")) each("phrasebook/full-width-braces", this.fullWidth, (text) => text.replaceAll("｛", "{").replaceAll("｝", "}"));
    each("phrasebook/left-over", this.leftOver);
    if (bare.includes("[")) each("phrasebook/export-marker", this.marker);
  }

  private length(wording: Wording): void {
    const { phrase, platform = "" } = wording;
    const { data, config } = this.checker.options;
    const documented = data.placeholders.lengths[platform];
    const { limit, unit } = config?.maxLength === undefined ? (documented ?? { limit: Infinity, unit: "chars" as const }) : { limit: config.maxLength, unit: "chars" as const };
    // A unit of UTF-16 is three bytes at most.
    if (phrase.text.length * (unit === "bytes" ? 3 : 1) <= limit) return;
    const count = unit === "bytes" ? Buffer.byteLength(phrase.text) : [...phrase.text].length;
    if (count <= limit) return;
    const zh = (this.checker.options.locale ?? "zh") === "zh";
    const start = unit === "chars" ? [...phrase.text].slice(0, limit).join("").length : 0;
    this.checker.report("phrasebook/too-long", wording, { start, end: phrase.text.length, slots: { count, limit, unit: unit === "bytes" ? (zh ? "字节" : "bytes") : zh ? "字" : "characters", platform: config?.maxLength === undefined ? platform : zh ? "设定的" : "the settings" } });
  }

  /** Figures that change and are written out. */
  private unbound(wording: Wording, found: readonly (Span & { guidance: readonly string[] })[]): void {
    const { phrase, tokens } = wording;
    for (const { 0: text, index } of phrase.text.matchAll(this.facts)) {
      const end = index + text.length;
      const touched = (span: Span): boolean => span.start < end && span.end > index;
      if (tokens.some(touched) || found.some((finding) => finding.guidance.includes("G13") && touched(finding))) continue;
      this.checker.report("phrasebook/unbound-fact", wording, { start: index, end });
    }
  }

  /** Days and promotions in a text that says nothing of its validity. */
  private passing(wording: Wording): void {
    const { phrase, tokens } = wording;
    const { today } = this.checker;
    const days = daysIn(phrase.text, today, this.offer.test(phrase.text));
    const last = days.reduce<(typeof days)[number] | undefined>((latest, one) => (!latest || one.day > latest.day ? one : latest), undefined);
    if (last) {
      if (today !== null && last.day < today) this.checker.report("phrasebook/stale-date", wording, { start: last.start, end: last.end, slots: { today: isoDay(today) } });
      return;
    }
    if (tokens.some((token) => token.type === "date")) return;
    for (const { name, over } of this.occasions) {
      const match = name.exec(phrase.text);
      if (!match) continue;
      const span = { start: match.index, end: match.index + match[0].length };
      if (today !== null && this.isOver(over, today)) this.checker.report("phrasebook/stale-date", wording, { ...span, slots: { today: isoDay(today) } });
      else this.checker.report("phrasebook/no-validity", wording, span);
      return;
    }
  }

  /** Whether a promotion that is over on a day of each year is the last one and not the coming one. */
  private isOver(over: string, today: number): boolean {
    const [month, date] = over.split("-").map(Number) as [number, number];
    const next = [0, 1].map((more) => day(yearOf(today) + more, month, date)).find((end) => end !== null && end >= today);
    return next !== undefined && next !== null && next - today > this.checker.options.data.book.season;
  }

  /**
   * What each variable leaves behind where it has no value.
   * @returns whether anything was found
   */
  blanks(wording: Wording): boolean {
    const { phrase, tokens } = wording;
    const { blank } = this;
    let found = false;
    for (const token of tokens) {
      if (token.blank !== "") continue;
      const before = render(phrase.text.slice(0, token.start), tokens.filter((one) => one.end <= token.start), (one) => one.sample).text;
      const after = render(phrase.text.slice(token.end), tokens.filter((one) => one.start >= token.end).map((one) => ({ ...one, start: one.start - token.end, end: one.end - token.end })), (one) => one.sample).text;
      const ends = /^\s*(?:[，、。；,;！？!?）)」』】》”\]~～]|$|\n)/.test(after);
      const unsafe =
        (ends && blank.unfinished.test(before)) ||
        blank.needs.test(before) ||
        (blank.unit.test(after) && !blank.counted.test(before)) ||
        (blank.stop.test(after) && blank.open.test(before)) ||
        blank.pairs.test(before.slice(-1) + after.slice(0, 1)) ||
        (before + after).trim() === "";
      if (!unsafe) continue;
      found = true;
      // The sentence, or so much of it as shows the hole.
      const [head = ""] = /[^。！？；\n]{0,12}$/.exec(phrase.text.slice(0, token.start)) ?? [];
      const [tail = ""] = /^[^。！？；\n]{0,8}[。！？；]?/.exec(phrase.text.slice(token.end)) ?? [];
      this.checker.report("phrasebook/blank-unsafe", wording, { start: token.start, end: token.end, slots: { blank: (head + tail).trim() } });
    }
    return found;
  }

  /** Dates of an entry's fields. */
  entry(entry: PhrasebookEntry): void {
    const { checker } = this;
    const { today } = checker;
    const { expiringDays = 7, reviewDays = 180 } = checker.options.config ?? {};
    const about = { entry: entry.id, context: entry.text.text };
    for (const field of ["validUntil", "reviewed"] as const) {
      const text = entry[field];
      if (text === undefined) continue;
      const place = entry.places[field] ?? entry.place;
      const at = dayOf(text);
      if (at === null) checker.reportAt("phrasebook/bad-date", place, about, { text });
      else if (today === null) continue;
      else if (field === "reviewed") {
        if (today - at > reviewDays) checker.reportAt("phrasebook/review-due", place, about, { date: isoDay(at), days: today - at });
      } else if (at < today) checker.reportAt("phrasebook/expired", place, about, { date: isoDay(at), today: isoDay(today) });
      else if (at - today <= expiringDays) checker.reportAt("phrasebook/expiring", place, about, { date: isoDay(at), days: at - today });
    }
  }
}

/** Days that a text names. One without a year is this year's, and counts only as the end of an offer that is past for half a year at most. */
function daysIn(text: string, today: number | null, offer: boolean): (Span & { day: number })[] {
  const out: (Span & { day: number })[] = [];
  for (const match of text.matchAll(/(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*(?:月|(?<=\d{4}\s*[-/.]\s*\d{1,2})[-/.])\s*(\d{1,2})\s*[日号]?/g)) {
    const [whole, year, month, date] = match;
    if (year === undefined && (today === null || !offer)) continue;
    const at = day(year === undefined ? yearOf(today!) : Number(year), Number(month), Number(date));
    if (at === null || (year === undefined && today! - at > 183)) continue;
    out.push({ start: match.index, end: match.index + whole.length, day: at });
  }
  return out;
}
