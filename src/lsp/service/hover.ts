import type { CompiledRequire } from "../../core/pack.js";
import type { Finding, Move } from "../../core/types.js";
import { DIMENSION, MOVE, SCENARIO, SEVERITY } from "../../reporters/labels.js";
import type { Analysis, Span } from "./analysis.js";
import { messageOf } from "./diagnostics.js";
import type { Engine } from "./engine.js";
import { visible } from "./places.js";

/** What to show about a place, in Markdown. */
export interface Hover extends Span {
  markdown: string;
}

/** What is known about a place: the findings there, else the moves there. */
export async function hover(text: string, analysis: Analysis, offset: number, engine: Engine): Promise<Hover | null> {
  const at = (span: Span): boolean => span.start <= offset && offset <= span.end;
  const findings = (await analysis.mended({ start: offset, end: Math.min(text.length, offset + 3) })).filter((finding) => at(visible(text, finding)));
  if (findings.length > 0) return { ...around(findings.map((finding) => visible(text, finding))), markdown: findings.map((finding) => aboutFinding(finding, analysis, engine)).join("\n\n---\n\n") };
  const moves = analysis.drafts.filter(at).flatMap((draft) => draft.moves()).filter(at);
  return moves.length === 0 ? null : { ...around(moves), markdown: moves.map((move) => aboutMove(move, engine)).join("\n\n") };
}

function around(spans: readonly Span[]): Span {
  return { start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) };
}

function aboutFinding(finding: Finding, analysis: Analysis, engine: Engine): string {
  const { locale } = engine;
  const draft = analysis.drafts.find(({ start, end }) => start <= finding.start && finding.end <= end);
  const points = (draft?.result?.deductions ?? []).filter(({ rule }) => rule === finding.rule).reduce((sum, deduction) => sum + deduction.points, 0);
  const facts = [SEVERITY[finding.severity][locale], DIMENSION[finding.dimension][locale], finding.guidance.join(" ")];
  if (points > 0) facts.push(engine.say({ zh: `扣 ${points} 分`, en: `−${points} points` }));
  const rule = engine.rule(finding.rule);
  const lines = [`**${messageOf(finding, engine)}**`, `\`${finding.rule}\` · ${facts.join(" · ")}`];
  if (rule) lines.push(`${engine.say({ zh: "为什么：", en: "Why: " })}${rule.reason[locale]}`, `${engine.say({ zh: "出处：", en: "Source: " })}${rule.sources.join(engine.say({ zh: "、", en: "; " }))}`);
  const better = finding.suggestions.map(({ title, edits }) => `- ${title}${engine.say({ zh: "：", en: ": " })}${edits.map((edit) => edit.text.replace(/^，/, "")).join(" … ")}`);
  if (better.length > 0) lines.push(`${engine.say({ zh: "更好的说法：", en: "Better:" })}\n\n${better.join("\n")}`);
  return lines.join("\n\n");
}

function aboutMove(move: Move, engine: Engine): string {
  const { locale } = engine;
  const asked = engine.pack.rules.filter((rule): rule is CompiledRequire => rule.kind === "require" && rule.move === move.kind);
  const name = `**${MOVE[move.kind][locale]}** \`${move.kind}\``;
  if (asked.length === 0) return `${name}\n\n${engine.say({ zh: "没有规则要求它，也不扣分。", en: "No rule asks for it, and it costs nothing." })}`;
  const list = asked.map(({ id, dimension, when }) => {
    const scenarios = [...new Set(when.flatMap((one) => [...(one.scenario ?? []), ...(one.givenScenario ?? [])]))].map((scenario) => SCENARIO[scenario][locale]);
    return `- ${DIMENSION[dimension][locale]} \`${id}\`${scenarios.length > 0 ? `${engine.say({ zh: "，用于", en: ", in " })}${scenarios.join(engine.say({ zh: "、", en: ", " }))}` : ""}`;
  });
  return `${name}\n\n${engine.say({ zh: "该说的内容，计入：", en: "Something that is owed; it counts for:" })}\n\n${list.join("\n")}`;
}
