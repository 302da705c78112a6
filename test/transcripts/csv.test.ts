import * as fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { CsvSplitter, type Malformed } from "../../src/transcripts/csv.js";

interface Row {
  fields: string[];
  line: number;
  start: number;
  malformed: Malformed | null;
}

function split(text: string, delimiter = ",", sizes: readonly number[] = []): Row[] {
  const rows: Row[] = [];
  const splitter = new CsvSplitter(delimiter, (fields, line, start, malformed) => rows.push({ fields: [...fields], line, start, malformed }));
  let at = 0;
  for (let i = 0; at < text.length; i++) {
    const size = sizes.length === 0 ? text.length : sizes[i % sizes.length]!;
    splitter.push(text.slice(at, at + size));
    at += size;
  }
  splitter.push("", true);
  return rows;
}

const cell = fc.string({ unit: fc.constantFrom("亲", "好", "a", " ", ",", '"', "\n", "\r\n", "\t", ";", "😊", "，"), maxLength: 6 });
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 });
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

/** As Excel writes it: quoted where need be. */
const written = (rows: readonly (readonly string[])[], delimiter: string, newline: string): string =>
  rows.map((row) => row.map((one) => (new RegExp(`["\\r\\n${delimiter}]`).test(one) ? `"${one.replaceAll('"', '""')}"` : one)).join(delimiter)).join(newline);

describe("rows", () => {
  test("what was written is read, whatever the chunks", () => {
    fc.assert(
      fc.property(table, fc.constantFrom(",", "\t", ";"), fc.constantFrom("\n", "\r\n"), sizes, (rows, delimiter, newline, cuts) => {
        const text = written(rows, delimiter, newline);
        const whole = split(text, delimiter);
        // A row of one empty cell is a blank line.
        expect(whole.map(({ fields }) => fields)).toEqual(rows.filter((row) => row.length > 1 || row[0] !== ""));
        expect(whole.every(({ malformed }) => malformed === null)).toBe(true);
        expect(split(text, delimiter, cuts)).toEqual(whole);
      }),
    );
  });

  test("as papaparse reads it, with quotes inside plain cells and ragged rows", () => {
    const plain = fc.string({ unit: fc.constantFrom("亲", "a", " ", '"', "，", "\r"), maxLength: 5 }).filter((text) => !text.startsWith('"') && !text.includes("\r"));
    fc.assert(
      fc.property(fc.array(fc.array(plain, { minLength: 1, maxLength: 4 }), { maxLength: 6 }), (rows) => {
        const text = rows.map((row) => row.join(",")).join("\n");
        const theirs = Papa.parse<string[]>(text, { delimiter: ",", newline: "\n" }).data.filter((row) => row.length > 1 || row[0] !== "");
        expect(split(text).map(({ fields }) => fields)).toEqual(theirs);
      }),
    );
    fc.assert(
      fc.property(table, (rows) => {
        const text = written(rows, ",", "\n");
        const theirs = Papa.parse<string[]>(text, { delimiter: ",", newline: "\n" }).data.filter((row) => row.length > 1 || row[0] !== "");
        expect(split(text).map(({ fields }) => fields)).toEqual(theirs);
      }),
    );
  });

  test("any text at all: the same whatever the chunks, and no row is lost", () => {
    const any = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "亲"), maxLength: 60 });
    fc.assert(
      fc.property(any, sizes, (text, cuts) => {
        const whole = split(text);
        expect(split(text, ",", cuts)).toEqual(whole);
        for (const { line, start } of whole) expect(line).toBe(text.slice(0, start).split("\n").length);
        // Every character that is not syntax is in a row.
        const kept = whole.map(({ fields }) => fields.join("")).join("").replace(/[^a亲]/g, "");
        expect(kept).toBe(text.replace(/[^a亲]/g, ""));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("broken quoting", () => {
  test("a quote that is never closed is part of its line", () => {
    const rows = split('a,b\n1,"open\n2,two\n3,three\n');
    expect(rows.map(({ fields, malformed }) => [malformed, ...fields])).toEqual([[null, "a", "b"], ["quote", "1", '"open'], [null, "2", "two"], [null, "3", "three"]]);
  });

  test("a quote that closes before the cell ends, too", () => {
    expect(split('1,"a"b,c\n2,ok\n').map(({ fields, malformed }) => [malformed, ...fields])).toEqual([["quote", "1", '"a"b', "c"], [null, "2", "ok"]]);
  });

  test("nor does it swallow a million rows", () => {
    const text = `1,"open\n${"2,two\n".repeat(5000)}3,"closed"\n`;
    const rows = split(text, ",", [700]);
    expect(rows).toHaveLength(5002);
    expect(rows[0]!.malformed).toBe("quote");
    expect(rows.at(-1)).toMatchObject({ fields: ["3", "closed"], line: 5002 });
  });

  test("a line of 20 million characters is one row that is too long", () => {
    const rows = split(`a,b\n${"长".repeat(20 << 20)}\nc,d\n`, ",", [1 << 20]);
    expect(rows.map(({ malformed, line }) => [malformed, line])).toEqual([[null, 1], ["too-long", 2], [null, 3]]);
  });
});

test("only the cells that are wanted are handed over", () => {
  const seen: string[][] = [];
  const splitter = new CsvSplitter(",", (fields) => seen.push([...fields]), 1, 0, 2);
  splitter.push("a,b,c\n\nd\ne,f,g,h\n", true);
  expect(seen).toEqual([["a", "b"], ["d"], ["e", "f"]]);
});
