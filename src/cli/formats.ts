import { readFileSync } from "node:fs";
import type { Linter } from "../core/linter.js";
import type { Reporter } from "../reporters/report.js";
import type { RuleInfo, Run } from "../reporters/run.js";
import type { Locale } from "../core/types.js";
import type { Option } from "./args.js";
import { type FailOn, shipped } from "./settings.js";

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
export async function ciReporter(format: CiFormat, options: CiOptions): Promise<Reporter> {
  const { collect } = await import("../reporters/collect.js");
  return collect(await RENDER[format](), { version: version(), ...options });
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
 * What reports say of the engine's rules.
 * @param docsUrl where the documentation of a rule is: an address in which `{id}`, `{dimension}` and `{name}` are filled in
 */
export function ruleInfo(linter: Linter, locale: Locale, docsUrl: string | undefined): Run["rule"] {
  return (id): RuleInfo | undefined => {
    const rule = linter.explain(id);
    if (!rule) return undefined;
    const { dimension, guidance, severity, critical, message, reason, sources } = rule;
    const url = docsUrl?.replaceAll("{id}", id).replaceAll("{dimension}", dimension).replaceAll("{name}", id.slice(dimension.length + 1));
    return { id, guidance, severity, ...(critical && { critical }), title: message[locale].replace("{text}", "…"), reason: reason[locale], sources, ...(url !== undefined && { url }) };
  };
}

function version(): string {
  return (JSON.parse(readFileSync(shipped("package.json"), "utf8")) as { version: string }).version;
}
