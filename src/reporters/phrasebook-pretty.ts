import pc from "picocolors";
import type { Bilingual, Severity } from "../core/types.js";
import type { PlacedFinding } from "../phrasebook/types.js";
import { SEVERITY } from "./labels.js";
import type { BookReport, BookSummary, PhrasebookReporter } from "./phrasebook.js";
import type { PrettyOptions } from "./report.js";
import { underline } from "./underline.js";
import { cells, padEnd, truncate, wrap } from "./width.js";

const UNDERLINE: Record<Severity, string> = { error: "^", warning: "~", info: "." };
/** Units of a text that are shown around the reported words. */
const AROUND = 14;

/** What people read: file by file, each finding with its words underlined and the better wording. */
export function phrasebookPretty(options: Omit<PrettyOptions, "passMark">): PhrasebookReporter {
  const c = pc.createColors(options.color);
  const paint: Record<Severity, (text: string) => string> = { error: c.red, warning: c.yellow, info: c.cyan };
  const say = (text: Bilingual): string => text[options.locale];
  const severityWidth = options.locale === "zh" ? 4 : 7;

  const placeOf = ({ line, column, sheet, cell }: PlacedFinding): string => (cell === undefined ? `${line}:${column}` : `${sheet}!${cell}`);

  const row = (finding: PlacedFinding): string => {
    const place = finding.cell === undefined ? `${finding.file}:${placeOf(finding)}` : `${finding.file}: ${placeOf(finding)}`;
    return `${place}: ${paint[finding.severity](padEnd(say(SEVERITY[finding.severity]), severityWidth))} ${oneLine(finding.message)} ${c.dim(finding.rule)}\n`;
  };

  const excerpt = (finding: PlacedFinding, indent: string): string => {
    const { context, text } = finding;
    if (text === "" || context === "") return "";
    const at = context.indexOf(text);
    const from = Math.max(0, context.lastIndexOf("\n", at) + 1, at - AROUND);
    const close = context.indexOf("\n", at);
    const to = Math.min(close < 0 ? context.length : Math.max(close, at), Math.max(at + Math.min(text.length, 2 * AROUND), at) + AROUND);
    const head = from > 0 && context[from - 1] !== "\n" ? "…" : "";
    const line = head + context.slice(from, to) + (to < context.length && context[to] !== "\n" ? "…" : "");
    const start = head.length + at - from;
    // All of a text underlined says nothing.
    const whole = text.length >= context.length;
    const marks = whole ? [] : [{ start, end: Math.min(line.length, start + text.length), rule: UNDERLINE[finding.severity], label: "", paint: paint[finding.severity] }];
    return underline(whole ? truncate(line, options.width - indent.length) : line, marks, options.width - indent.length)
      .flatMap(({ text: shown, under }) => [shown, ...under])
      .map((shown) => `${indent}${shown}\n`)
      .join("");
  };

  const finding = (one: PlacedFinding, placeWidth: number): string => {
    const indent = " ".repeat(placeWidth + severityWidth + 6);
    const width = options.width - indent.length;
    const [first = "", ...more] = wrap(one.message, width);
    let out = `  ${c.dim(padEnd(placeOf(one), placeWidth))}  ${paint[one.severity](padEnd(say(SEVERITY[one.severity]), severityWidth))}  ${c.bold(first)}\n`;
    for (const line of more) out += `${indent}${c.bold(line)}\n`;
    out += `${indent}${c.dim([one.rule, one.guidance.join(" "), ...(one.critical ? [say({ zh: "红线", en: "critical" })] : []), ...(one.entry === undefined ? [] : [oneLine(one.entry)])].join(" · "))}\n`;
    out += excerpt(one, indent);
    for (const suggestion of one.suggestions.slice(0, 2)) {
      const fix = one.fix && JSON.stringify(one.fix.edits) === JSON.stringify(suggestion.edits) ? say({ zh: "（--fix 可自动改）", en: " (--fix does it)" }) : "";
      const text = suggestion.edits.map((edit) => edit.text).filter((edit) => edit.trim() !== "").join(" … ");
      wrap(`${suggestion.title}${fix}${text === "" || suggestion.title.includes(text) ? "" : `${say({ zh: "：", en: ": " })}${text}`}`, width - 2).forEach((line, index) => (out += `${indent}${index === 0 ? c.green("→ ") : "  "}${line}\n`));
    }
    return out;
  };

  const tally = (findings: Record<Severity, number>): string =>
    (["error", "warning", "info"] as const)
      .filter((severity) => findings[severity] > 0)
      .map((severity) => paint[severity](say({ zh: `${SEVERITY[severity].zh} ${findings[severity]}`, en: `${findings[severity]} ${SEVERITY[severity].en}${findings[severity] > 1 && severity !== "info" ? "s" : ""}` })))
      .join(" · ");

  return {
    begin: () => "",
    book: ({ book, findings, fixed }: BookReport) => {
      if (options.quiet) return findings.map(row).join("");
      if (findings.length === 0 && fixed.length === 0) return book.entries.length === 0 ? "" : `${c.green("✔")} ${c.bold(book.file)}  ${c.dim(say({ zh: `${book.entries.length} 条`, en: `${book.entries.length} entries` }))}\n`;
      const counts = { error: 0, warning: 0, info: 0 };
      for (const { severity } of findings) counts[severity]++;
      const sign = counts.error > 0 ? c.red("✖") : counts.warning > 0 ? c.yellow("!") : c.green("✔");
      const placeWidth = Math.max(0, ...findings.map((one) => cells(placeOf(one)).reduce((sum, cell) => sum + cell.width, 0)));
      let out = `${sign} ${c.bold(book.file)}  ${c.dim(say({ zh: `${book.entries.length} 条`, en: `${book.entries.length} entries` }))}${findings.length > 0 ? `  ${tally(counts)}` : ""}\n`;
      for (const { line, rule, title } of fixed) out += `  ${c.green("✎")} ${c.dim(String(line))}  ${oneLine(title)}  ${c.dim(rule)}\n`;
      findings.forEach((one, index) => {
        const before = findings[index - 1];
        const alike = one.text === "" && before?.text === "" && before.rule === one.rule && before.line === one.line;
        // What a book lacks is a list.
        out += alike ? `${" ".repeat(placeWidth + severityWidth + 6)}${c.bold(oneLine(one.message))}\n` : `\n${finding(one, placeWidth)}`;
      });
      return `${out}\n`;
    },
    problem: () => "",
    end: (summary: BookSummary) => {
      if (options.quiet) return "";
      const { files, entries, findings, fixable, fixed, written, errors, without, today } = summary;
      const counts = tally(findings);
      let out = `${c.bold(say({ zh: `${files} 个文件，${entries} 条话术`, en: `${files} ${files === 1 ? "file" : "files"}, ${entries} entries` }))}  │  ${counts === "" ? c.green(say({ zh: "没有问题", en: "no findings" })) : counts}\n`;
      if (fixed > 0) out += c.green(written ? say({ zh: `已自动修正 ${fixed} 处。\n`, en: `Fixed ${fixed}.\n` }) : say({ zh: `--fix 会修正 ${fixed} 处（文件未改动）。\n`, en: `--fix would mend ${fixed} (nothing was written).\n` }));
      else if (fixable > 0) out += c.dim(say({ zh: `其中 ${fixable} 处可以用 --fix 自动修正。\n`, en: `${fixable} can be mended with --fix.\n` }));
      if (without > 0) out += c.dim(say({ zh: `另有 ${without} 个文件里没有话术，没有检查。\n`, en: `${without} more files hold no phrases and were not checked.\n` }));
      if (errors > 0) out += c.red(say({ zh: `${errors} 处读不了，原因见错误输出。\n`, en: `${errors} could not be read: see the messages on stderr.\n` }));
      out += c.dim(today === null ? say({ zh: "没有给 --today，没查有效期。\n", en: "Without --today nothing was judged by date.\n" }) : say({ zh: `有效期按 ${today} 判断。\n`, en: `Validity was judged as of ${today}.\n` }));
      return out;
    },
  };
}

function oneLine(text: string): string {
  return wrap(text.replace(/\s*[\r\n]+\s*/g, " "), Number.MAX_SAFE_INTEGER).join(" ");
}
