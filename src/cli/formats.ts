import type { FileReport } from "../ci/types.js";
import type { Linter } from "../core/linter.js";
import type { PhrasebookReporter } from "../reporters/phrasebook.js";
import type { Reporter } from "../reporters/report.js";
import type { RuleInfo, Run } from "../reporters/run.js";
import type { PhrasebookData } from "../phrasebook/data.js";
import type { Bilingual, Locale } from "../core/types.js";
import type { Option } from "./args.js";
import { type FailOn, version } from "./settings.js";

/** Formats for CI, each made from the whole run. */
export const CI_FORMATS = ["sarif", "github", "rdjson", "rdjsonl", "junit", "markdown"] as const;
export type CiFormat = (typeof CI_FORMATS)[number];

export const DOCS_URL: Option = { name: "docs-url", value: "URL", about: { zh: "规则说明的网址，写进给 CI 的报告；{id} {dimension} {name} 会换成规则的", en: "address of a rule's documentation for CI reports; {id}, {dimension} and {name} are filled in" } };

/** What a format for CI is told. */
export interface CiOptions {
  locale: Locale;
  failOn: FailOn;
  /** Whether a baseline was given. */
  baseline: boolean;
  rule: Run["rule"];
}

/** The reporter of a format for CI. */
export async function ciReporter(format: CiFormat, options: CiOptions): Promise<Reporter & PhrasebookReporter> {
  const [{ collect }, { maskText }, render] = await Promise.all([import("../reporters/collect.js"), import("../core/mask.js"), RENDER[format]()]);
  // What is quoted goes to pages that many read. Edits are for programs, which put them in as they are.
  const hidden = <T extends { message: string; text: string }>(finding: T): T => ({ ...finding, message: maskText(finding.message), text: maskText(finding.text) });
  const shown = (file: FileReport): FileReport => ({ ...file, findings: file.findings.map(hidden), suppressed: file.suppressed.map((one) => ({ ...one, finding: hidden(one.finding) })) });
  return collect((run) => render({ ...run, files: run.files.map(shown) }), { version: version(), ...options });
}

const RENDER: Record<CiFormat, () => Promise<(run: Run) => string>> = {
  sarif: async () => (await import("../reporters/sarif.js")).sarif,
  github: async () => (await import("../reporters/github.js")).github,
  rdjson: async () => (await import("../reporters/rdjson.js")).rdjson,
  rdjsonl: async () => (await import("../reporters/rdjson.js")).rdjsonl,
  junit: async () => (await import("../reporters/junit.js")).junit,
  markdown: async () => (await import("../reporters/markdown.js")).markdown,
};

/**
 * What reports say of rules and of the checks of phrasebooks.
 * @param docsUrl where the documentation of a rule is: an address in which `{id}`, `{dimension}` and `{name}` are filled in
 */
export function ruleInfo(linter: Linter, locale: Locale, docsUrl: string | undefined, checks: PhrasebookData["checks"] = {}): Run["rule"] {
  return (id): RuleInfo | undefined => {
    const check = checks[id];
    const rule = linter.explain(id) ?? (check && { ...check, dimension: id.slice(0, id.indexOf("/")), reason: check.message, sources: [], critical: undefined });
    if (!rule) return undefined;
    const { dimension, guidance, severity, critical, message, reason, sources } = rule;
    const words = (text: Bilingual): string => text[locale].replace(/\{\w+\}/g, "…");
    const url = docsUrl?.replaceAll("{id}", id).replaceAll("{dimension}", dimension).replaceAll("{name}", id.slice(dimension.length + 1));
    return { id, guidance, severity, ...(critical && { critical }), title: words(message), reason: words(reason), sources, ...(url !== undefined && { url }) };
  };
}
