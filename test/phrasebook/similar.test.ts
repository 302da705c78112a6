import fc from "fast-check";
import { expect, it } from "vitest";
import { findSimilar } from "../../src/phrasebook/similar.js";

function runs(text: string): Set<string> {
  return new Set(Array.from({ length: Math.max(0, text.length - 2) }, (_, i) => text.slice(i, i + 3)));
}

/** Every text against every earlier one that is like none itself. */
function reference(texts: readonly string[], threshold: number): { index: number; other: number; likeness: number }[] {
  const leaders: number[] = [];
  const out: { index: number; other: number; likeness: number }[] = [];
  texts.forEach((text, index) => {
    if (text.length < 12) return;
    const own = runs(text);
    let best: (typeof out)[number] | undefined;
    for (const other of leaders) {
      const theirs = runs(texts[other]!);
      const common = [...own].filter((run) => theirs.has(run)).length;
      const likeness = common / (own.size + theirs.size - common);
      if (likeness >= threshold && (!best || likeness > best.likeness)) best = { index, other, likeness };
    }
    if (best) out.push(best);
    else leaders.push(index);
  });
  return out;
}

it("finds what comparing every pair finds", () => {
  const base = "亲您好包裹已经在派送中了预计明天送达请留意短信通知";
  const text = fc.array(fc.record({ at: fc.nat(22), put: fc.constantFrom("", "今", "后天", "快递小哥") }), { maxLength: 4 }).map((edits) => edits.reduce((made, { at, put }) => made.slice(0, at) + put + made.slice(at + 1), base));
  fc.assert(
    fc.property(fc.array(fc.oneof(text, fc.string({ unit: fc.constantFrom(..."亲您好的了是在有"), minLength: 8, maxLength: 30 })), { maxLength: 12 }), fc.constantFrom(0.6, 0.8, 0.95), (texts, threshold) => {
      expect(findSimilar(texts, threshold)).toEqual(reference(texts, threshold));
    }),
    { numRuns: 200 },
  );
});

it("does not compare every pair of a large family of one template", () => {
  const texts = Array.from({ length: 6000 }, (_, i) => `亲您好您购买的第${i}号商品编码${(i * 7919) % 100003}已经由仓库发出请您耐心等待`);
  const started = performance.now();
  findSimilar(texts, 0.95);
  const family = performance.now() - started;
  const again = performance.now();
  findSimilar(texts.slice(0, 1500), 0.95);
  const quarter = performance.now() - again;
  // Pairwise work would be sixteen times as much.
  expect(family / Math.max(quarter, 5)).toBeLessThan(12);
});
