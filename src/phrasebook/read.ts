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
    try {
      await this.text(reading, format);
    } catch (error) {
      // Nested deeper than the stack, or aliases without end.
      if (!(error instanceof RangeError)) throw error;
      return this.unread(file, format, "too-deep", { zh: "一层套一层太深，读不了", en: "It is nested too deeply to be read" });
    }
    return bookOf(reading, format, decoded, this.typescript?.sources);
  }

  /** Content of a TypeScript file that is not yet on the disk, for files that import it. */
  async preload(file: string, content: Uint8Array): Promise<void> {
    const decoded = decode(content);
    if (PHRASEBOOK_FILES[extname(file).toLowerCase()] !== "typescript" || "error" in decoded) return;
    (await this.scripts()).preload(file, decoded.text);
  }

  private async scripts(): Promise<TypeScriptReader> {
    return (this.typescript ??= new (await import("./typescript.js")).TypeScriptReader());
  }

  private async text(reading: Reading, format: PhrasebookFormat): Promise<void> {
    switch (format) {
      case "yaml":
        (await import("./trees.js")).readYaml(reading);
        return;
      case "json":
        (await import("./trees.js")).readJsonFile(reading);
        return;
      case "ndjson":
        (await import("./trees.js")).readNdjson(reading);
        return;
      case "csv":
        readCsv(reading);
        return;
      case "markdown":
        (await import("./markdown.js")).readMarkdown(reading);
        return;
      case "typescript":
        (await this.scripts()).read(reading);
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
    return bookOf(reading, "xlsx");
  }

  private unread(file: string, format: PhrasebookFormat, code: string, message: Bilingual, hint?: Bilingual): Phrasebook {
    const { locale = "zh" } = this.options;
    return { file, format, entries: [], variables: [], problems: [{ file, code, message: message[locale], ...(hint && { hint: hint[locale] }) }], placeOf: (_, __, ___, fallback) => fallback };
  }
}

/**
 * A file as it was read.
 * @param sources texts of other files that its phrases come from
 */
export function bookOf(reading: Reading, format: PhrasebookFormat, text?: TextFile, sources?: ReadonlyMap<string, string>): Phrasebook {
  const { file, entries, variables, problems, platform } = reading;
  if (entries.length === 0 && problems.length === 0)
    problems.push({ file, code: "no-entries", message: reading.say({ zh: "里面没有找到话术", en: "There is no phrase in it" }), hint: reading.say({ zh: "各种格式怎么写，见 docs/phrasebook.md", en: "docs/phrasebook.md shows how each format is written" }), line: 1, column: 1 });
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

function cellPlace(sheet: string, cell: string): Omit<Place, "file"> {
  const [, letters = "", digits] = /^([A-Z]+)(\d+)$/.exec(cell) ?? [];
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return { line: Number(digits), column, endLine: Number(digits), endColumn: column, sheet, cell };
}
