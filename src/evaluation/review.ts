/** Reads back the sheet on which people reviewed a sample of an audit. */
import { cohen } from "./kappa.js";
import { pointsIn } from "./read.js";
import type { Case, LabelProblem, ReviewerPair } from "./types.js";

/** A row of a review sheet. */
export interface Review {
  file: string;
  line: number;
  /** The response it is about: conversation, file, line and message. */
  response: string;
  conversation: string;
  customer: string;
  text: string;
  /** Empty in the row for what was overlooked. */
  rule: string;
  guidance: string[];
  reported: string;
  says: string;
  verdict: "hit" | "false" | "missed" | null;
  shouldBe: string[];
  reviewer: string;
}

/** What people write into the column, in both languages of the sheet. */
const VERDICTS: Record<string, NonNullable<Review["verdict"]>> = {
  hit: "hit", right: "hit", 命中: "hit", 对: "hit", 正确: "hit",
  false: "false", wrong: "false", 误报: "false", 错: "false",
  missed: "missed", 漏报: "missed",
};

/** Takes a row; what cannot be a verdict is a problem, and the row is left out. */
export function reviewRow(row: Record<string, string>, file: string, line: number, out: { reviews: Review[]; problems: LabelProblem[] }): void {
  const cell = (name: string): string => (row[name] ?? "").trim();
  const written = cell("verdict").toLowerCase();
  const verdict = VERDICTS[written] ?? null;
  const shouldBe = pointsIn(cell("should_be"));
  const rule = cell("rule");
  const fail = (zh: string, en: string): void => void out.problems.push({ file, line, message: { zh, en } });
  if (written !== "" && !verdict) return fail(`verdict 没有“${written}”这个值；可用：hit false missed`, `verdict cannot be "${written}"; it takes: hit false missed`);
  if (verdict === "missed" && rule !== "") return fail("missed 写在没有规则的那一行；这一行写 hit 或 false", "missed belongs in the row without a rule; this one takes hit or false");
  if (verdict && verdict !== "missed" && rule === "") return fail("这一行没有规则，只能写 missed", "this row has no rule and takes missed only");
  if (verdict === "missed" && shouldBe.length === 0) return fail("漏报要在 should_be 里写要点，比如 G04", "missed needs the points in should_be, such as G04");
  const odd = shouldBe.find((point) => !/^G\d{2}$/.test(point));
  if (odd !== undefined) return fail(`should_be 里的“${odd}”不是要点编号，要像 G04`, `"${odd}" in should_be is no point of the guidance, such as G04`);
  out.reviews.push({
    file, line, rule, verdict, shouldBe,
    response: JSON.stringify([row.conversation, row.file, row.line, row.message]),
    conversation: cell("conversation"),
    customer: row.customer ?? "",
    text: row.text ?? "",
    guidance: pointsIn(cell("guidance")),
    reported: row.reported ?? "",
    says: row.says ?? "",
    reviewer: cell("reviewer"),
  });
}

/**
 * Responses as people reviewed them. One counts as reviewed where any of its rows has a verdict or a reviewer; then the row for what was
 * overlooked, left empty, says that nothing was, and a finding without a verdict is left out.
 * @returns the cases, one for each response and reviewer, and how many responses nobody has judged yet
 */
export function casesOf(reviews: readonly Review[]): { cases: Case[]; open: number } {
  const byResponse = groupBy(reviews, ({ file, response }) => `${file}\u0000${response}`);
  const cases: Case[] = [];
  let open = 0;
  for (const rows of byResponse.values()) {
    const judged = rows.filter(({ verdict, reviewer }) => verdict !== null || reviewer !== "");
    if (judged.length === 0) {
      open++;
      continue;
    }
    for (const own of groupBy(judged, ({ reviewer }) => reviewer).values()) {
      const { conversation, file, line, customer, text } = own[0]!;
      cases.push({
        id: conversation, file, line, customer,
        reply: text,
        expect: own.flatMap(({ verdict, guidance, shouldBe }) => (verdict === "hit" ? [guidance] : verdict === "missed" ? shouldBe.map((point) => [point]) : [])),
        found: own.flatMap(({ rule, guidance, verdict, reported, says }) => (verdict === "hit" || verdict === "false" ? [{ rule, guidance, message: says, text: reported, right: verdict === "hit" }] : [])),
      });
    }
  }
  return { cases, open };
}

function groupBy(rows: readonly Review[], keyOf: (row: Review) => string): Map<string, Review[]> {
  const out = new Map<string, Review[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = out.get(key);
    if (group) group.push(row);
    else out.set(key, [row]);
  }
  return out;
}

/** How reviewers agree, two by two, on the findings that both judged, in whichever sheets. */
export function reviewerPairs(reviews: readonly Review[]): ReviewerPair[] {
  const verdicts = new Map<string, Map<string, boolean>>();
  for (const { reviewer, verdict, response, rule, reported } of reviews) {
    if (reviewer === "" || (verdict !== "hit" && verdict !== "false")) continue;
    const own = verdicts.get(reviewer) ?? new Map<string, boolean>();
    verdicts.set(reviewer, own.set(`${response}\u0000${rule}\u0000${reported}`, verdict === "hit"));
  }
  const names = [...verdicts.keys()].sort();
  const out: ReviewerPair[] = [];
  names.forEach((a, index) => {
    for (const b of names.slice(index + 1)) {
      const pairs = [...verdicts.get(a)!].flatMap(([key, one]) => (verdicts.get(b)!.has(key) ? [[one, verdicts.get(b)!.get(key)!] as const] : []));
      if (pairs.length === 0) continue;
      const count = (one: boolean, other: boolean): number => pairs.filter((pair) => pair[0] === one && pair[1] === other).length;
      const both = count(true, true);
      const neither = count(false, false);
      out.push({ reviewers: [a, b], findings: pairs.length, agreed: both + neither, kappa: cohen(both, count(true, false), count(false, true), neither) });
    }
  });
  return out;
}
