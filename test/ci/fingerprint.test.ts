import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprint, neighbourhood } from "../../src/ci/fingerprint.js";
import { placed } from "./support.js";

const sentence = fc.array(fc.constantFrom("亲", "您好", "到货", "一定", "明天", "，", "a", " ", "😀"), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(""));
const stop = fc.constantFrom("。", "！！", "？", "\n", "\r\n", "；");

describe("fingerprint", () => {
  test("stays when lines and sentences move in before and after, and when the line is wrapped anew", () => {
    fc.assert(
      fc.property(sentence, sentence, fc.array(fc.tuple(sentence, stop)), fc.array(fc.tuple(sentence, stop)), stop, (before, after, above, below, end) => {
        const core = `${before}对天发誓${after}`;
        const alone = core + end;
        const moved = above.map((pair) => pair.join("")).join("") + alone + below.map((pair) => pair.join("")).join("");
        // What stands before has an end of its own.
        fc.pre(above.length === 0 || !core.startsWith(" "));
        const at = moved.indexOf(core) + before.length;
        fc.pre(moved.slice(at, at + 4) === "对天发誓");
        const name = (text: string, start: number): string => fingerprint({ rule: "promise/vow", text: "对天发誓", context: neighbourhood(text, start, start + 4) });
        expect(name(moved, at)).toBe(name(alone, before.length));
        expect(fingerprint({ rule: "promise/vow", text: "对天\n  发誓", context: core })).toBe(fingerprint({ rule: "promise/vow", text: "对天发誓", context: core }));
      }),
    );
  });

  test("changes with the rule, the words and the sentence, not with place, severity or message", () => {
    const text = "您好。这件事我对天发誓。";
    const one = placed(text, "对天发誓");
    expect(fingerprint(one)).toMatch(/^[0-9a-f]{16}$/);
    expect(fingerprint({ ...one, rule: "promise/oath" })).not.toBe(fingerprint(one));
    expect(fingerprint({ ...one, text: "天发誓" })).not.toBe(fingerprint(one));
    expect(fingerprint(placed("您好。那件事我对天发誓。", "对天发誓"))).not.toBe(fingerprint(one));
    expect(fingerprint(placed("\n\n再说一句。这件事我对天发誓。", "对天发誓", { severity: "info", message: "x", file: "b.txt" }))).toBe(fingerprint(one));
  });
});

test.each([
  ["您好。我发誓！好", "发誓", "我发誓！"],
  ["我发誓", "发誓", "我发誓"],
  ["一！\n二发誓三？四", "发誓", "二发誓三？"],
  ["一。二发誓。三四。五", "发誓。三", "二发誓。三四。"],
  ["一。二", "", "一。二"],
])("the neighbourhood in %j of %j is %j", (text, words, expected) => {
  const start = words === "" ? text.length : text.indexOf(words);
  expect(neighbourhood(text, start, start + words.length)).toBe(expected);
});
