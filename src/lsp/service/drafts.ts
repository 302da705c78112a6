import type { Edit, Finding, Reply, Result } from "../../core/types.js";
import { inFile } from "../../drafts/place.js";
import { headReader, type HeadReader, splitDrafts } from "../../drafts/split.js";
import { type Analysis, type JudgedDraft, type Note, replyKey, type Span, touches } from "./analysis.js";
import type { Engine } from "./engine.js";
import { Memo } from "./memo.js";
import { spanAt } from "./places.js";

interface Judged {
  quick: Result;
  full?: Result;
}

/** What is kept of a document with drafts from one edit to the next. */
export class DraftMemo {
  readonly heads = new Memo<ReturnType<HeadReader>>();
  readonly results = new Memo<Judged>();
}

/** Judges the drafts of a text; those that were judged before with the same context are not judged again. */
export async function analyseDrafts(text: string, engine: Engine, memo: DraftMemo): Promise<Analysis> {
  const readHead = await headReader(text, engine.locale);
  memo.heads.next();
  memo.results.next();
  const notes: Note[] = [];
  const drafts = splitDrafts(text, engine.locale, (head) => memo.heads.get(head, () => readHead(head))).map((draft): JudgedDraft => {
    for (const { code, message, hint, line, column } of draft.problems) {
      // A new file has nothing in it yet: that is no fault.
      if (code === "empty" && !draft.head && !draft.several) continue;
      notes.push({ ...spanAt(text, line, column ?? 1), code, severity: code === "empty" ? "info" : "error", message: hint === undefined ? message : `${message}${hint}` });
    }
    if (draft.problems.length > 0) return { ...draft, result: null, mended: () => null };
    const judged = memo.results.get(replyKey(draft.input), () => ({ quick: engine.quick.lint(draft.input) }));
    for (const { rule, message } of judged.quick.crashed ?? [])
      notes.push({ start: draft.start, end: draft.start, code: "crash", severity: "warning", message: engine.say({ zh: `规则 ${rule} 出错，这条没有按它检查：${message}`, en: `Rule ${rule} crashed and was not asked: ${message}` }) });
    return { ...draft, result: inFile(judged.quick, draft.start), mended: () => inFile((judged.full ??= engine.full.lint(draft.input)), draft.start) };
  });
  return {
    notes,
    drafts,
    entries: [],
    findings: drafts.flatMap(({ result }) => result?.findings ?? []),
    mended: (range) => drafts.filter((draft) => touches(draft, range)).flatMap((draft) => touching(draft, range)),
    fixAll: () => drafts.flatMap((draft) => (draft.result ? fixed(draft.input, draft.start, engine) : [])),
  };
}

function touching(draft: JudgedDraft, range: Span): Finding[] {
  if (!draft.result?.findings.some((finding) => touches(finding, range))) return [];
  return draft.mended()!.findings.filter((finding) => touches(finding, range));
}

/** What mending changes, without the unchanged words around it. */
function fixed(input: Reply, at: number, engine: Engine): Edit[] {
  const { text, applied } = engine.quick.fix(input);
  if (applied.length === 0) return [];
  const edit = difference(input.reply, text);
  return [{ start: edit.start + at, end: edit.end + at, text: edit.text }];
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

