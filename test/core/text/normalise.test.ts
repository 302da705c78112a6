import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { charTables, HAN, INVISIBLE, NUMERAL } from "../../../src/core/text/chars.js";
import { emptyText, normalise } from "../../../src/core/text/normalise.js";
import { anyText, normal, tables, unitsOf } from "../support.js";

describe("normalise", () => {
  it.each([
    ["ＡＢＣ１２３", "abc123"],
    ["您好　请问", "您好 请问"],
    ["退　24 小时内", "退24小时内"],
    ["加 微 信", "加微信"],
    ["加·微*信", "加微信"],
    ["最.好.的", "最好的"],
    ["最\u200b好\ufeff的", "最好的"],
    ["親，請您諒解", "亲,请您谅解"],
    ["3.5 折", "3.5折"],
    ["good morning", "good morning"],
    ["①明天", "1明天"],
    ["", ""],
  ])("%j becomes %j", (source, expected) => {
    expect(unitsOf(normal(source))).toBe(expected);
  });

  it("keeps a space between two whole Chinese phrases: it parts clauses", () => {
    expect(unitsOf(normal("您好 请问有什么可以帮您"))).toBe("您好 请问有什么可以帮您");
  });

  it("maps every unit to the unit of the source that it came from", () => {
    fc.assert(
      fc.property(anyText([]), (source) => {
        const text = normal(source);
        expect(text.map[text.length]).toBe(source.length);
        for (let i = 0; i < text.length; i++) {
          if (i > 0) expect(text.map[i]).toBeGreaterThan(text.map[i - 1]!);
          const unit = source.charCodeAt(text.map[i]!);
          expect(text.code[i]).toBe(tables.norm[unit]);
          // The second half of a pair is what the first is.
          if (unit < 0xdc00 || unit > 0xdfff) expect(text.kind[i]).toBe(tables.kind[unit]);
        }
      }),
    );
  });

  it("leaves out nothing that carries meaning", () => {
    fc.assert(
      fc.property(anyText([]), (source) => {
        const text = normal(source);
        const kept = new Set(Array.from(text.map.subarray(0, text.length)));
        for (let i = 0; i < source.length; i++) {
          const kind = tables.kind[source.charCodeAt(i)]!;
          if (kind === HAN || kind === NUMERAL) expect(kept.has(i)).toBe(true);
          if (kind === INVISIBLE) expect(kept.has(i)).toBe(false);
          if (!kept.has(i) && kind !== INVISIBLE) expect(source[i]).toMatch(/[\s.·•∙・‧*_^．＊＿＾]/);
        }
      }),
    );
  });

  // Reported to the engine's author: 薴 → 苧, but 苧 → 苎.
  it("maps a normal form to itself, unit by unit", () => {
    for (let unit = 0; unit < 65536; unit++) {
      const to = tables.norm[unit]!;
      if (tables.norm[to] !== to) expect.fail(`U+${unit.toString(16)} → U+${to.toString(16)} → U+${tables.norm[to]!.toString(16)}`);
      if (tables.kind[unit] !== tables.kind[to]) expect.fail(`U+${unit.toString(16)} is not of the kind of U+${to.toString(16)}`);
    }
  });

  it("is done after one pass", () => {
    fc.assert(
      fc.property(anyText([]), (any) => {
        // See the reported case below.
        const source = any.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u00ad]/g, "");
        const once = unitsOf(normal(source));
        expect(unitsOf(normal(once))).toBe(once);
      }),
    );
  });

  // Reported to the engine's author: an invisible character behind the blank or symbol hides the next one.
  it("sees through a symbol beside an invisible character", () => {
    expect(unitsOf(normal("加·\u200b微信"))).toBe("加微信");
  });

  it("does not depend on what the buffers held before", () => {
    const shared = emptyText();
    fc.assert(
      fc.property(anyText([], 60), (source) => {
        normalise(source, tables, shared);
        expect(unitsOf(shared)).toBe(unitsOf(normal(source)));
        expect(shared.source).toBe(source);
      }),
    );
  });

  it("holds texts longer than its first buffers", () => {
    const source = "退款，".repeat(50_000);
    const text = normal(source);
    expect(text.length).toBe(source.length);
    expect(text.map[text.length]).toBe(source.length);
  });

  it("works without a table of traditional characters", () => {
    const out = emptyText();
    normalise("請Ｑ", charTables(""), out);
    expect(unitsOf(out)).toBe("請q");
  });
});
