import type { FileReport } from "./types.js";

/** Lines of a file as it is now that differ from before: ranges from 1, both ends included; `all` for a file that is new. */
export type ChangedLines = readonly (readonly [from: number, to: number])[] | "all";

/**
 * Reads the output of `git diff --unified=0 --src-prefix=a/ --dst-prefix=b/`.
 * @returns the changed lines by path, as git writes it from the root of the repository; a deleted file has no entry
 */
export function parseDiff(diff: string): Map<string, ChangedLines> {
  const out = new Map<string, ChangedLines>();
  let ranges: [number, number][] = [];
  let left = 0;
  for (const line of diff.split("\n")) {
    // Lines of a hunk may look like anything, a header included.
    if (left > 0) {
      if (!line.startsWith("\\")) left--;
      continue;
    }
    if (line.startsWith("diff --git ")) ranges = [];
    else if (line.startsWith("+++ ")) {
      const path = unquote(line.slice(4).replace(/\t$/, ""));
      if (path.startsWith("b/")) out.set(path.slice(2), (ranges = []));
      continue;
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    const removed = Number(hunk[1] ?? 1);
    const from = Number(hunk[2]);
    const added = Number(hunk[3] ?? 1);
    left = removed + added;
    // Where lines were only taken out, the lines on both sides of the gap are what changed.
    ranges.push(added > 0 ? [from, from + added - 1] : [from, from + 1]);
  }
  return out;
}

/** A path as git writes it: in quotes, with escapes of C, where it holds quotes, backslashes or control characters. */
function unquote(path: string): string {
  if (!path.startsWith('"')) return path;
  const known: Record<string, number> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };
  const bytes: number[] = [];
  for (let at = 1; at < path.length - 1; at++) {
    const ch = path[at]!;
    if (ch !== "\\") {
      const point = path.codePointAt(at)!;
      bytes.push(...Buffer.from(String.fromCodePoint(point)));
      if (point > 0xffff) at++;
      continue;
    }
    const octal = /^[0-7]{3}/.exec(path.slice(at + 1, at + 4))?.[0];
    if (octal !== undefined) {
      bytes.push(parseInt(octal, 8));
      at += 3;
    } else {
      const escape = path[++at]!;
      bytes.push(known[escape] ?? escape.charCodeAt(0));
    }
  }
  return Buffer.from(bytes).toString("utf8");
}

/** Whether any line of a stretch changed. */
export function touches(changed: ChangedLines, line: number, endLine: number): boolean {
  return changed === "all" || changed.some(([from, to]) => from <= endLine && to >= line);
}

/** Keeps the findings on changed lines; of something missing from a reply, where any line of the reply changed. */
export function onlyChanged(report: FileReport, changed: ChangedLines): FileReport {
  const units = new Map(report.units.map((unit) => [unit.id, unit]));
  const findings = report.findings.filter((finding) => {
    // The words may stand in a constant of another file.
    const unit = (finding.text === "" || finding.file !== report.file) && finding.entry !== undefined ? units.get(finding.entry) : undefined;
    return touches(changed, unit?.line ?? finding.line, unit?.endLine ?? finding.endLine);
  });
  return { ...report, findings, unchanged: report.unchanged + report.findings.length - findings.length };
}
