/** Case reviews: situation, task, action, result, reflection, each line with the message it rests on. */
import type { Linter } from "../core/linter.js";
import { durationText } from "../core/timing.js";
import type { Bilingual, Finding, Move, MoveKind, PromiseRecord } from "../core/types.js";
import type { ConversationRow, StarLine, StarSheet } from "./report.js";
import { toMessage } from "./rows.js";

/** Lays out one of the kept conversations. */
export type Starrer = (row: ConversationRow, which: StarSheet["which"]) => StarSheet;

/** Moves that do something, and their names. */
const ACTS: Partial<Record<MoveKind, Bilingual>> = {
  apology: { zh: "致歉", en: "apologised" },
  empathy: { zh: "共情", en: "took up the feeling" },
  verification: { zh: "核实", en: "asked for what was needed" },
  clarify: { zh: "澄清", en: "asked back" },
  conclusion: { zh: "给出结论", en: "gave the answer" },
  action: { zh: "行动", en: "acted" },
  time: { zh: "给出时间", en: "named a time" },
  solution: { zh: "给出方案", en: "offered a solution" },
  alternative: { zh: "给出选择", en: "offered a choice" },
  compensation: { zh: "补偿", en: "compensated" },
  guidance: { zh: "引导操作", en: "showed the way" },
  consent: { zh: "征询", en: "asked for consent" },
  escalation: { zh: "升级", en: "escalated" },
};
/** What good replies do that others may learn from. */
const GOOD: readonly MoveKind[] = ["empathy", "apology", "solution", "alternative", "compensation", "time", "consent"];
const MOST = 6;
const LONGEST = 60;

const OUTCOMES: Record<PromiseRecord["outcome"], Bilingual> = {
  kept: { zh: "按时兑现", en: "kept in time" },
  late: { zh: "兑现晚了", en: "kept late" },
  "not-seen": { zh: "没有看到兑现", en: "not seen to be kept" },
  "not-judgeable": { zh: "记录里看不出", en: "cannot be told from the record" },
};
const MOODS: Record<"better" | "worse" | "same", Bilingual> = {
  better: { zh: "客户情绪好转", en: "the customer calmed down" },
  worse: { zh: "客户情绪变差", en: "the customer got angrier" },
  same: { zh: "客户情绪没有变化", en: "the customer's mood did not change" },
};

/** @param linter one that tells moves; the conversations have been judged before, this only looks what was done in them */
export function starrer(linter: Linter): Starrer {
  return (row, which) => {
    const messages = row.messages!;
    const record = linter.lintConversation({ messages: messages.map(toMessage), scenario: row.scenario });
    const { conversation: facts } = row;
    const quote = (messageIndex: number): string => short(messages[messageIndex]!.text);
    const said = messages.flatMap(({ role, kind, text }, index) => (role === "customer" && kind === "text" && text !== "" ? [index] : []));
    const first = said[0];
    const last = said[said.length - 1];

    const situation: StarLine[] = [];
    if (first !== undefined) situation.push({ text: { zh: `客户说：“${quote(first)}”`, en: `The customer says: “${quote(first)}”` }, messageIndex: first });
    if (facts.firstResponseSeconds !== null) situation.push({ text: { zh: `${durationText(facts.firstResponseSeconds, "zh")}后有人工回复`, en: `A person answers after ${durationText(facts.firstResponseSeconds, "en")}` } });

    const task: StarLine[] = record.missing.length > 0
      ? unique(record.missing.map(({ kind }) => ACTS[kind]).filter((act) => act !== undefined)).map((act) => ({ text: { zh: `该做而没做：${act.zh}`, en: `Owed and not done: ${act.en}` } }))
      : [{ text: { zh: "回答问题，说明下一步", en: "Answer the question and say what comes next" } }];

    const action = acts(record.moves).map(({ move, name }): StarLine => ({ text: { zh: `${name.zh}：“${short(move.text)}”`, en: `${name.en}: “${short(move.text)}”` }, messageIndex: move.messageIndex! }));
    if (action.length === 0) action.push({ text: { zh: "没有看到实际行动", en: "No action was taken" } });

    const result: StarLine[] = facts.promises.slice(0, MOST).map(({ messageIndex, text, outcome }) => ({ text: { zh: `答应“${short(text)}”：${OUTCOMES[outcome].zh}`, en: `Promised “${short(text)}”: ${OUTCOMES[outcome].en}` }, messageIndex }));
    if (facts.mood !== null) result.push({ text: MOODS[facts.mood], ...(last !== undefined && { messageIndex: last }) });
    if (facts.unanswered) result.push({ text: { zh: "客户最后一句没有人工回复", en: "The customer's last words had no answer by a person" }, ...(last !== undefined && { messageIndex: last }) });
    else if (last !== undefined && last !== first) result.push({ text: { zh: `客户最后说：“${quote(last)}”`, en: `The customer's last words: “${quote(last)}”` }, messageIndex: last });

    const reflection: StarLine[] = which === "worst"
      ? [...row.findings].sort((a, b) => Number(Boolean(b.critical)) - Number(Boolean(a.critical))).slice(0, MOST).map((finding) => ({ text: messageOf(linter, finding), messageIndex: finding.messageIndex! }))
      : acts(record.moves.filter(({ kind }) => GOOD.includes(kind))).map(({ move, name }) => ({ text: { zh: `值得学：${name.zh}`, en: `Worth copying: ${name.en}` }, messageIndex: move.messageIndex! }));
    return { id: row.id, which, situation, task, action, result, reflection };
  };
}

/** The first move of each kind. */
function acts(moves: readonly Move[]): { move: Move; name: Bilingual }[] {
  const seen = new Set<MoveKind>();
  return moves
    .flatMap((move) => {
      const name = ACTS[move.kind];
      if (!name || seen.has(move.kind)) return [];
      seen.add(move.kind);
      return [{ move, name }];
    })
    .slice(0, MOST);
}

/** A rule's message in both languages; figures stand in the finding itself. Of a rule that is not there, as the finding has it. */
function messageOf(linter: Linter, { rule, text, message: said }: Finding): Bilingual {
  const filled = (message: string): string => message.replace("{text}", () => text).replace(/\{\w+\}/g, "…");
  const { zh, en } = linter.explain(rule)?.message ?? { zh: said, en: said };
  return { zh: filled(zh), en: filled(en) };
}

function unique(list: readonly Bilingual[]): Bilingual[] {
  return [...new Map(list.map((one) => [one.zh, one])).values()];
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= LONGEST ? line : `${[...line.slice(0, LONGEST)].join("").replace(/[\ud800-\udbff]$/, "")}…`;
}
