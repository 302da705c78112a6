import { strFromU8, unzipSync } from "fflate";
import { readXlsx } from "hucre/xlsx";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { AuditReport } from "../../../src/audit/report.js";
import { auditCsv } from "../../../src/reporters/audit/csv.js";
import { AUDIT_FORMATS, formatOfName, renderAudit } from "../../../src/reporters/audit/formats.js";
import { auditMarkdown, escapeMarkdown } from "../../../src/reporters/audit/markdown.js";
import { auditNdjson } from "../../../src/reporters/audit/ndjson.js";
import { TABLES, tableOf } from "../../../src/reporters/audit/tables.js";
import { auditXlsx } from "../../../src/reporters/audit/xlsx.js";
import { FORMULAS, HOSTILE } from "./hostile.js";
import { auditReport } from "./support.js";

let report: AuditReport;
beforeAll(() => {
  report = auditReport(30);
});

/** The report with other words in every place that people write. */
function withText(text: string): AuditReport {
  const copy = structuredClone(report);
  copy.agents[0]!.name = text;
  copy.texts = [{ text, count: 2, score: 50, rules: [text], agents: 1, first: { file: text, line: 1 } }];
  copy.input.unread[0]!.raw = text;
  const row = copy.conversations[0]!;
  row.id = text;
  row.agents = [text];
  row.team = text;
  row.fields = { [text]: text };
  row.messages![0]!.text = text;
  for (const finding of row.findings) finding.text = text;
  return copy;
}

/** Records of RFC 4180, read by hand so that the reader is not the writer's twin. */
function parseCsv(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end === "\r\n") rows.push([]);
  }
  rows.pop();
  return rows;
}

describe("every format", () => {
  it.each(AUDIT_FORMATS)("%s is the same for the same report", async (format) => {
    const [one, other] = [await renderAudit(report, format, { locale: "zh" }), await renderAudit(structuredClone(report), format, { locale: "zh" })];
    expect(one.length).toBeGreaterThan(100);
    expect(one).toEqual(other);
  });

  it("is known by the ending of a name", () => {
    expect(["a.html", "b.XLSX", "c.d.csv", "e.md", "f.jsonl", "g", "h.pdf"].map(formatOfName)).toEqual(["html", "xlsx", "csv", "markdown", "ndjson", undefined, undefined]);
  });
});

describe("tables", () => {
  it("have a cell for each column, in both languages", () => {
    for (const id of TABLES)
      for (const locale of ["zh", "en"] as const) {
        const { columns, rows } = tableOf(report, id, locale);
        for (const row of rows) expect(row).toHaveLength(columns.length);
        expect(columns.every(({ title }) => title !== "")).toBe(true);
      }
  });

  it("count the same findings as the report", () => {
    const kept = report.conversations.flatMap(({ findings }) => findings).length;
    expect(tableOf(report, "findings", "zh").rows).toHaveLength(kept);
    expect(tableOf(report, "rules", "zh").rows.reduce((sum, row) => sum + Number(row[6]), 0)).toBe(report.total.findings);
    expect(report.total.findings).toBe(kept);
  });
});

describe("csv", () => {
  it("begins with a byte order mark where it is asked for", () => {
    expect(auditCsv(report, "rules", "zh", true).startsWith("\ufeff规则,")).toBe(true);
    expect(auditCsv(report, "rules", "zh").startsWith("规则,")).toBe(true);
  });

  it.each(FORMULAS)("no cell is the formula %j", (formula) => {
    const bad = withText(formula);
    for (const id of TABLES) for (const cell of parseCsv(auditCsv(bad, id, "zh")).flat()) expect(cell).not.toMatch(/^[=+@\t\r＝＋－＠]|^-(?!\d+(\.\d+)?$)/);
    expect(parseCsv(auditCsv(bad, "texts", "zh"))[1]![0]).toBe(`'${formula}`);
  });

  it("gives any text back, but for the apostrophe", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("亲", '"', ",", "\n", "\r", "=", "-", "a", "😤"), minLength: 1, maxLength: 12 }), (text) => {
        const cell = parseCsv(auditCsv(withText(text), "texts", "zh"))[1]![0]!;
        expect(cell.replace(/^'(?=[=+\-@\t\r])/, "")).toBe(text);
      }),
    );
  });

  it("writes moments in the report's time zone, spans in seconds, shares as parts of one", () => {
    const [head, first] = parseCsv(auditCsv(report, "conversations", "en"));
    const at = report.conversations[0]!;
    expect(first![head!.indexOf("Started")]).toBe(new Date(at.startedAt! + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " "));
    expect(first![head!.indexOf("First response")]).toBe(String(at.conversation.firstResponseSeconds));
    const [groups, agent] = parseCsv(auditCsv(report, "agents", "en"));
    expect(Number(agent![groups!.indexOf("Pass rate")])).toBeLessThanOrEqual(1);
  });
});

describe("xlsx", () => {
  it("has a sheet a table, with what the table has", async () => {
    const { sheets } = await readXlsx(await auditXlsx(report, "zh"), { readStyles: true });
    const tables = TABLES.map((id) => tableOf(report, id, "zh")).filter(({ rows }) => rows.length > 0);
    expect(sheets.map(({ name }) => name)).toEqual(tables.map(({ title }) => title));
    for (const [index, table] of tables.entries()) {
      const sheet = sheets[index]!;
      expect(sheet.rows[0]).toEqual(table.columns.map(({ title }) => title));
      expect(sheet.rows).toHaveLength(table.rows.length + 1);
      expect(sheet.freezePane).toMatchObject({ rows: 1, columns: 1 });
      expect(sheet.autoFilter?.range).toMatch(/^A1:[A-Z]+\d+$/);
    }
    const agents = sheets.find(({ name }) => name === "客服")!;
    const score = tableOf(report, "agents", "zh").columns.findIndex(({ title }) => title === "平均分");
    expect(agents.rows[1]![score]).toBe(report.agents[0]!.score);
    const started = sheets.find(({ name }) => name === "对话")!.rows[1]![1];
    expect(started).toEqual(new Date(report.conversations[0]!.startedAt! + 8 * 3_600_000));
  });

  it.each(FORMULAS)("no cell is the formula %j", async (formula) => {
    const file = await auditXlsx(withText(formula), "zh");
    const parts = Object.entries(unzipSync(file)).filter(([name]) => name.startsWith("xl/worksheets/sheet"));
    expect(parts.length).toBeGreaterThan(5);
    for (const [, part] of parts) expect(strFromU8(part)).not.toMatch(/<f[ >/]/);
    const { sheets } = await readXlsx(file);
    expect(sheets.find(({ name }) => name === "话术")!.rows[1]![0]).toBe(formula);
  });

  it("holds any text, but for what XML cannot", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", minLength: 1, maxLength: 12 }), async (text) => {
        const { sheets } = await readXlsx(await auditXlsx(withText(text), "zh"));
         
        expect(sheets.find(({ name }) => name === "话术")!.rows[1]![0]).toBe(text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd"));
      }),
      { numRuns: 20 },
    );
  });
});

describe("markdown", () => {
  it("escapes what would be markup, a link or a mention", () => {
    expect(escapeMarkdown("a|b\n**c** <img src=x> `d` [e](f) @g http://h")).toBe("a\\|b \\*\\*c\\*\\* &lt;img src=x&gt; \\`d\\` \\[e\\](f) @\u2060g http\\://h");
  });

  it("keeps every row in one line", () => {
    for (const text of HOSTILE) {
      const bad = withText(`${text}\n| x |`);
      const rows = auditMarkdown(bad, "zh").split("\n").filter((line) => line.startsWith("|"));
      for (const row of rows) expect(row).toMatch(/^\|.*\|$/);
      expect(rows.join("\n")).not.toMatch(/<(?!br)/);
    }
  });
});

describe("ndjson", () => {
  it("has one conversation a line", () => {
    const lines = auditNdjson(withText("a\u2028b\nc")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(withText("a\u2028b\nc").conversations);
  });
});
