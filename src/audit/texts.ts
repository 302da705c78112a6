/** Counts every wording of the agents within little memory: what was sent once is known by its hash alone. */
import { wideHash } from "../transcripts/hash.js";
import type { SourceRef } from "../transcripts/types.js";

/** Wordings of one range, in columns: cheap to send from one thread to another. */
export interface TextColumns {
  /** All texts, one after the other; `ends` says where each ends. */
  joined: string;
  ends: Uint32Array;
  hash: Float64Array;
  count: Uint32Array;
  score: Uint32Array;
  scored: Uint32Array;
  line: Uint32Array;
  /** Numbers of names in `agents` and `rules`; the lists of one text end where those of the next begin. */
  agentEnds: Uint32Array;
  agentOf: Uint32Array;
  ruleEnds: Uint32Array;
  ruleOf: Uint32Array;
  agents: string[];
  rules: string[];
}

interface Wording {
  count: number;
  score: number;
  scored: number;
  line: number;
  agents: number[];
  rules: number[];
}

/** Collects the wordings of one range. */
export class TextCollector {
  private readonly wordings = new Map<string, Wording>();
  private readonly agents = new Names();
  private readonly rules = new Names();

  /** @param rules ids of the rules that fired on words of the text */
  add(text: string, line: number, agent: string, score: number | null, rules: readonly string[] | undefined): void {
    let wording = this.wordings.get(text);
    if (!wording) this.wordings.set(text, (wording = { count: 0, score: 0, scored: 0, line, agents: NONE, rules: NONE }));
    wording.count++;
    if (score !== null) {
      wording.score += score;
      wording.scored++;
    }
    wording.agents = withNumber(wording.agents, this.agents.number(agent));
    if (rules) for (const rule of rules) wording.rules = withNumber(wording.rules, this.rules.number(rule));
  }

  columns(): TextColumns {
    const { wordings, agents, rules } = this;
    const size = wordings.size;
    const out: TextColumns = {
      joined: [...wordings.keys()].join(""),
      ends: new Uint32Array(size), hash: new Float64Array(size), count: new Uint32Array(size), score: new Uint32Array(size), scored: new Uint32Array(size), line: new Uint32Array(size),
      agentEnds: new Uint32Array(size), agentOf: new Uint32Array(0), ruleEnds: new Uint32Array(size), ruleOf: new Uint32Array(0), agents: agents.names, rules: rules.names,
    };
    const agentOf: number[] = [];
    const ruleOf: number[] = [];
    let at = 0;
    let end = 0;
    for (const [text, wording] of wordings) {
      out.ends[at] = end += text.length;
      out.hash[at] = wideHash(text);
      out.count[at] = wording.count;
      out.score[at] = wording.score;
      out.scored[at] = wording.scored;
      out.line[at] = wording.line;
      agentOf.push(...wording.agents);
      ruleOf.push(...wording.rules);
      out.agentEnds[at] = agentOf.length;
      out.ruleEnds[at] = ruleOf.length;
      at++;
    }
    out.agentOf = Uint32Array.from(agentOf);
    out.ruleOf = Uint32Array.from(ruleOf);
    return out;
  }
}

const NONE: number[] = [];

function withNumber(list: number[], number: number): number[] {
  if (list.includes(number)) return list;
  return list === NONE ? [number] : (list.push(number), list);
}

/** Names by number. */
class Names {
  readonly names: string[] = [];
  private readonly numbers = new Map<string, number>();

  number(name: string): number {
    let number = this.numbers.get(name);
    if (number === undefined) {
      this.numbers.set(name, (number = this.names.length));
      this.names.push(name);
    }
    return number;
  }
}

/** A wording that was sent more than once. */
export interface Repeated {
  text: string;
  count: number;
  score: number;
  scored: number;
  first: SourceRef;
  agents: Set<string>;
  rules: Set<string>;
}

/** What is known of a wording that was met once; plain data in columns. */
interface Single {
  place: number;
  line: number;
  agent: number;
  /** 255: none. */
  score: number;
  rules: string[];
}

const EMPTY = 0;
const PROMOTED = 0xffffffff;

/** All wordings of an audit. Plain fields, so that a checkpoint can hold it. */
export interface TextTable {
  /** Open addressing; hashes, and 1 + the number of the single, or {@link PROMOTED}. */
  keys: Float64Array;
  slots: Uint32Array;
  used: number;
  single: { place: Uint32Array; line: Uint32Array; agent: Uint32Array; score: Uint8Array; count: number };
  /** Rules of the singles that have any. */
  singleRules: Map<number, string[]>;
  agents: string[];
  repeated: Map<number, Repeated>;
}

export function emptyTexts(): TextTable {
  const size = 1 << 12;
  return {
    keys: new Float64Array(size), slots: new Uint32Array(size), used: 0,
    single: { place: new Uint32Array(size), line: new Uint32Array(size), agent: new Uint32Array(size), score: new Uint8Array(size), count: 0 },
    singleRules: new Map(), agents: [], repeated: new Map(),
  };
}

/**
 * Adds the wordings of a range, in the order of ranges.
 * @param place number of the range's file in `files`
 */
export function addTexts(table: TextTable, columns: TextColumns, place: number, files: readonly string[]): void {
  const { joined, ends, hash, count, score, scored, line } = columns;
  // Numbers of agents in the table are those of its own list.
  const known = new Map(table.agents.map((name, index) => [name, index]));
  const agentNumbers = columns.agents.map((name) => {
    let number = known.get(name);
    if (number === undefined) {
      known.set(name, (number = table.agents.length));
      table.agents.push(name);
    }
    return number;
  });
  for (let i = 0; i < hash.length; i++) {
    const agentFrom = i === 0 ? 0 : columns.agentEnds[i - 1]!;
    const ruleFrom = i === 0 ? 0 : columns.ruleEnds[i - 1]!;
    const ruleTo = columns.ruleEnds[i]!;
    const slot = find(table, hash[i]!);
    const state = table.slots[slot]!;
    if (state === EMPTY && count[i] === 1) {
      const rules: string[] = [];
      for (let r = ruleFrom; r < ruleTo; r++) rules.push(columns.rules[columns.ruleOf[r]!]!);
      addSingle(table, slot, hash[i]!, { place, line: line[i]!, agent: agentNumbers[columns.agentOf[agentFrom]!]!, score: scored[i] === 0 ? 255 : score[i]!, rules });
      continue;
    }
    let entry: Repeated;
    if (state === PROMOTED) entry = table.repeated.get(hash[i]!)!;
    else {
      const text = copy(joined.slice(i === 0 ? 0 : ends[i - 1], ends[i]));
      entry = state === EMPTY ? { text, count: 0, score: 0, scored: 0, first: { file: files[place]!, line: line[i]! }, agents: new Set(), rules: new Set() } : promoted(table, state - 1, text, files);
      if (state === EMPTY) take(table, slot, hash[i]!);
      table.slots[slot] = PROMOTED;
      table.repeated.set(hash[i]!, entry);
      grow(table);
    }
    entry.count += count[i]!;
    entry.score += score[i]!;
    entry.scored += scored[i]!;
    for (let a = agentFrom; a < columns.agentEnds[i]!; a++) entry.agents.add(columns.agents[columns.agentOf[a]!]!);
    for (let r = ruleFrom; r < ruleTo; r++) entry.rules.add(columns.rules[columns.ruleOf[r]!]!);
  }
}

/** A string of its own: a slice keeps everything that it was cut from. */
function copy(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, "ucs2").toString("ucs2");
}

function find({ keys, slots }: TextTable, hash: number): number {
  const mask = keys.length - 1;
  let at = (Math.floor(hash / 0x100000) ^ hash) & mask;
  while (slots[at] !== EMPTY && keys[at] !== hash) at = (at + 1) & mask;
  return at;
}

function take(table: TextTable, slot: number, hash: number): void {
  table.keys[slot] = hash;
  table.used++;
}

function addSingle(table: TextTable, slot: number, hash: number, { place, line, agent, score, rules }: Single): void {
  take(table, slot, hash);
  let { single } = table;
  const number = single.count;
  if (number >= single.line.length) {
    const wider = <T extends Uint32Array | Uint8Array>(from: T): T => {
      const to = new (from.constructor as new (length: number) => T)(from.length * 2);
      to.set(from);
      return to;
    };
    table.single = single = { place: wider(single.place), line: wider(single.line), agent: wider(single.agent), score: wider(single.score), count: number };
  }
  single.place[number] = place;
  single.line[number] = line;
  single.agent[number] = agent;
  single.score[number] = score;
  if (rules.length > 0) table.singleRules.set(number, rules);
  single.count++;
  table.slots[slot] = number + 1;
  grow(table);
}

function promoted(table: TextTable, number: number, text: string, files: readonly string[]): Repeated {
  const { place, line, agent, score } = table.single;
  const scored = score[number] !== 255;
  return {
    text,
    count: 1,
    score: scored ? score[number]! : 0,
    scored: scored ? 1 : 0,
    first: { file: files[place[number]!]!, line: line[number]! },
    agents: new Set([table.agents[agent[number]!]!]),
    rules: new Set(table.singleRules.get(number)),
  };
}

function grow(table: TextTable): void {
  if (table.used * 2 < table.keys.length) return;
  const { keys, slots } = table;
  table.keys = new Float64Array(keys.length * 2);
  table.slots = new Uint32Array(keys.length * 2);
  for (let i = 0; i < keys.length; i++) {
    if (slots[i] === EMPTY) continue;
    const at = find(table, keys[i]!);
    table.keys[at] = keys[i]!;
    table.slots[at] = slots[i]!;
  }
}
