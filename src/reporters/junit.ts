import type { FileReport, Unit } from "../ci/types.js";
import type { PlacedFinding } from "../phrasebook/types.js";
import { SEVERITY } from "./labels.js";
import { withAdvice } from "./proposal.js";
import { fails, type Run, slashed } from "./run.js";

/**
 * JUnit XML: a suite per file, a case per reply. What fails the run is a failure, what does not stands in `system-out`;
 * a case whose only findings are suppressed is skipped.
 */
export function junit(run: Run): string {
  const files = new Map(run.files.map((file) => [file.file, file]));
  const names = [...new Set([...run.files.map(({ file }) => file), ...run.problems.map(({ file }) => file)])];
  const suites = names.map((name) => suite(name, files.get(name), run));
  const sum = (key: "tests" | "failures" | "errors" | "skipped"): number => suites.reduce((total, one) => total + one[key], 0);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="replylint" tests="${sum("tests")}" failures="${sum("failures")}" errors="${sum("errors")}" skipped="${sum("skipped")}">\n${suites.map(({ xml }) => xml).join("")}</testsuites>\n`;
}

interface Suite {
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
  xml: string;
}

function suite(name: string, file: FileReport | undefined, run: Run): Suite {
  const count = { tests: 0, failures: 0, errors: 0, skipped: 0 };
  let cases = "";
  const add = (unit: Pick<Unit, "id" | "line">, inside: string): void => {
    count.tests++;
    cases += `    <testcase name="${attribute(unit.id)}" classname="${attribute(slashed(name))}" file="${attribute(slashed(name))}" line="${unit.line}"${inside === "" ? "/>" : `>\n${inside}    </testcase>`}\n`;
  };
  if (file) {
    const ids = new Set(file.units.map(({ id }) => id));
    const unitOf = ({ entry }: PlacedFinding): string | undefined => (entry !== undefined && ids.has(entry) ? entry : undefined);
    const found = grouped(file.findings, unitOf);
    const suppressed = grouped(file.suppressed, ({ finding }) => unitOf(finding));
    // What is about the file as a whole has a case of its own.
    for (const unit of [...file.units, ...(found.has(undefined) ? [undefined] : [])]) {
      const own = found.get(unit?.id) ?? [];
      const known = suppressed.get(unit?.id) ?? [];
      const bad = own.filter(({ severity }) => fails(severity, run.failOn));
      const other = own.filter((finding) => !bad.includes(finding));
      let inside = bad.map((finding) => `      <failure type="${attribute(finding.rule)}" message="${attribute(finding.message)}">${content(detail(finding, run))}</failure>\n`).join("");
      if (own.length === 0 && known.length > 0) {
        inside += `      <skipped message="${attribute(known.map(({ finding, by, reason }) => `${finding.rule}: ${reason ?? by}`).join("; "))}"/>\n`;
        count.skipped++;
      }
      if (other.length > 0) inside += `      <system-out>${content(other.map((finding) => detail(finding, run)).join("\n"))}</system-out>\n`;
      if (bad.length > 0) count.failures++;
      add(unit ?? { id: slashed(name), line: 1 }, inside);
    }
  }
  for (const { id, file: where, line, code, message, hint } of run.problems.filter((problem) => problem.file === name)) {
    count.errors++;
    add({ id, line: line ?? 1 }, `      <error type="${attribute(code)}" message="${attribute(message)}">${content(`${slashed(where)}:${line ?? 1}: ${message}${hint === undefined ? "" : `\n${hint}`}`)}</error>\n`);
  }
  const note = run.note === undefined ? "" : `    <properties>\n      <property name="note" value="${attribute(run.note)}"/>\n    </properties>\n`;
  return { ...count, xml: `  <testsuite name="${attribute(slashed(name))}" tests="${count.tests}" failures="${count.failures}" errors="${count.errors}" skipped="${count.skipped}">\n${note}${cases}  </testsuite>\n` };
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string | undefined, T[]> {
  const out = new Map<string | undefined, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const there = out.get(key);
    if (there) there.push(item);
    else out.set(key, [item]);
  }
  return out;
}

function detail(finding: PlacedFinding, { locale }: Run): string {
  const { file, line, column, rule, severity, cell, sheet } = finding;
  const place = cell === undefined ? `:${line}:${column}` : ` ${sheet === undefined ? "" : `${sheet}!`}${cell}`;
  return `${slashed(file)}${place}: ${SEVERITY[severity][locale]} ${rule}\n${withAdvice(finding)}`;
}

/** XML allows few control characters, and no half of a surrogate pair. */
const FORBIDDEN = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function content(text: string): string {
  return text.replace(FORBIDDEN, "\ufffd").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function attribute(text: string): string {
  return content(text).replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\r", "&#13;").replaceAll("\t", "&#9;");
}
