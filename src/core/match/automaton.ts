/**
 * Aho–Corasick over UTF-16 code units as a double array: one pass over a text finds every literal of every lexicon and
 * rule. Only typed arrays, so that a built automaton is shipped as bytes.
 */
export interface Automaton {
  /** Dense number of each code unit that occurs in a literal; 0 for all others. */
  alphabet: Uint16Array;
  base: Int32Array;
  check: Int32Array;
  fail: Int32Array;
  /** Where the outputs of a state begin in `outClass` and `outLength`; entry `state + 1` is where they end. */
  outStart: Int32Array;
  outClass: Uint16Array;
  outLength: Uint8Array;
}

/**
 * @param literals each literal (in normal form, at most 255 units) with the classes it belongs to
 */
export function buildAutomaton(literals: ReadonlyMap<string, ReadonlySet<number>>): Automaton {
  const counts = new Map<number, number>();
  for (const literal of literals.keys())
    for (let i = 0; i < literal.length; i++) counts.set(literal.charCodeAt(i), (counts.get(literal.charCodeAt(i)) ?? 0) + 1);
  const alphabet = new Uint16Array(65536);
  [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || a - b).forEach((unit, index) => (alphabet[unit] = index + 1));

  interface Node {
    children: Map<number, Node>;
    outputs: [cls: number, length: number][];
    fail: Node | null;
    state: number;
  }
  const node = (): Node => ({ children: new Map(), outputs: [], fail: null, state: 0 });
  const root = node();
  for (const [literal, classes] of [...literals].sort(([a], [b]) => (a < b ? -1 : 1))) {
    let at = root;
    for (let i = 0; i < literal.length; i++) {
      const symbol = alphabet[literal.charCodeAt(i)]!;
      let next = at.children.get(symbol);
      if (!next) at.children.set(symbol, (next = node()));
      at = next;
    }
    for (const cls of [...classes].sort((a, b) => a - b)) at.outputs.push([cls, literal.length]);
  }
  // Breadth first: failure links, then the outputs of shorter suffixes after a node's own.
  const queue: Node[] = [];
  for (const child of root.children.values()) {
    child.fail = root;
    queue.push(child);
  }
  for (let head = 0; head < queue.length; head++) {
    const at = queue[head]!;
    for (const [symbol, child] of at.children) {
      let f = at.fail;
      while (f && !f.children.has(symbol)) f = f.fail;
      child.fail = f ? f.children.get(symbol)! : root;
      queue.push(child);
    }
    at.outputs.push(...at.fail!.outputs);
  }

  const size0 = 1 << 12;
  let base = new Int32Array(size0);
  let check = new Int32Array(size0).fill(-1);
  const grow = (need: number): void => {
    if (need < base.length) return;
    const size = Math.max(need + 1, base.length * 2);
    const newBase = new Int32Array(size);
    newBase.set(base);
    const newCheck = new Int32Array(size).fill(-1);
    newCheck.set(check);
    base = newBase;
    check = newCheck;
  };
  check[0] = -2;
  let highest = 0;
  let firstFree = 1;
  const all = [root, ...queue];
  for (const at of all) {
    const symbols = [...at.children.keys()].sort((a, b) => a - b);
    if (symbols.length === 0) continue;
    while (firstFree < check.length && check[firstFree] !== -1) firstFree++;
    let b = Math.max(1, firstFree - symbols[0]!);
    let tries = 0;
    for (;;) {
      grow(b + symbols[symbols.length - 1]!);
      if (check[b + symbols[0]!] === -1 && symbols.every((symbol) => check[b + symbol] === -1)) break;
      b++;
      tries++;
    }
    // The slots just passed over are nearly all taken: not to be tried again and again.
    if (tries > 64) firstFree += tries >> 2;
    base[at.state] = b;
    for (const symbol of symbols) {
      const state = b + symbol;
      check[state] = at.state;
      at.children.get(symbol)!.state = state;
      if (state > highest) highest = state;
    }
  }
  const states = highest + 1;
  const tail = counts.size + 1; // so that base + symbol never leaves the arrays
  const fail = new Int32Array(states);
  const outputs: [number, number][][] = Array.from({ length: states }, () => []);
  for (const at of queue) {
    fail[at.state] = at.fail!.state;
    outputs[at.state] = at.outputs;
  }
  const outStart = new Int32Array(states + 1);
  let total = 0;
  for (let s = 0; s < states; s++) {
    outStart[s] = total;
    total += outputs[s]!.length;
  }
  outStart[states] = total;
  const outClass = new Uint16Array(total);
  const outLength = new Uint8Array(total);
  let w = 0;
  for (const list of outputs)
    for (const [cls, length] of list) {
      outClass[w] = cls;
      outLength[w++] = length;
    }
  const fit = (table: Int32Array, rest: number): Int32Array => {
    const out = new Int32Array(states + tail + table.length * 0).fill(rest);
    out.set(table.subarray(0, Math.min(table.length, states + tail)));
    return out;
  };
  return { alphabet, base: fit(base, 0), check: fit(check, -1), fail, outStart, outClass, outLength };
}
