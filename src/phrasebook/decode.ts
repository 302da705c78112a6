import { isUtf8 } from "node:buffer";
import type { Bilingual } from "../core/types.js";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "gb18030";

/** A decoded file; offsets count in its text, which has no byte order mark. */
export interface TextFile {
  text: string;
  encoding: Encoding;
  bom: boolean;
}

/** Decodes a file: a byte order mark, UTF-8, or GB18030 (what 千牛 and Excel on Chinese Windows write). */
export function decode(bytes: Uint8Array): TextFile | { error: Bilingual } {
  const starts = (...mark: number[]): boolean => mark.every((byte, index) => bytes[index] === byte);
  const read = (encoding: Encoding, skip: number): TextFile | { error: Bilingual } => {
    try {
      return { text: new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes.subarray(skip)), encoding, bom: skip > 0 };
    } catch {
      return { error: { zh: "不是文字文件，或编码认不出来（能读 UTF-8、UTF-16、GBK/GB18030）", en: "This is no text, or its encoding is not known (UTF-8, UTF-16 and GBK/GB18030 are)" } };
    }
  };
  if (starts(0xef, 0xbb, 0xbf)) return read("utf-8", 3);
  if (starts(0xff, 0xfe)) return read("utf-16le", 2);
  if (starts(0xfe, 0xff)) return read("utf-16be", 2);
  if (bytes.includes(0)) return { error: { zh: "是二进制文件，不是文字", en: "This is a binary file, not text" } };
  return read(isUtf8(bytes) ? "utf-8" : "gb18030", 0);
}

/**
 * Encodes a text as its file was.
 * @returns null where the encoding has no such character
 */
export function encode(text: string, { encoding, bom }: Pick<TextFile, "encoding" | "bom">): Uint8Array | null {
  if (encoding === "gb18030") return encodeGb18030(text);
  if (encoding === "utf-8") return Buffer.from((bom ? "\ufeff" : "") + text, "utf8");
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return encoding === "utf-16le" ? bytes : bytes.swap16();
}

let table: Map<string, number> | undefined;

/** Node decodes GB18030 and does not encode it: the table is made by decoding every pair of bytes. */
function encodeGb18030(text: string): Uint8Array | null {
  if (!table) {
    table = new Map();
    const decoder = new TextDecoder("gb18030");
    const pair = new Uint8Array(2);
    for (let lead = 0x81; lead <= 0xfe; lead++)
      for (let trail = 0x40; trail <= 0xfe; trail++) {
        if (trail === 0x7f) continue;
        pair[0] = lead;
        pair[1] = trail;
        const char = decoder.decode(pair);
        if (char.length === 1 && char !== "\ufffd" && !table.has(char)) table.set(char, (lead << 8) | trail);
      }
  }
  const out: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0)!;
    const two = table.get(char);
    if (code < 0x80) out.push(code);
    else if (two !== undefined) out.push(two >> 8, two & 0xff);
    else if (code >= 0x10000) {
      // Beyond the first plane the four bytes count on from 90 30 81 30.
      const index = code - 0x10000;
      out.push(0x90 + Math.floor(index / 12600), 0x30 + (Math.floor(index / 1260) % 10), 0x81 + (Math.floor(index / 10) % 126), 0x30 + (index % 10));
    } else return null;
  }
  return Uint8Array.from(out);
}
