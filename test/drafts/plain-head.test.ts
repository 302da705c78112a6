import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHANNELS, SCENARIOS } from "../../src/core/types.js";
import { readPlainHead } from "../../src/drafts/plain-head.js";
import { readDraftHead } from "../../src/rulepack/config.js";

const pieces = ["包裹", "怎么", "到了", "：", ": ", ":", " #", "#", "\"", "'", "[", "]", "{", "}", ",", "，", "?", "- ", "|", ">", "&", "*", "!", "%", "@", "`", "~", "1", "null", "true", "2026-11-25", "OK", "\t", "\u0085", "\u2028", "\ufeff", "\u200b", "😀", "\\", "...", "---", " "];
const words = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
const line = fc.oneof(
  fc.record({ key: fc.constantFrom("customer", "platform", "facts", "other"), value: words }),
  fc.record({ key: fc.constant("customer"), value: words.map((rest) => `快递${rest}`) }),
  fc.record({ key: fc.constant("scenario"), value: fc.constantFrom(...SCENARIOS, "chased") }),
  fc.record({ key: fc.constant("channel"), value: fc.constantFrom(...CHANNELS, "sms") }),
).map(({ key, value }) => `${key}: ${value}`);

describe("the head that needs no YAML reader", () => {
  it("is read as YAML reads it, or not at all", () => {
    let plain = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), fc.constantFrom("", "\n"), (lines, end) => {
        const text = lines.join("\n") + end;
        const head = readPlainHead(text);
        if (!head) return;
        plain++;
        expect(readDraftHead(text, "zh")).toEqual({ head });
      }),
      { numRuns: 3000 },
    );
    expect(plain).toBeGreaterThan(100);
  });

  it.each(["customer: 还没到\nscenario: chase\nchannel: chat\n", "customer: 亲，我的“包裹”呢？到哪了！\n"])("takes the common case: %j", (text) => expect(readPlainHead(text)).not.toBeNull());

  it.each(["customer: '还没到'\n", "customer: 还没到 # replylint-ignore x -- y\n", "scenario: chased\n", "customer: 到了\ncustomer: 没到\n", "customer: yes\n", "facts:\n  stock: 3\n", ""])("leaves to YAML: %j", (text) => expect(readPlainHead(text)).toBeNull());
});
