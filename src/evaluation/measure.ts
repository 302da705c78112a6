import type { Linter } from "../core/linter.js";
import { cohen } from "./kappa.js";
import type { Case, Confusion, Evaluation, FalseAlarm, Figures, Label, MissedEntry, NamedFigures, ReviewerPair } from "./types.js";

/** Lints labelled replies: a finding is right where it shares a point with the label. */
export function judge(labels: readonly Label[], linter: Linter): Case[] {
  return labels.map(({ id, file, line, reply, expect }) => ({
    id, file, line,
    customer: reply.customer ?? "",
    reply: reply.reply,
    expect: expect.length > 0 ? [expect] : [],
    found: linter.lint(reply).findings.map(({ rule, guidance, message, text, start, end }) => ({ rule, guidance, message, text, start, end, right: guidance.some((point) => expect.includes(point)) })),
  }));
}

/** The review sheets' part of an evaluation. */
export interface Calibration {
  reviewers: ReviewerPair[];
  open: number;
}

/**
 * Compares what was reported with what people see.
 * @param pointsOf points of the guidance that a rule implements; of a rule that is not known, the ones it reported
 */
export function measure(cases: readonly Case[], pointsOf: (rule: string) => readonly string[] | undefined, { reviewers, open }: Calibration = { reviewers: [], open: 0 }): Evaluation {
  const overall = new Counter();
  const points = new Map<string, Counter>();
  const rules = new Map<string, { counter: Counter; points: readonly string[] }>();
  for (const { expect, found } of cases) {
    for (const point of [...expect.flat(), ...found.flatMap(({ guidance }) => guidance)]) if (!points.has(point)) points.set(point, new Counter());
    for (const { rule, guidance } of found) if (!rules.has(rule)) rules.set(rule, { counter: new Counter(), points: pointsOf(rule) ?? guidance });
  }
  const confusion = new Map<string, Confusion>();
  const confuse = (expected: string | null, reported: string | null): void => {
    const key = `${expected ?? ""} ${reported ?? ""}`;
    const entry = confusion.get(key) ?? { expected, reported, count: 0 };
    entry.count++;
    confusion.set(key, entry);
  };
  const missed: MissedEntry[] = [];
  const falseAlarms: FalseAlarm[] = [];
  for (const one of cases) {
    const { id, file, line, customer, reply, expect, found } = one;
    const clean = expect.length === 0;
    const expected = new Set(expect.flat());
    const reported = new Set(found.flatMap(({ guidance }) => guidance));
    // A right finding may be about more points than people named: these are no false alarms.
    const strange = new Set(found.flatMap(({ right, guidance }) => (right ? [] : guidance.filter((point) => !expected.has(point)))));
    const named = (fault: readonly string[]): boolean => fault.some((point) => reported.has(point));
    overall.add(!clean, clean ? reported.size > 0 : expect.some(named), false, clean);
    for (const [point, counter] of points) counter.add(expected.has(point), expected.has(point) ? reported.has(point) : strange.has(point), expect.every((fault) => !fault.includes(point) || named(fault)), clean);
    for (const [rule, { counter, points: own }] of rules) {
      const said = found.filter((finding) => finding.rule === rule);
      // People judge the finding: one that they call right is right, whatever else the rule is about.
      const right = said.some((finding) => finding.right);
      const wanted = right || (said.length === 0 && own.some((point) => expected.has(point)));
      counter.add(wanted, said.length > 0, expect.every((fault) => !fault.some((point) => own.includes(point)) || named(fault)), clean);
    }
    const unnamed = expect.filter((fault) => !named(fault));
    for (const point of unnamed.flat()) for (const other of strange.size > 0 ? strange : [null]) confuse(point, other);
    if (unnamed.length === 0) for (const point of strange) confuse(null, point);
    if (unnamed.length > 0) missed.push({ id, file, line, customer, reply, expect: unnamed.flat(), reported: [...reported].sort() });
    for (const finding of found) if (!finding.right) falseAlarms.push({ id, file, line, customer, reply, ...finding, expect: [...expected].sort() });
  }
  const named = (id: string, counter: Counter): NamedFigures => ({ id, ...counter.figures(cases.length) });
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
  const faulty = cases.filter(({ expect }) => expect.length > 0).length;
  return {
    version: 1,
    replies: cases.length,
    faulty,
    clean: cases.length - faulty,
    overall: overall.figures(cases.length),
    points: [...points].map(([id, counter]) => named(id, counter)).sort(byId),
    rules: [...rules].map(([id, { counter }]) => named(id, counter)).sort(byId),
    confusion: [...confusion.values()].sort((a, b) => b.count - a.count || (`${a.expected} ${a.reported}` < `${b.expected} ${b.reported}` ? -1 : 1)),
    missed,
    falseAlarms,
    reviewers,
    open,
  };
}

/** Counts replies by what people see and what was reported. */
class Counter {
  private hits = 0;
  private instead = 0;
  private missed = 0;
  private false = 0;
  private falseOnClean = 0;

  /** @param covered whether another point was reported that people call as right */
  add(expected: boolean, reported: boolean, covered: boolean, clean: boolean): void {
    if (expected && reported) this.hits++;
    else if (expected && covered) this.instead++;
    else if (expected) this.missed++;
    else if (reported) {
      this.false++;
      if (clean) this.falseOnClean++;
    }
  }

  figures(replies: number): Figures {
    const { hits, instead, missed, falseOnClean } = this;
    const precision = share(hits, hits + this.false);
    const recall = share(hits, hits + missed);
    return {
      labelled: hits + instead + missed,
      hits, instead, missed,
      false: this.false,
      falseOnClean, precision, recall,
      f1: share(2 * hits, 2 * hits + this.false + missed),
      falsePerThousand: share(1000 * this.false, replies),
      kappa: cohen(hits, this.false, missed, replies - hits - instead - missed - this.false),
    };
  }
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
