import { extname } from "node:path";
import type { TypeScriptReader } from "./typescript.js";
import type { Bilingual } from "../core/types.js";
import { locator } from "../core/text/lines.js";
import { readCsv } from "./csv.js";
import { decode, type TextFile } from "./decode.js";
import { type ReadOptions, Reading } from "./reading.js";
import { rangeIn } from "./pieces.js";
import type { Phrase, Phrasebook, PhrasebookFormat, Place } from "./types.js";

/** Endings of files that may be phrasebooks. */
export const PHRASEBOOK_FILES: Record<string, PhrasebookFormat> = {
  ".yaml": "yaml", ".yml": "yaml", ".json": "json", ".jsonl": "ndjson", ".ndjson": "ndjson", ".csv": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".md": "markdown", ".markdown": "markdown",
  ".ts": "typescript", ".mts": "typescript", ".tsx": "typescript", ".js": "typescript", ".mjs": "typescript", ".cjs": "typescript", ".jsx": "typescript",
};

/** Reads phrasebooks of every format. TypeScript files of one reader share what they import. */
export class PhrasebookReader {
  private typescript?: TypeScriptReader;

  constructor(private readonly options: ReadOptions) {}

  /**
   * Reads one file. What cannot be read is in the book's `problems`; it never throws for what is in the file.
   * @param file its name; the ending tells the format
   * @param content its bytes, or its text where it is open in an editor
   */
  async read(file: string, content: Uint8Array | string): Promise<Phrasebook> {
    const format = PHRASEBOOK_FILES[extname(file).toLowerCase()];
    if (!format)
      return this.unread(file, "yaml", "unknown-format", { zh: "不认识这种文件", en: "This kind of file is not known" }, { zh: `话术库可以是：${Object.keys(PHRASEBOOK_FILES).join(" ")}`, en: `A phrasebook may be one of: ${Object.keys(PHRASEBOOK_FILES).join(" ")}` });
    if (format === "xlsx") return this.workbook(file, content);
    const decoded: TextFile | { error: Bilingual } = typeof content === "string" ? { text: content, encoding: "utf-8", bom: false } : decode(content);
    if ("error" in decoded) return this.unread(file, format, "not-text", decoded.error);
    const reading = new Reading(file, decoded.text, this.options);
    await this.text(reading, format);
    return this.book(reading, format, decoded);
  }

  private async text(reading: Reading, format: PhrasebookFormat): Promise<void> {
    const { source } = reading;
    switch (format) {
      case "yaml": {
        const [{ readYamlTrees }, { readTree }] = await Promise.all([import("./yaml.js"), import("./records.js")]);
        const { trees, errors } = readYamlTrees(source);
        for (const { offset, reason } of errors) reading.problem("not-yaml", { from: offset, to: offset }, { zh: `不是有效的 YAML：${reason}`, en: `not valid YAML: ${reason}` });
        for (const tree of trees) readTree(tree, reading);
        return;
      }
      case "json":
      case "ndjson": {
        const [{ readJson }, { readTree }] = await Promise.all([import("./json.js"), import("./records.js")]);
        for (const { text, at } of format === "json" ? [{ text: source, at: 0 }] : linesOf(source)) {
          const result = readJson(text, at);
          if ("tree" in result) readTree(result.tree, reading);
          else reading.problem("not-json", { from: result.error.offset, to: result.error.offset }, { zh: `不是有效的 JSON（${result.error.reason}）`, en: `not valid JSON (${result.error.reason})` });
        }
        return;
      }
      case "csv":
        readCsv(reading);
        return;
      case "markdown":
        (await import("./markdown.js")).readMarkdown(reading);
        return;
      case "typescript":
        this.typescript ??= new (await import("./typescript.js")).TypeScriptReader();
        this.typescript.read(reading);
        return;
      case "xlsx":
        return;
    }
  }

  private async workbook(file: string, content: Uint8Array | string): Promise<Phrasebook> {
    const reading = new Reading(file, "", this.options);
    if (typeof content === "string") return this.unread(file, "xlsx", "not-workbook", { zh: "工作簿要按字节读", en: "A workbook is read as bytes" });
    try {
      (await import("./xlsx.js")).readXlsx(content, reading);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return this.unread(file, "xlsx", "not-workbook", { zh: `不是能读的 Excel 工作簿（${reason}）`, en: `not a workbook that can be read (${reason})` }, { zh: "请用 Excel 或 WPS 另存为 .xlsx（不加密）", en: "Save it again as .xlsx, without a password" });
    }
    return this.book(reading, "xlsx", undefined);
  }

  private book(reading: Reading, format: PhrasebookFormat, text: TextFile | undefined): Phrasebook {
    const { file, entries, variables, problems, platform } = reading;
    if (entries.length === 0 && problems.length === 0)
      problems.push({ file, code: "no-entries", message: reading.say({ zh: "里面没有找到话术", en: "There is no phrase in it" }), hint: reading.say({ zh: "各种格式怎么写，见 docs/phrasebook.md", en: "docs/phrasebook.md shows how each format is written" }), line: 1, column: 1 });
    const sources = this.typescript?.sources;
    const locators = new Map<string, ReturnType<typeof locator>>();
    const locateIn = (name: string): ReturnType<typeof locator> => {
      const known = locators.get(name);
      if (known) return known;
      const made = locator(name === file ? reading.source : (sources?.get(name) ?? ""));
      locators.set(name, made);
      return made;
    };
    return {
      file,
      format,
      ...(platform !== undefined && { platform }),
      entries: platform === undefined ? entries : entries.map((entry) => ({ platform, ...entry })),
      variables,
      problems,
      ...(text && { text }),
      placeOf: (phrase: Phrase, start: number, end: number, fallback: Place): Place => {
        if (phrase.sheet !== undefined && phrase.cell !== undefined) return { file, ...cellPlace(phrase.sheet, phrase.cell) };
        if (phrase.pieces.length === 0) return fallback;
        const range = rangeIn(phrase, start, end);
        const locate = locateIn(range.file ?? file);
        const from = locate(range.from);
        const to = locate(range.to);
        return { file: range.file ?? file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
      },
    };
  }

  private unread(file: string, format: PhrasebookFormat, code: string, message: Bilingual, hint?: Bilingual): Phrasebook {
    const { locale = "zh" } = this.options;
    return { file, format, entries: [], variables: [], problems: [{ file, code, message: message[locale], ...(hint && { hint: hint[locale] }) }], placeOf: (_, __, ___, fallback) => fallback };
  }
}

function cellPlace(sheet: string, cell: string): Omit<Place, "file"> {
  const [, letters = "", digits] = /^([A-Z]+)(\d+)$/.exec(cell) ?? [];
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return { line: Number(digits), column, endLine: Number(digits), endColumn: column, sheet, cell };
}

/** The lines of an NDJSON file that hold something, each with where it begins. */
function* linesOf(source: string): Generator<{ text: string; at: number }> {
  for (const { 0: text, index } of source.matchAll(/[^\r\n]+/g)) if (text.trim() !== "") yield { text, at: index };
}
