import pc from "picocolors";
import type { Bilingual, Dimension, Edit, Finding, Missing, Result, Severity, Suggestion } from "../core/types.js";
import { DIMENSION, MOVE, SCENARIO, SEVERITY, VERDICT } from "./labels.js";
import type { DraftReport, FixReport, PrettyOptions, Reporter } from "./report.js";
import { type Mark, underline } from "./underline.js";
import { displayWidth, padEnd, wrap } from "./width.js";

type Paint = (text: string) => string;

/** What people read: the reply with its findings underlined, the better wording, what is missing, the scorecard. */
export function prettyReporter(options: PrettyOptions): Reporter {
  const view = new View(options);
  // Replies without findings stand line under line; a card has blank lines around it.
  let before: "nothing" | "line" | "card" = "nothing";
  return {
    begin: () => "",
    draft: (report) => {
      if (options.quiet) return view.lines(report);
      const now = report.result.findings.length > 0 || report.fix ? "card" : "line";
      const gap = before === "card" || (before === "line" && now === "card") ? "\n" : "";
      before = now;
      return gap + view.card(report);
    },
    error: () => "",
    end: (summary) => {
      if (options.quiet || summary.drafts < 2) return "";
      return `\n${view.summary(summary)}`;
    },
  };
}

const UNDERLINE: Record<Severity, string> = { error: "^", warning: "~", info: "." };
const HERE = "+";
/** Replies of so many terminal rows are shown whole; of longer ones only the rows with findings. */
const SHORT = 6;

class View {
  private readonly c: ReturnType<typeof pc.createColors>;
  private readonly severityPaint: Record<Severity, Paint>;
  private readonly severityWidth: number;

  constructor(private readonly options: PrettyOptions) {
    this.c = pc.createColors(options.color);
    this.severityPaint = { error: this.c.red, warning: this.c.yellow, info: this.c.cyan };
    this.severityWidth = options.locale === "zh" ? 4 : 7;
  }

  private say(text: Bilingual): string {
    return text[this.options.locale];
  }

  /** One line a finding. */
  lines({ file, result, locate }: DraftReport): string {
    return result.findings
      .map((finding) => {
        const { line, column } = locate(finding.start);
        const severity = padEnd(this.say(SEVERITY[finding.severity]), this.severityWidth);
        return `${file}:${line}:${column}: ${this.severityPaint[finding.severity](severity)} ${oneLine(finding.message)} ${this.c.dim(finding.rule)}\n`;
      })
      .join("");
  }

  /** Everything about one draft. */
  card(report: DraftReport): string {
    const { result } = report;
    const parts = [this.header(report)];
    if (result.findings.length > 0) parts.push(this.reply(report), this.findings(report));
    if (report.fix) parts.push(this.fix(report.fix));
    if (result.deductions.length > 0) parts.push(this.receipt(result));
    return parts.join("\n");
  }

  private header({ file, several, start, result, locate }: DraftReport): string {
    const { c } = this;
    const { verdict, score } = result;
    const paint = verdict === "pass" ? c.green : verdict === "fail" ? c.red : c.dim;
    const icon = verdict === "pass" ? "✔" : verdict === "fail" ? "✖" : "·";
    const place = several ? `${file}:${locate(start).line}` : file;
    const points = score === null ? "" : ` ${this.say({ zh: `${score} 分`, en: `${score}/100` })}`;
    const inferred = result.scenarioSource === "inferred" ? this.say({ zh: "（推断）", en: " (inferred)" }) : "";
    const scenario = this.say({ zh: `${SCENARIO[result.scenario].zh} ${result.scenario}`, en: result.scenario }) + inferred;
    return `${paint(icon)} ${c.bold(oneLine(place))}  ${paint(this.say(VERDICT[verdict]) + points)}  ${c.dim(scenario)}\n`;
  }

  /** The reply's lines that have findings, underlined. */
  private reply(report: DraftReport): string {
    const { result } = report;
    const lines = linesIn(report);
    const last = report.locate(report.end).line;
    const gutter = Math.max(2, String(last).length) + 1;
    // The frame, and room for the sign of what is missing after a full row.
    const width = this.options.width - gutter - 7;
    let out = "";
    const all = lines.map((line, index) => ({ number: line.number, rows: underline(line.text, this.marksOn(line, lines[index + 1]?.start, result.findings), width) }));
    const whole = all.reduce((sum, line) => sum + line.rows.length, 0) <= SHORT;
    let skipped = false;
    for (const { number, rows } of all)
      rows.forEach((row, index) => {
        if (!whole && row.under.length === 0) {
          skipped = true;
          return;
        }
        if (skipped) out += `${this.c.dim(`${"⋮".padStart(gutter)}`)}\n`;
        skipped = false;
        const label = index === 0 || !whole ? String(number) : "";
        out += `${this.c.dim(`${label.padStart(gutter)} │`)} ${row.text}\n`;
        for (const under of row.under) out += `${this.c.dim(`${" ".repeat(gutter)} │`)} ${under}\n`;
      });
    return out;
  }

  private marksOn(line: Line, nextLine: number | undefined, findings: readonly Finding[]): Mark[] {
    const marks: Mark[] = [];
    const numbered = findings.length > 1;
    findings.forEach((finding, index) => {
      const number = numbered ? String(index + 1) : "";
      const paint = this.severityPaint[finding.severity];
      if (finding.text !== "") {
        const { start, end } = finding;
        if (start < line.end && end > line.start) marks.push({ start: Math.max(0, start - line.start), end: Math.min(line.text.length, end - line.start), rule: UNDERLINE[finding.severity], label: start >= line.start ? number : "", paint });
        return;
      }
      const at = placeOf(finding);
      if (at < line.start || (nextLine !== undefined && at >= nextLine)) return;
      const column = Math.min(line.text.length, at - line.start);
      // What goes in at one place shares one sign.
      const there = marks.find((mark) => mark.rule === HERE && mark.start === column);
      if (there) there.label += `,${number}`;
      else marks.push({ start: column, end: column, rule: HERE, label: number, paint });
    });
    return marks;
  }

  private findings(report: DraftReport): string {
    const { findings, missing } = report.result;
    // The linter lists what is missing in the order of the findings that say so.
    const silent = findings.filter((finding) => finding.text === "");
    const kinds = silent.length === missing.length ? missing : [];
    return findings.map((finding, index) => this.finding(finding, findings.length > 1 ? index + 1 : null, kinds[silent.indexOf(finding)], report)).join("\n");
  }

  private finding(finding: Finding, number: number | null, missing: Missing | undefined, report: DraftReport): string {
    const { c } = this;
    const head = number === null ? "  " : `${String(number).padStart(3)} `;
    const indent = " ".repeat(head.length + this.severityWidth + 2);
    const width = this.options.width - indent.length;
    const kind = missing ? `${this.say({ zh: "还缺", en: "Missing: " })}${this.say(MOVE[missing.kind])}${this.say({ zh: "。", en: ". " })}` : "";
    const paint = this.severityPaint[finding.severity];
    const [first = "", ...more] = wrap(kind + finding.message, width);
    const critical = finding.critical ? ` · ${this.say({ zh: "红线", en: "critical" })}` : "";
    let out = `${c.bold(head)}${paint(padEnd(this.say(SEVERITY[finding.severity]), this.severityWidth))}  ${c.bold(first)}\n`;
    for (const line of more) out += `${indent}${c.bold(line)}\n`;
    out += `${indent}${c.dim(`${finding.rule} · ${finding.guidance.join(" ")}${critical}`)}\n`;
    for (const suggestion of finding.suggestions) out += this.suggestion(suggestion, suggestion === finding.fix || sameEdits(suggestion, finding.fix), indent, report, missing !== undefined);
    return out;
  }

  private suggestion(suggestion: Suggestion, fixable: boolean, indent: string, report: DraftReport, missing: boolean): string {
    const { c } = this;
    const width = this.options.width - indent.length - 2;
    const note = fixable ? this.say({ zh: "（--fix 可自动改）", en: " (--fix does it)" }) : "";
    let out = "";
    wrap(suggestion.title + note, width).forEach((line, index) => (out += `${indent}${index === 0 ? c.green("→ ") : "  "}${line}\n`));
    const { text, changed } = missing ? inserted(suggestion.edits) : preview(report, suggestion.edits);
    const marks = changed.map(({ start, end }): Mark => ({ start, end, rule: "", label: "", paint: c.green }));
    let at = 0;
    for (const line of text.split("\n")) {
      const inLine = marks.map((mark) => ({ ...mark, start: mark.start - at, end: mark.end - at }));
      for (const row of underline(line, inLine, width)) out += `${indent}  ${row.text}\n`;
      at += line.length + 1;
    }
    return out;
  }

  private fix(fix: FixReport): string {
    const { c } = this;
    const count = fix.applied.length;
    const title = fix.written ? this.say({ zh: `已自动修正 ${count} 处`, en: `Fixed ${count}` }) : this.say({ zh: `--fix 会修正 ${count} 处（文件未改动）`, en: `--fix would mend ${count} (nothing was written)` });
    const rules = [...new Set(fix.applied.map((entry) => entry.rule))].join(" ");
    const { removed, added } = difference(fix.before, fix.after);
    let out = `  ${c.green("✎")} ${title}  ${c.dim(rules)}\n`;
    for (const [sign, lines, paint] of [["-", removed, c.red], ["+", added, c.green]] as const)
      for (const line of lines) wrap(line, this.options.width - 6).forEach((row, index) => (out += `    ${paint(`${index === 0 ? sign : " "} ${row}`)}\n`));
    return out;
  }

  /** The score as a receipt: what was taken off, and what is left. */
  private receipt({ deductions, findings, score, verdict }: Result): string {
    const { c } = this;
    // One deduction a finding of the engine; one more is the cap that a critical finding puts on the score.
    const cap = deductions.length > findings.filter(({ rule }) => !rule.startsWith("ignore/")).length ? deductions[deductions.length - 1] : undefined;
    const sums = new Map<string, { points: number; times: number }>();
    for (const { rule, points } of deductions.slice(0, cap ? -1 : undefined)) {
      const sum = sums.get(rule) ?? { points: 0, times: 0 };
      sums.set(rule, { points: sum.points + points, times: sum.times + 1 });
    }
    const rows = [...sums].filter(([, sum]) => sum.points > 0).map(([rule, { points, times }]) => ({ points, name: this.dimension(rule), text: times > 1 ? `${rule} ×${times}` : rule }));
    if (cap) rows.push({ points: cap.points, name: this.say({ zh: "红线", en: "critical" }), text: this.say({ zh: "一票否决", en: "fails the reply outright" }) });
    const label = `  ${this.say({ zh: "扣分", en: "score" })}  `;
    const indent = " ".repeat(displayWidth(label));
    const nameWidth = Math.max(0, ...rows.map((row) => displayWidth(row.name)));
    let out = "";
    for (const { points, name, text } of rows) out += `${out === "" ? c.dim(label) : indent}-${String(points).padStart(3)}  ${padEnd(name, nameWidth)}  ${c.dim(text)}\n`;
    if (score === null) return out;
    const paint = verdict === "fail" ? c.red : c.green;
    const { passMark } = this.options;
    return `${out}${indent}${paint(`=${String(score).padStart(3)}  ${this.say(VERDICT[verdict])}`)}  ${c.dim(this.say({ zh: `${passMark} 分合格`, en: `${passMark} passes` }))}\n`;
  }

  private dimension(rule: string): string {
    const name = rule.slice(0, rule.indexOf("/"));
    return name in DIMENSION ? this.say(DIMENSION[name as Dimension]) : name;
  }

  /** Totals of a run over several drafts. */
  summary({ drafts, pass, fail, "not-applicable": none, findings, fixable, errors }: Parameters<Reporter["end"]>[0]): string {
    const { c } = this;
    const zh = this.options.locale === "zh";
    const verdicts = [
      pass > 0 ? c.green(zh ? `合格 ${pass}` : `${pass} pass`) : "",
      fail > 0 ? c.red(zh ? `不合格 ${fail}` : `${fail} fail`) : "",
      none > 0 ? c.dim(zh ? `不评分 ${none}` : `${none} not scored`) : "",
    ].filter(Boolean);
    const counts = (["error", "warning", "info"] as const).filter((severity) => findings[severity] > 0).map((severity) => this.severityPaint[severity](zh ? `${SEVERITY[severity].zh} ${findings[severity]}` : `${findings[severity]} ${SEVERITY[severity].en}${findings[severity] > 1 && severity !== "info" ? "s" : ""}`));
    let out = `${c.bold(zh ? `${drafts} 份回复` : `${drafts} replies`)}  ${verdicts.join(" · ")}${counts.length > 0 ? `  │  ${counts.join(" · ")}` : ""}\n`;
    if (errors > 0) out += c.red(zh ? `另有 ${errors} 份没能检查，原因见错误输出。\n` : `${errors} could not be checked: see the messages on stderr.\n`);
    if (fixable > 0) out += c.dim(zh ? `其中 ${fixable} 处可以用 --fix 自动修正。\n` : `${fixable} can be mended with --fix.\n`);
    return out;
  }
}

/** Where something that is missing would go in. */
function placeOf({ start, suggestions }: Finding): number {
  return suggestions[0]?.edits[0]?.start ?? start;
}

function sameEdits(a: Suggestion, b: Suggestion | undefined): boolean {
  return b !== undefined && JSON.stringify(a.edits) === JSON.stringify(b.edits);
}

interface Line {
  number: number;
  text: string;
  start: number;
  end: number;
}

/** The lines of the file that the reply stands on, cut to the reply. */
function linesIn({ text, start, end, locate }: DraftReport): Line[] {
  const out: Line[] = [];
  let number = locate(start).line;
  let from = start;
  for (const match of text.slice(start, end).matchAll(/\r\n|\n|\r/g)) {
    const to = start + match.index;
    out.push({ number: number++, text: text.slice(from, to), start: from, end: to });
    from = to + match[0].length;
  }
  out.push({ number, text: text.slice(from, end), start: from, end });
  return out;
}

interface Preview {
  text: string;
  /** The new words in it. */
  changed: { start: number; end: number }[];
}

/** What is to be put in, for something that is missing. */
function inserted(edits: readonly Edit[]): Preview {
  const text = edits.map((edit) => edit.text.replace(/^[，,\s]+/, "")).join("");
  return { text, changed: [{ start: 0, end: text.length }] };
}

/** The sentences that edits touch, as they read afterwards. */
function preview({ text, start, end }: DraftReport, edits: readonly Edit[]): Preview {
  const ordered = [...edits].sort((a, b) => a.start - b.start);
  const first = ordered[0];
  const last = ordered[ordered.length - 1];
  if (!first || !last) return { text: "", changed: [] };
  const from = sentenceStart(text, start, first.start);
  const to = sentenceEnd(text, end, last.end);
  let out = "";
  let at = from;
  const changed: Preview["changed"] = [];
  for (const edit of ordered) {
    out += text.slice(at, edit.start);
    changed.push({ start: out.length, end: out.length + edit.text.length });
    out += edit.text;
    at = edit.end;
  }
  out += text.slice(at, to);
  const trimmed = out.trimEnd();
  return { text: trimmed === "" ? "∅" : trimmed, changed };
}

const ENDS = "。！？!?；;\n\r";

function sentenceStart(text: string, least: number, at: number): number {
  let from = at;
  while (from > least && !ENDS.includes(text[from - 1]!)) from--;
  while (from < at && /\s/.test(text[from]!)) from++;
  return from;
}

function sentenceEnd(text: string, most: number, at: number): number {
  // An edit that takes in the stop has the whole sentence already.
  if (at > 0 && ENDS.includes(text[at - 1]!)) return at;
  let to = at;
  while (to < most && !ENDS.includes(text[to]!)) to++;
  while (to < most && "。！？!?；;”’）)」".includes(text[to]!)) to++;
  return to;
}

/** Lines that differ, without those that both begin and end with. */
function difference(before: string, after: string): { removed: string[]; added: string[] } {
  const a = before.split(/\r\n|\n|\r/);
  const b = after.split(/\r\n|\n|\r/);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return { removed: a.slice(head, a.length - tail), added: b.slice(head, b.length - tail) };
}

/** A text on one line, safe to print. */
function oneLine(text: string): string {
  return wrap(text.replace(/\s*[\r\n]+\s*/g, " "), Number.MAX_SAFE_INTEGER).join(" ");
}
