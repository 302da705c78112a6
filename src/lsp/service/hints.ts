import { MOVE, SCENARIO, VERDICT } from "../../reporters/labels.js";
import type { Analysis, JudgedDraft } from "./analysis.js";
import type { Engine } from "./engine.js";

/** The score of a draft and what it still owes, as a line above it or a hint behind it. */
export interface ScoreLine {
  /** Where the draft begins and ends. */
  start: number;
  end: number;
  title: string;
}

/** One line a draft that was judged. */
export function scoreLines(analysis: Analysis, engine: Engine): ScoreLine[] {
  return analysis.drafts.filter((draft) => draft.result !== null).map((draft) => ({ start: draft.start, end: draft.end, title: scoreOf(draft, engine) }));
}

/** The verdict, score, scenario and what is missing, in one line. */
export function scoreOf({ result }: JudgedDraft, engine: Engine): string {
  if (!result) return "";
  const { locale } = engine;
  const { score, verdict, scenario, scenarioSource, missing } = result;
  const parts = [score === null ? VERDICT[verdict][locale] : `${VERDICT[verdict][locale]} ${score}${engine.say({ zh: " 分", en: "" })}`];
  parts.push(SCENARIO[scenario][locale] + (scenarioSource === "inferred" ? engine.say({ zh: "（推断）", en: " (inferred)" }) : ""));
  const kinds = [...new Set(missing.map(({ kind }) => kind))];
  if (kinds.length > 0) parts.push(engine.say({ zh: "还缺", en: "missing: " }) + kinds.map((kind) => MOVE[kind][locale]).join(engine.say({ zh: "、", en: ", " })));
  return parts.join(" · ");
}
