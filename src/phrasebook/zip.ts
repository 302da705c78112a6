import { deflateSync, inflateSync } from "fflate";

/** An entry of a zip archive, where its parts lie. */
interface Member {
  name: string;
  method: number;
  /** Of the packed bytes. */
  start: number;
  packed: number;
  /** Of the entry in the central directory. */
  head: number;
  headEnd: number;
  /** Of the local header. */
  local: number;
}

const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const DESCRIPTOR = 0x08074b50;

/** A zip archive whose members can be read, and replaced while every other byte stays. */
export class Zip {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly members: Member[] = [];
  private readonly directory: number;
  private readonly end: number;

  /** @throws {Error} where it is no zip archive */
  constructor(content: Uint8Array) {
    // A slice of a Buffer would be the same memory.
    const bytes = new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let end = bytes.length - 22;
    while (end >= 0 && this.u32(end) !== END) end--;
    if (end < 0) throw new Error("not a zip archive");
    this.end = end;
    this.directory = this.u32(end + 16);
    let at = this.directory;
    for (let i = this.u16(end + 10); i > 0; i--) {
      if (this.u32(at) !== CENTRAL) throw new Error("broken zip archive");
      const nameLength = this.u16(at + 28);
      const headEnd = at + 46 + nameLength + this.u16(at + 30) + this.u16(at + 32);
      const local = this.u32(at + 42);
      this.members.push({
        name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
        method: this.u16(at + 10),
        start: local + 30 + this.u16(local + 26) + this.u16(local + 28),
        packed: this.u32(at + 20),
        head: at,
        headEnd,
        local,
      });
      at = headEnd;
    }
  }

  get names(): string[] {
    return this.members.map((member) => member.name);
  }

  /** The text of a member; null where there is none. */
  read(name: string): string | null {
    const member = this.members.find((one) => one.name === name);
    if (!member) return null;
    const packed = this.bytes.subarray(member.start, member.start + member.packed);
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(member.method === 0 ? packed : inflateSync(packed));
  }

  /** The archive with other texts in some members; the others keep their bytes, and all their order and attributes. */
  replace(texts: ReadonlyMap<string, string>): Uint8Array {
    const parts: Uint8Array[] = [];
    const heads: Uint8Array[] = [];
    let size = 0;
    const push = (part: Uint8Array): void => {
      parts.push(part);
      size += part.length;
    };
    const inOrder = [...this.members].sort((a, b) => a.local - b.local);
    const moved = new Map<Member, Uint8Array>();
    inOrder.forEach((member, index) => {
      const next = inOrder[index + 1]?.local ?? this.directory;
      const head = this.bytes.slice(member.head, member.headEnd);
      const headView = new DataView(head.buffer);
      headView.setUint32(42, size, true);
      moved.set(member, head);
      const text = texts.get(member.name);
      if (text === undefined) {
        push(this.bytes.subarray(member.local, next));
        return;
      }
      const plain = new TextEncoder().encode(text);
      const packed = member.method === 0 ? plain : deflateSync(plain);
      const local = this.bytes.slice(member.local, member.start);
      const localView = new DataView(local.buffer);
      for (const [view, at] of [[localView, 14], [headView, 16]] as const) {
        view.setUint32(at, crc32(plain), true);
        view.setUint32(at + 4, packed.length, true);
        view.setUint32(at + 8, plain.length, true);
      }
      // Sizes stand in the header now: no descriptor follows.
      localView.setUint16(6, localView.getUint16(6, true) & ~8, true);
      headView.setUint16(8, headView.getUint16(8, true) & ~8, true);
      push(local);
      push(packed);
      // Padding between members stays; a descriptor goes.
      let rest = member.start + member.packed;
      if (this.u16(member.local + 6) & 8) rest += rest + 4 <= this.bytes.length && this.u32(rest) === DESCRIPTOR ? 16 : 12;
      if (rest < next) push(this.bytes.subarray(rest, next));
    });
    for (const member of this.members) heads.push(moved.get(member)!);
    const start = size;
    heads.forEach(push);
    const end = this.bytes.slice(this.end);
    const endView = new DataView(end.buffer);
    endView.setUint32(12, size - start, true);
    endView.setUint32(16, start, true);
    push(end);
    const out = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  private u16(at: number): number {
    return this.view.getUint16(at, true);
  }

  private u32(at: number): number {
    return this.view.getUint32(at, true);
  }
}

let crcs: Uint32Array | undefined;

function crc32(bytes: Uint8Array): number {
  if (!crcs) {
    crcs = new Uint32Array(256);
    for (let n = 0; n < 256; n++) {
      let c = n;
      for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
      crcs[n] = c >>> 0;
    }
  }
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcs[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
