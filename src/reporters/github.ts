import type { Severity } from "../core/types.js";
import type { PlacedFinding } from "../phrasebook/types.js";
import { withAdvice } from "./proposal.js";
import { type Run, slashed } from "./run.js";

/** GitHub shows so many annotations of each level and step, and drops the others without a word. */
const LIMIT = 10;
const LEVEL: Record<Severity, string> = { error: "error", warning: "warning", info: "notice" };

/**
 * Workflow commands that GitHub Actions turns into annotations: errors first. Beyond GitHub's limit the last annotation
 * of a level says how many more there are, and these stand in the log.
 */
export function github({ files, problems, locale }: Run): string {
  let out = "";
  const rest: string[] = [];
  const all = files.flatMap((file) => file.findings);
  const levels = (["error", "warning", "info"] as const).map((severity) => ({
    severity,
    lines: [
      ...(severity === "error" ? problems.map(({ file, line, column, message, hint }) => ({ log: `${slashed(file)}:${line ?? 1}: ${message}`, command: command("error", { file: slashed(file), line, col: column, title: "replylint" }, hint === undefined ? message : `${message}\n${hint}`) })) : []),
      ...all.filter((finding) => finding.severity === severity).map((finding) => ({ log: logLine(finding), command: annotation(finding) })),
    ],
  }));
  for (const { severity, lines } of levels) {
    const shown = lines.length > LIMIT ? LIMIT - 1 : lines.length;
    for (const line of lines.slice(0, shown)) out += line.command;
    if (shown === lines.length) continue;
    const more = lines.length - shown;
    out += command(LEVEL[severity], { title: "replylint" }, locale === "zh" ? `另有 ${more} 处，GitHub 每一级只显示 ${LIMIT} 条；全部见这一步的日志。` : `${more} more: GitHub shows ${LIMIT} of a level; all of them are in this step's log.`);
    rest.push(...lines.slice(shown).map((line) => line.log));
  }
  if (rest.length > 0) out += `::group::${locale === "zh" ? `其余 ${rest.length} 处` : `The other ${rest.length}`}\n${rest.map((line) => `${plain(line)}\n`).join("")}::endgroup::\n`;
  return out;
}

function annotation(finding: PlacedFinding): string {
  const { file, line, column, endLine, endColumn, rule, severity, sheet, cell } = finding;
  // In a workbook there are no lines to show an annotation on. Columns are taken only where it stays on one line.
  const place = cell === undefined ? { line, ...(endLine !== line && { endLine }), ...(endLine === line && { col: column, endColumn }) } : {};
  const where = cell === undefined ? "" : `${sheet === undefined ? "" : `${sheet}!`}${cell}: `;
  return command(LEVEL[severity], { file: slashed(file), ...place, title: rule }, where + withAdvice(finding));
}

function logLine({ file, line, column, message, rule, sheet, cell }: PlacedFinding): string {
  return `${slashed(file)}${cell === undefined ? `:${line}:${column}` : ` ${sheet === undefined ? "" : `${sheet}!`}${cell}`}: ${message} ${rule}`;
}

/** A line of the log that can be no command. */
function plain(line: string): string {
  return line.replace(/\s*[\r\n]+\s*/g, " ").replace(/^(?=::|##\[)/, " ");
}

function command(name: string, properties: Record<string, string | number | undefined>, message: string): string {
  const list = Object.entries(properties).filter(([, value]) => value !== undefined).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name}${list.length > 0 ? ` ${list.join(",")}` : ""}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
