import * as v from "valibot";
import { maskText } from "../core/mask.js";
import type { Bilingual } from "../core/types.js";
import { parseYaml, type Problem, SourceError, type YamlFile } from "../rulepack/yaml.js";
import { fingerprint } from "./fingerprint.js";
import type { FileReport } from "./types.js";

/** A file of findings that were there before and are accepted for now. */
export const baselineSchema = v.strictObject({
  version: v.literal(1),
  /** One record a finding, in the order of file, rule and key. */
  findings: v.array(
    v.strictObject({
      /** Path from where the baseline lies, with `/`. */
      file: v.pipe(v.string(), v.nonEmpty()),
      rule: v.pipe(v.string(), v.nonEmpty()),
      /** Hash of rule, reported words and the text around them; never a line or a count. */
      key: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
      /** The reported words, for people; personal data is hidden. */
      text: v.string(),
    }),
  ),
});
export type BaselineFile = v.InferOutput<typeof baselineSchema>;
export type BaselineRecord = BaselineFile["findings"][number];

/**
 * Accepted findings against those of a run. Each record accepts one finding, so one more of the same kind is new, and
 * one that takes the place of another is new, too.
 */
export class Baseline {
  /** Records by key; those that accepted a finding have the file it is in now. */
  private readonly byKey = new Map<string, BaselineRecord[]>();
  private readonly used = new Map<BaselineRecord, string>();
  private readonly seen: BaselineRecord[] = [];
  private readonly files = new Set<string>();

  /**
   * @param records what is accepted
   * @param nameOf a report's file as the baseline names it
   * @param exists whether a file that the baseline names is still there
   */
  constructor(
    private readonly records: readonly BaselineRecord[],
    private readonly nameOf: (file: string) => string,
    private readonly exists: (name: string) => boolean,
  ) {
    for (const record of records) this.byKey.set(record.key, [...(this.byKey.get(record.key) ?? []), record]);
  }

  /** How many findings it accepted to begin with. */
  get size(): number {
    return this.records.length;
  }

  /**
   * Takes out of a file's report what is accepted. Each file comes once.
   * @param all accept whatever there is, as is meant where the baseline is going to be written from it
   */
  apply(report: FileReport, all = false): FileReport {
    const file = this.nameOf(report.file);
    this.files.add(file);
    const suppressed = [...report.suppressed];
    const findings = report.findings.filter((finding) => {
      // An ignore that is wrong is mended where it stands.
      if (finding.rule.startsWith("ignore/")) return true;
      const key = fingerprint(finding);
      this.seen.push({ file, rule: finding.rule, key, text: maskText(finding.text) });
      const record = this.find(file, key);
      if (record) this.used.set(record, file);
      else if (!all) return true;
      suppressed.push({ finding, by: "baseline" });
      return false;
    });
    return { ...report, findings, suppressed };
  }

  /** A record that accepts a finding: of its own file, else of a file that is gone, for that may have been renamed. */
  private find(file: string, key: string): BaselineRecord | undefined {
    const open = (this.byKey.get(key) ?? []).filter((record) => !this.used.has(record));
    return open.find((record) => record.file === file) ?? open.find((record) => !this.exists(record.file));
  }

  /** Records that accept nothing any more; of files that this run did not read, nothing is said. */
  get stale(): BaselineRecord[] {
    return this.records.filter((record) => !this.used.has(record) && (this.files.has(record.file) || !this.exists(record.file)));
  }

  /** The baseline without what is stale; of a file that was renamed it has the new name. */
  pruned(): BaselineFile {
    const stale = new Set(this.stale);
    return inOrder(this.records.filter((record) => !stale.has(record)).map((record) => ({ ...record, file: this.used.get(record) ?? record.file })));
  }

  /** A baseline of what this run found, and of what is known of files that it did not read. */
  updated(): BaselineFile {
    return inOrder([...this.records.filter((record) => !this.files.has(record.file) && this.exists(record.file)), ...this.seen]);
  }
}

function inOrder(records: BaselineRecord[]): BaselineFile {
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return { version: 1, findings: records.sort((a, b) => order(a.file, b.file) || order(a.rule, b.rule) || order(a.key, b.key) || order(a.text, b.text)) };
}

/** A baseline as it is written: one record a line, so that a diff shows what came and went. */
export function formatBaseline({ findings }: BaselineFile): string {
  return `{\n  "version": 1,\n  "findings": [${findings.map((record) => `\n    ${JSON.stringify(record)}`).join(",")}${findings.length > 0 ? "\n  " : ""}]\n}\n`;
}

/**
 * Reads a baseline.
 * @throws {SourceError} with the place of what is wrong in it
 */
export function parseBaseline(source: string, file: string, say: (text: Bilingual) => string): BaselineFile {
  const way = say({ zh: "；从版本库取回，或用 --baseline-update 重新记一份", en: "; restore it from version control, or write it anew with --baseline-update" });
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    // The YAML reader, which reads JSON as well, knows the place.
    throw new SourceError(problemsOf(source, file).map((problem) => ({ ...problem, message: say({ zh: "基线不是有效的 JSON", en: "the baseline is not valid JSON" }) + way })));
  }
  const result = v.safeParse(baselineSchema, value);
  if (result.success) return result.output;
  const yaml = parseYaml(source, file);
  throw new SourceError(result.issues.slice(0, 5).map((issue) => ({ file, ...place(issue, yaml), message: `${(issue.path ?? []).map((item) => String(item.key)).join(".")}: ${say({ zh: "不合基线的格式", en: "not what a baseline holds" })}${way}` })));
}

function problemsOf(source: string, file: string): Problem[] {
  try {
    parseYaml(source, file);
  } catch (error) {
    if (error instanceof SourceError) return error.problems.slice(0, 1);
    throw error;
  }
  return [{ file, line: 1, column: 1, message: "" }];
}

function place(issue: v.BaseIssue<unknown>, yaml: YamlFile): { line: number; column: number } {
  const path = (issue.path ?? []).map((item) => item.key as string | number);
  return issue.expected === "never" ? yaml.locateKey(path) : yaml.locate(path);
}
