/**
 * Hides personal data in text that leaves the machine it was read on: phone numbers, identity and bank cards, e-mail, accounts,
 * addresses, names of recipients, order and tracking numbers. Every unit that is hidden becomes one `*`, so that offsets into the
 * text stay right.
 */

/** Kinds of personal data. */
export const PERSONAL = ["mobile", "identity", "card", "landline", "email", "account", "address", "name", "number"] as const;
export type Personal = (typeof PERSONAL)[number];

/** Blanks, hyphens and invisible characters that people put between digits. */
const GAP = String.raw`[\s\-\u2010-\u2015\u200b-\u200f\ufeff]?`;
const ALONE = String.raw`(?<![0-9*])`;
const OVER = String.raw`(?![0-9*])`;
const HAN = "\u3400-\u9fff";

interface Pattern {
  kind: Personal;
  /** What is hidden is the group at its end, or the whole match. */
  pattern: RegExp;
  /** Digits, letters or characters that stay at either end. */
  head: number;
  tail: number;
}

const PATTERNS: Pattern[] = [
  { kind: "email", pattern: /[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}(?=@[A-Za-z0-9.-]{1,100}\.[A-Za-z]{2,})/g, head: 1, tail: 0 },
  { kind: "identity", pattern: new RegExp(`${ALONE}[1-9]\\d{5}${GAP}(?:19|20)\\d{2}${GAP}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])${GAP}\\d{3}[\\dXx]${OVER}`, "g"), head: 1, tail: 1 },
  { kind: "card", pattern: new RegExp(`${ALONE}(?:62\\d{2}|[345]\\d{3})(?:${GAP}\\d{4}){3}(?:${GAP}\\d{1,3})?${OVER}`, "g"), head: 0, tail: 4 },
  { kind: "mobile", pattern: new RegExp(`${ALONE}1[3-9](?:\\d${GAP}\\d{4}${GAP}\\d{4}|\\d{2}${GAP}\\d{4}${GAP}\\d{3}|\\d{2}${GAP}\\d{3}${GAP}\\d{4}|(?:[\\s.\\-\\u200b-\\u200f]\\d){9})${OVER}`, "g"), head: 3, tail: 4 },
  { kind: "mobile", pattern: /(?<![零〇一二三四五六七八九幺])[一幺][三四五六七八九][零〇一二三四五六七八九幺]{9}(?![零〇一二三四五六七八九幺])/g, head: 3, tail: 4 },
  { kind: "mobile", pattern: new RegExp(`(?<![0-9])86${GAP}1[3-9]\\d${GAP}\\d{4}${GAP}\\d{4}${OVER}`, "g"), head: 2, tail: 4 },
  { kind: "landline", pattern: new RegExp(`(?<![0-9A-Za-z*])0\\d{2,3}[-\\s]?[2-9]\\d{6,7}${OVER}`, "g"), head: 3, tail: 2 },
  { kind: "account", pattern: /(?:微信号?|威信|v信|vx|wx|wechat|qq号?|旺旺号?|支付宝号?)(?:是|为)?[:：\s]{0,3}(?<![A-Za-z0-9])([A-Za-z0-9_-]{5,20})(?![A-Za-z0-9_*-])/gi, head: 1, tail: 1 },
  { kind: "name", pattern: new RegExp(`(?:收件人|收货人|联系人|收件姓名|收货姓名|姓名)(?:是|为)?[:：\\s]{1,2}([${HAN}]{2,4})(?![${HAN}])`, "g"), head: 1, tail: 0 },
  { kind: "number", pattern: /(?:订单|单号|运单|快递|物流|编号|订单号)(?:号|编号)?(?:是|为)?[:：#\s]{0,3}([A-Za-z]{0,6}\d{6,})(?![0-9*])/g, head: 0, tail: 4 },
  { kind: "number", pattern: new RegExp(`${ALONE}[A-Za-z]{0,6}\\d{9,}${OVER}`, "g"), head: 0, tail: 4 },
];

const NUMERAL = "[0-9一二三四五六七八九十百]";
const UNIT = "号楼|号院|号|弄|栋|幢|座|单元|室|楼|层|组|队|户|房";
/** 500号2栋301室; not a day of the month, a line or a number of another kind. */
const DOOR = new RegExp(`(?<![第月])(?:${NUMERAL}{1,6}|[A-Z])(?:-\\d{1,5})*(?:${UNIT})(?![线码店仓令前后之左开发到以截下上晚中])(?:(?:${NUMERAL}{1,6}|[A-Z])(?:-\\d{1,5})*(?:${UNIT})|-?\\d{2,5}(?!\\d))*`, "g");
const SEVERAL = new RegExp(`(?:${UNIT}).*\\d`);
/** Road, estate or village that stands before the door, and the name it has. */
const ROAD_WORD = "大道|大街|街道|路|街|巷|胡同|小区|花园|家园|公寓|大厦|广场|新村|新苑|佳苑|学院|大学|苑|村|屯|庄|园|城|府|湾|镇|乡";
const ROAD = new RegExp(`(?:[${HAN}A-Za-z0-9]{1,8}?(?:${ROAD_WORD})){1,4}[${HAN}]{0,4}$`);
const NAMELESS = /^(?:路|街|巷|村|屯|庄|镇|乡|园|城|府|湾)[\u3400-\u9fff]?$/;
/** What ends before the name of a road begins. */
const BEFORE_ROAD = /^.*(?:[是到在至址于往给寄发送住：:，,。]|省|市|自治区|(?<!小|社)区|县|旗)/;
const REACH = 36;

/** Whether there is anything to look for: a digit, or numerals in a row. */
const MAYBE = /[0-9０-９@]|[零〇一二三四五六七八九十幺]{2}|[一二三四五六七八九十][号栋幢座单室楼]|微信|威信|[vVwW][xX信]|[qQ]{2}|姓名|[件货系]人/;

/** Full-width letters and digits as half-width ones, unit for unit. */
function halfWidth(text: string): string {
  return /[\uff01-\uff5e]/.test(text) ? text.replace(/[０-９Ａ-Ｚａ-ｚ＠．－]/g, (ch) => String.fromCharCode(ch.charCodeAt(0) - 0xfee0)) : text;
}

/**
 * Hides personal data.
 * @param kinds what is looked for; everything unless named
 * @returns a text of the same length (UTF-16 units) with `*` for what is hidden
 */
export function maskText(text: string, kinds: readonly Personal[] = PERSONAL): string {
  if (!MAYBE.test(text)) return text;
  let seen = halfWidth(text);
  const hidden: [start: number, end: number][] = [];
  for (const { kind, pattern, head, tail } of PATTERNS) {
    if (!kinds.includes(kind)) continue;
    // What one pattern has taken no other looks at.
    seen = seen.replace(pattern, (match: string, ...more: unknown[]) => {
      const words = typeof more[0] === "string" ? more[0] : match;
      const at = more.find((one) => typeof one === "number")! + match.length - words.length;
      hide(at, words, head, tail, hidden);
      return "*".repeat(match.length);
    });
  }
  if (kinds.includes("address")) for (const place of addresses(seen)) hidden.push(place);
  if (hidden.length === 0) return text;
  hidden.sort((a, b) => a[0] - b[0]);
  let out = "";
  let at = 0;
  for (const [start, end] of hidden) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    out += text.slice(at, from) + "*".repeat(end - from);
    at = end;
  }
  return out + text.slice(at);
}

/** Hides all of `words` but the first `head` and the last `tail` letters, digits and characters; what is between them goes along. */
function hide(at: number, words: string, head: number, tail: number, hidden: [number, number][]): void {
  const places: number[] = [];
  for (let i = 0; i < words.length; i++) if (/[0-9A-Za-z\u3007\u3400-\u9fff]/.test(words[i]!)) places.push(at + i);
  const first = places[head];
  const last = places[places.length - 1 - tail];
  if (first !== undefined && last !== undefined && last >= first) hidden.push([first, last + 1]);
}

function addresses(text: string): [number, number][] {
  const out: [number, number][] = [];
  for (const { 0: door, index } of text.matchAll(DOOR)) {
    const before = text.slice(Math.max(0, index - REACH), index);
    const road = ROAD.exec(before);
    if (!road) {
      // Without a road one number is any number: 2号楼的快递柜
      if (SEVERAL.test(door)) out.push([index, index + door.length]);
      continue;
    }
    const name = road[0].slice(BEFORE_ROAD.exec(road[0])?.[0].length ?? 0);
    if (name !== "" && !NAMELESS.test(name)) out.push([index - name.length, index + door.length]);
  }
  return out;
}
