import type { AuditReport } from "../../audit/report.js";
import type { Locale } from "../../core/types.js";
import type { TableId } from "./tables.js";

/** Formats that a report is written in. */
export const AUDIT_FORMATS = ["html", "xlsx", "csv", "markdown", "ndjson", "json"] as const;
export type AuditFormat = (typeof AUDIT_FORMATS)[number];

/** Ends of file names that say the format. */
const ENDINGS: Record<string, AuditFormat> = { html: "html", htm: "html", xlsx: "xlsx", csv: "csv", md: "markdown", markdown: "markdown", ndjson: "ndjson", jsonl: "ndjson", json: "json" };

/** The format that a file's name asks for. */
export function formatOfName(name: string): AuditFormat | undefined {
  return ENDINGS[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ""];
}

export interface RenderOptions {
  locale: Locale;
  /** The table that CSV has. Default `conversations`. */
  table?: TableId;
  /** CSV begins with a byte order mark. */
  bom?: boolean;
}

/**
 * Writes a report in a format. What a format needs is loaded when it is asked for.
 * @returns text, or bytes for `xlsx`
 */
export async function renderAudit(report: AuditReport, format: AuditFormat, { locale, table = "conversations", bom = false }: RenderOptions): Promise<string | Uint8Array> {
  switch (format) {
    case "html":
      return (await import("./html.js")).auditHtml(report, locale);
    case "xlsx":
      return (await import("./xlsx.js")).auditXlsx(report, locale);
    case "csv":
      return (await import("./csv.js")).auditCsv(report, table, locale, bom);
    case "markdown":
      return (await import("./markdown.js")).auditMarkdown(report, locale);
    case "ndjson":
      return (await import("./ndjson.js")).auditNdjson(report);
    case "json":
      return `${JSON.stringify(report)}\n`;
  }
}
