import { applyIgnores, silenced } from "../../ci/ignore.js";
import type { PlaybookState } from "../../core/playbooks.js";
import { locator } from "../../core/text/lines.js";
import type { Edit, Finding, Move, Result } from "../../core/types.js";
import { counted, inFile, placed, unplaced } from "../../drafts/placing.js";
import { headReader, type HeadReader, splitDrafts } from "../../drafts/split.js";
import type { PlacedFinding } from "../../phrasebook/types.js";
import { type Analysis, type JudgedDraft, type Note, replyKey, type Span, touches } from "./analysis.js";
import type { Engine } from "./engine.js";
import { Memo } from "./memo.js";
import { spanAt } from "./places.js";

interface Judged {
  quick: Result;
  full?: Result;
  moves?: Move[];
  playbook?: PlaybookState | null;
}

/** What is kept of a document with drafts from one edit to the next. */
export class DraftMemo {
  readonly heads = new Memo<ReturnType<HeadReader>>();
  readonly results = new Memo<Judged>();
}

/** What a document with drafts is. */
export interface DraftText {
  text: string;
  /** Its name in reports. */
  file: string;
  markdown: boolean;
}

/** Judges the drafts of a text; those that were judged before with the same context are not judged again. */
export async function analyseDrafts({ text, file, markdown }: DraftText, engine: Engine, memo: DraftMemo): Promise<Analysis> {
  const { locale } = engine;
  const readHead = await headReader(text, locale);
  memo.heads.next();
  memo.results.next();
  const split = splitDrafts(text, { locale, markdown, readHead: (head) => memo.heads.get(head, () => readHead(head)) });
  const drafts = split.map((draft): JudgedDraft => {
    if (draft.problems.length > 0) return { ...draft, result: null, mended: () => null, moves: () => [], playbook: () => null };
    const judged = memo.results.get(replyKey(draft.input), () => ({ quick: engine.quick.lint(draft.input) }));
    const moves = (): Move[] => (judged.moves ??= engine.quick.moves(draft.input.reply)).map((move) => ({ ...move, start: move.start + draft.start, end: move.end + draft.start }));
    const playbook = (): PlaybookState | null => (judged.playbook === undefined ? (judged.playbook = engine.quick.playbook(draft.input)) : judged.playbook);
    return { ...draft, moves, playbook, result: inFile(judged.quick, draft.start), mended: () => inFile((judged.full ??= engine.full.lint(draft.input)), draft.start) };
  });
  const notes = drafts.flatMap((draft) => notesOf(text, draft, engine));
  const counting = drafts.some(({ ignores }) => ignores.length > 0) ? heeded(text, file, drafts, engine, notes) : drafts;
  return {
    notes,
    drafts: counting,
    entries: [],
    findings: counting.flatMap(({ result }) => result?.findings ?? []),
    mended: (range) => Promise.resolve(counting.flatMap((draft) => touching(draft, range))),
    fixAll: () => Promise.resolve(counting.flatMap((draft) => (draft.result ? fixed(draft, engine) : []))),
  };
}

function notesOf(text: string, { draft, several, head, start, problems, result }: JudgedDraft, engine: Engine): Note[] {
  // A new file has nothing in it yet: that is no fault.
  const shown = problems.filter(({ code }) => code !== "empty" || head || several);
  return [
    ...shown.map(({ code, message, hint, line, column }): Note => ({ ...spanAt(text, line, column ?? 1), code, severity: code === "empty" ? "info" : "error", message: hint === undefined ? message : `${message}${hint}` })),
    ...(result?.crashed ?? []).map(({ rule, message }): Note => ({ start, end: start, code: "crash", severity: "warning", message: engine.say({ zh: `规则 ${rule} 出错，第 ${draft} 条没有按它检查：${message}`, en: `Rule ${rule} crashed and was not asked about draft ${draft}: ${message}` }) })),
  ];
}

/** The drafts without what their ignores are about, scored by what is left. */
function heeded(text: string, file: string, drafts: readonly JudgedDraft[], engine: Engine, notes: Note[]): JudgedDraft[] {
  const locate = locator(text);
  const origin = new Map<PlacedFinding, Finding>();
  const idOf = ({ draft }: JudgedDraft): string => `${file}#${draft}`;
  const judged = drafts.filter(({ result }) => result !== null);
  const findings = judged.flatMap((draft) =>
    draft.result!.findings.map((finding) => {
      const place = placed(finding, { ...draft, id: idOf(draft), file }, locate);
      origin.set(place, finding);
      return place;
    }),
  );
  const units = judged.map((draft) => ({ id: idOf(draft), line: locate(draft.start).line, endLine: locate(draft.end).line }));
  const ignores = judged.flatMap((draft) => draft.ignores.map((ignore) => ({ ...ignore, unit: idOf(draft) })));
  const { report, problems } = applyIgnores({ file, text, locate, units, findings, suppressed: [], unchanged: 0 }, ignores, { ids: engine.pack.rules.map(({ id }) => id), asked: (id) => engine.asked(id), say: (words) => engine.say(words) });
  for (const { line, column, message, hint } of problems) notes.push({ ...spanAt(text, line, column), code: "ignore", severity: "error", message: `${message}${hint}` });
  const gone = new Set(report.suppressed.map(({ finding }) => keyOf(finding)));
  return drafts.map((draft): JudgedDraft => {
    if (!draft.result) return draft;
    const left = report.findings.filter(({ entry }) => entry === idOf(draft)).map((finding) => origin.get(finding) ?? unplaced(finding));
    const about = left.filter(({ rule }) => rule.startsWith("ignore/"));
    const scoring = { card: engine.pack.scorecard, passMark: engine.passMark };
    return {
      ...draft,
      result: counted(draft.result, left, scoring, engine.locale),
      mended: () => {
        const full = draft.mended()!;
        return counted(full, [...full.findings.filter((finding) => !gone.has(keyOf(finding))), ...about], scoring, engine.locale);
      },
    };
  });
}

function keyOf({ rule, start, end }: Finding): string {
  return `${rule} ${start} ${end}`;
}

/** A draft's findings that a range touches, those about its ignores included, which stand outside of the reply. */
function touching(draft: JudgedDraft, range: Span): Finding[] {
  if (!draft.result?.findings.some((finding) => touches(finding, range))) return [];
  return draft.mended()!.findings.filter((finding) => touches(finding, range));
}

/** What mending changes, without the unchanged words around it; what is ignored with a reason is not mended. */
function fixed({ input, start, ignores }: JudgedDraft, engine: Engine): Edit[] {
  const { text, applied } = engine.fixer(silenced(ignores)).fix(input);
  if (applied.length === 0) return [];
  const edit = difference(input.reply, text);
  return [{ start: edit.start + start, end: edit.end + start, text: edit.text }];
}

/** The one replacement that turns a text into another; never cuts a character in half. */
export function difference(before: string, after: string): Edit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  if (isLow(before, start) || isLow(after, start)) start--;
  let same = 0;
  while (same < most - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  if (isLow(before, before.length - same) || isLow(after, after.length - same)) same--;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}

function isLow(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return at > 0 && unit >= 0xdc00 && unit <= 0xdfff;
}

/** The draft that a place of the document is in, its head and the blank lines around it included; the last one before it otherwise. */
export function draftAt<T extends Span & { head: Span | null }>(drafts: readonly T[], offset: number): T | undefined {
  return drafts.findLast((draft) => offset >= Math.min(draft.start, draft.head?.start ?? draft.start)) ?? drafts[0];
}

