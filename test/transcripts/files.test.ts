import { mkdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { fixture, FIXTURES, readAll, useFolder } from "./support.js";

const folder = useFolder();
const CSV = "会话ID,角色,内容\n1,客服,您好\n";

/** A zip as Windows in China writes it: names in GBK, without saying so. */
function gbkZip(name: Uint8Array, content: string): Uint8Array {
  const placeholder = "n".repeat(name.length);
  const bytes = zipSync({ [placeholder]: Buffer.from(content) });
  for (let at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(placeholder); at >= 0; at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(placeholder, at + 1)) bytes.set(name, at);
  return bytes;
}

describe("what paths name", () => {
  test("files, folders and globs, each file once, in a fixed order; other files are told of", async () => {
    mkdirSync(join(folder.path, "exports/三月"), { recursive: true });
    for (const name of ["b.csv", "a.csv", "三月/c.tsv", "三月/~$c.tsv", ".hidden.csv"]) writeFileSync(join(folder.path, "exports", name), CSV.replaceAll(",", name.endsWith("tsv") ? "\t" : ","));
    writeFileSync(join(folder.path, "exports/说明.docx"), "x");
    const { messages, unread } = await readAll([join(folder.path, "exports"), join(folder.path, "exports/**/*.csv"), join(folder.path, "exports/a.csv")]);
    expect(messages.map(({ at }) => at.file.slice(folder.path.length + 9))).toEqual(["a.csv", "b.csv", "三月/c.tsv"]);
    expect(unread.map(({ at, code }) => [at.file.slice(folder.path.length + 9), code])).toEqual([["说明.docx", "other-file"]]);
  });

  test("what is not there, empty folders, empty and old files: told, each with a way out", async () => {
    mkdirSync(join(folder.path, "empty"), { recursive: true });
    const paths = [join(folder.path, "no-such.csv"), join(folder.path, "empty"), join(folder.path, "*.nothing"), folder.write("nothing.csv", ""), folder.write("old.xls", Buffer.from("d0cf11e0a1b11ae1", "hex")), folder.write("words.txt", "今天天气不错\n"), folder.write("x.json", '{"a":1}')];
    const { unread, messages } = await readAll(paths);
    expect(messages).toEqual([]);
    expect(unread.map(({ code }) => code)).toEqual(["unreadable", "no-files", "no-files", "empty-file", "old-excel", "no-columns", "no-columns"]);
  });
});

describe("archives", () => {
  test("every transcript in a zip, by its place in it; other files are told of", async () => {
    const { conversations, unread } = await fixture("march.zip");
    expect([...new Set(conversations.map(({ at }) => at.file.slice(FIXTURES.length + 1)))]).toEqual(["march.zip!三月/chat.csv", "march.zip!三月/qianniu.txt"]);
    expect(conversations).toHaveLength(6);
    expect(unread.filter(({ code }) => code === "other-file").map(({ at }) => at.file.slice(FIXTURES.length + 1))).toEqual(["march.zip!三月/说明.pdf"]);
  });

  test("names in GBK", async () => {
    const file = folder.write("gbk.zip", gbkZip(Buffer.from("c1c4ccec2e637376", "hex"), CSV));
    expect((await readAll(file)).messages[0]!.at.file).toBe(`${file}!聊天.csv`);
  });

  test("an archive in an archive has to be unpacked first", async () => {
    const { unread } = await readAll(folder.write("nested.zip", zipSync({ "in.zip": zipSync({ "a.csv": Buffer.from(CSV) }), "b.csv.gz": gzipSync(CSV) })));
    expect(unread.map(({ code }) => code)).toEqual(["nested-archive", "nested-archive"]);
  });

  test("a bomb is stopped, and what came before it is kept", async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(CSV), Buffer.alloc(80 << 20, `1,客服,${"好".repeat(100_000)}\n`)]), { level: 9 });
    const { messages, unread } = await readAll(folder.write("bomb.csv.gz", bomb), { memory: 1 << 30 });
    expect(unread.map(({ code }) => code)).toContain("archive-bomb");
    expect(messages.length).toBeGreaterThan(100);
  });

  test("one that is cut off gives what is there, and says so", async () => {
    const rows = Array.from({ length: 2000 }, (_, index) => `${index},客服,第${index}条${Math.sin(index)}\n`).join("");
    const file = folder.write("cut.csv.gz", gzipSync(`会话ID,角色,内容\n${rows}`));
    truncateSync(file, statSync(file).size >> 1);
    const { messages, unread } = await readAll(file);
    expect(messages.length).toBeGreaterThan(100);
    expect(unread.map(({ code }) => code)).toContain("broken-archive");
    const zip = folder.write("cut.zip", zipSync({ "a.csv": Buffer.from(rows) }));
    truncateSync(zip, 5000);
    expect((await readAll(zip)).unread.map(({ code }) => code)).toEqual(["broken-archive"]);
  });
});
