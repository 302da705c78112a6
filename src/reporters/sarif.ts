import type { FileReport } from "../ci/types.js";
import { fingerprint } from "../ci/fingerprint.js";
import type { Severity } from "../core/types.js";
import type { PlacedFinding, PlacedSuggestion } from "../phrasebook/types.js";
import type { Log, Notification, Region, ReportingDescriptor, Result, Suppression } from "sarif";
import { proposals } from "./proposal.js";
import { type Run, type RuleInfo, slashed } from "./run.js";

const LEVEL: Record<Severity, "error" | "warning" | "note"> = { error: "error", warning: "warning", info: "note" };
const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/**
 * A SARIF 2.1.0 log. Results keep their name from run to run (`partialFingerprints`), whatever lines moved; errors come
 * first, for GitHub keeps the first 5,000 only.
 */
export function sarif(run: Run): string {
  const rules: ReportingDescriptor[] = [];
  const index = new Map<string, number>();
  const ruleIndex = (finding: PlacedFinding): number => {
    let at = index.get(finding.rule);
    if (at === undefined) {
      at = rules.push(descriptor(finding, run.rule(finding.rule))) - 1;
      index.set(finding.rule, at);
    }
    return at;
  };
  const results = run.files.flatMap((file) => {
    const ordinals = new Map<string, number>();
    const one = (finding: PlacedFinding, suppression?: Suppression): Result => {
      const name = fingerprint(finding);
      const ordinal = (ordinals.get(name) ?? 0) + 1;
      ordinals.set(name, ordinal);
      return result(finding, file, { ruleIndex: ruleIndex(finding), name: `${name}:${ordinal}`, state: run.baseline ? (suppression?.kind === "external" ? "unchanged" : "new") : undefined, suppression });
    };
    return [...file.findings.map((finding) => one(finding)), ...file.suppressed.map(({ finding, by, reason }) => one(finding, { kind: by === "ignore" ? "inSource" : "external", ...(reason !== undefined && { justification: reason }) }))];
  });
  const rank = { error: 0, warning: 1, note: 2 } as const;
  results.sort((a, b) => rank[a.level as "error"] - rank[b.level as "error"]);
  const notifications: Notification[] = [...(run.note === undefined ? [] : [{ level: "note" as const, message: { text: run.note }, descriptor: { id: "note" } }]), ...run.problems.map(notification)];
  const log: Log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "replylint", semanticVersion: run.version, rules, language: run.locale } },
        language: run.locale,
        columnKind: "utf16CodeUnits",
        automationDetails: { id: "replylint/" },
        invocations: [{ executionSuccessful: run.problems.length === 0, ...(notifications.length > 0 && { toolExecutionNotifications: notifications }) }],
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The folder that replylint was run in." } } },
        properties: { ruleset: run.ruleset },
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptor({ rule, guidance, dimension }: PlacedFinding, info: RuleInfo | undefined): ReportingDescriptor {
  const tags = { tags: [dimension, ...guidance, ...(info?.critical ? ["critical"] : [])].slice(0, 20) };
  if (!info) return { id: rule, properties: tags };
  const sources = info.sources.length > 0 ? `\n\n${info.sources.join("; ")}` : "";
  return {
    id: rule,
    name: rule.split(/[/-]/).map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(""),
    shortDescription: { text: info.title },
    fullDescription: { text: info.reason },
    help: { text: `${info.title}\n\n${info.reason}${sources}`, markdown: `**${info.title}**\n\n${info.reason}${sources}` },
    ...(info.url !== undefined && { helpUri: info.url }),
    defaultConfiguration: { level: LEVEL[info.severity] },
    properties: tags,
  };
}

function result(finding: PlacedFinding, file: FileReport, { ruleIndex, name, state, suppression }: { ruleIndex: number; name: string; state: "new" | "unchanged" | undefined; suppression: Suppression | undefined }): Result {
  const fixes = proposals(finding).flatMap((proposal) => fix(proposal, finding, file) ?? []);
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: LEVEL[finding.severity],
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: { artifactLocation: artifact(finding.file), ...(finding.cell === undefined && { region: region(finding) }) },
        ...(finding.cell !== undefined && { logicalLocations: [{ fullyQualifiedName: `${finding.sheet === undefined ? "" : `${finding.sheet}!`}${finding.cell}`, kind: "element" }] }),
      },
    ],
    // GitHub knows an alert again by the first; the second is the same for other tools.
    partialFingerprints: { primaryLocationLineHash: name, "replylint/v1": name },
    ...(state && { baselineState: state }),
    ...(suppression && { suppressions: [suppression] }),
    ...(fixes.length > 0 && { fixes }),
    properties: { guidance: finding.guidance, ...(finding.entry !== undefined && { entry: finding.entry }) },
  };
}

function region({ line, column, endLine, endColumn, text }: PlacedFinding): Region {
  return { startLine: line, startColumn: column, endLine, endColumn, ...(text !== "" && { snippet: { text } }) };
}

/** A change of this file; null where another one changes, or cells of a workbook, which SARIF has no regions for. */
function fix({ title, edits }: PlacedSuggestion, finding: PlacedFinding, { file, text, locate }: FileReport): NonNullable<Result["fixes"]>[number] | null {
  if (text === undefined || finding.file !== file || edits.some((edit) => edit.cell !== undefined || (edit.file !== undefined && edit.file !== finding.file))) return null;
  const replacements = edits.map((edit) => {
    const from = locate!(edit.start);
    const to = locate!(edit.end);
    return { deletedRegion: { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column }, insertedContent: { text: edit.text } };
  });
  return { description: { text: title }, artifactChanges: [{ artifactLocation: artifact(finding.file), replacements }] };
}

function artifact(path: string): { uri: string; uriBaseId?: string } {
  const file = slashed(path);
  const encoded = file.split("/").map((part) => encodeURIComponent(part)).join("/");
  if (file.startsWith("/")) return { uri: `file://${encoded}` };
  if (/^[A-Za-z]:\//.test(file)) return { uri: `file:///${encoded.replace("%3A", ":")}` };
  return { uri: encoded, uriBaseId: "%SRCROOT%" };
}

function notification({ file, line, column, code, message, hint }: Run["problems"][number]): Notification {
  return {
    level: "error",
    message: { text: hint === undefined ? message : `${message} ${hint}` },
    descriptor: { id: code },
    locations: [{ physicalLocation: { artifactLocation: artifact(file), ...(line !== undefined && { region: { startLine: line, ...(column !== undefined && { startColumn: column }) } }) } }],
  };
}
