import type { Bilingual, Severity } from "../core/types.js";
import type { PlacedFinding } from "../phrasebook/types.js";
import { SEVERITY } from "./labels.js";
import { proposals } from "./proposal.js";
import { fails, type Run, slashed } from "./run.js";

/** Rows of the table of findings; a job summary of GitHub holds 1 MiB. */
const MOST = 200;
const ICON: Record<Severity, string> = { error: "❌", warning: "⚠️", info: "ℹ️" };

/** A summary for a job's page or a pull request: the verdict, counts, and the findings by file, errors first. */
export function markdown(run: Run): string {
  const say = (text: Bilingual): string => text[run.locale];
  const findings = run.files.flatMap((file) => file.findings);
  const suppressed = run.files.flatMap((file) => file.suppressed);
  const units = run.files.reduce((sum, file) => sum + file.units.length, 0);
  const unchanged = run.files.reduce((sum, file) => sum + file.unchanged, 0);
  const bad = findings.some(({ severity }) => fails(severity, run.failOn)) || run.problems.length > 0;
  let out = `## ${bad ? "❌" : "✅"} replylint: ${bad ? say({ zh: "不通过", en: "failed" }) : say({ zh: "通过", en: "passed" })}\n\n`;
  const counts = (["error", "warning", "info"] as const).map((severity) => `${SEVERITY[severity][run.locale]} ${findings.filter((finding) => finding.severity === severity).length}`);
  out += `${say({ zh: `${run.files.length} 个文件，${units} 条回复`, en: `${units} replies in ${run.files.length} files` })}: ${counts.join(" · ")}\n`;
  const byBaseline = suppressed.filter(({ by }) => by === "baseline").length;
  const notes = [
    byBaseline > 0 && say({ zh: `基线里已有 ${byBaseline} 处`, en: `${byBaseline} known from the baseline` }),
    suppressed.length > byBaseline && say({ zh: `写明原因忽略 ${suppressed.length - byBaseline} 处`, en: `${suppressed.length - byBaseline} ignored with a reason` }),
    unchanged > 0 && say({ zh: `没改到的行里还有 ${unchanged} 处`, en: `${unchanged} more on lines that did not change` }),
  ].filter((note) => note !== false);
  if (notes.length > 0) out += `\n${notes.join(say({ zh: "，", en: ", " }))}${say({ zh: "。", en: "." })}\n`;
  if (run.problems.length > 0) {
    out += `\n### ${say({ zh: "没能检查", en: "Could not be checked" })}\n\n`;
    for (const { file, line, message, hint } of run.problems) out += `- ${code(`${slashed(file)}${line === undefined ? "" : `:${line}`}`)} ${inline(message)}${hint === undefined ? "" : ` ${inline(hint)}`}\n`;
  }
  if (findings.length === 0) return out;
  out += `\n| | ${say({ zh: "位置 | 问题 | 建议 | 规则", en: "place | finding | proposal | rule" })} |\n|---|---|---|---|---|\n`;
  const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 };
  const ordered = [...findings].sort((a, b) => rank[a.severity] - rank[b.severity]);
  for (const finding of ordered.slice(0, MOST)) out += row(finding, run);
  if (ordered.length > MOST) out += `\n${say({ zh: `另有 ${ordered.length - MOST} 处没有列出。`, en: `${ordered.length - MOST} more are not listed.` })}\n`;
  return out;
}

function row(finding: PlacedFinding, run: Run): string {
  const { file, line, severity, rule, message, text, cell, sheet } = finding;
  const place = cell === undefined ? `:${line}` : ` ${sheet === undefined ? "" : `${sheet}!`}${cell}`;
  const [first] = proposals(finding);
  const words = first?.edits.map((edit) => edit.text.trim()).filter(Boolean).join(" … ") ?? "";
  const url = run.rule(rule)?.url;
  const name = code(rule);
  return `| ${ICON[severity]} | ${code(slashed(file) + place)} | ${text === "" ? "" : `“${inline(text)}” `}${inline(message)} | ${inline(words)} | ${url === undefined ? name : `[${name}](${url})`} |\n`;
}

/** Text on one line of a table, with nothing in it that Markdown or HTML would take for its own. */
function inline(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/[\\`*_{}[\]#|~!@]/g, "\\$&");
}

function code(text: string): string {
  return `<code>${text.replace(/\s+/g, " ").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("|", "&#124;")}</code>`;
}
