import { describe, expect, it } from "vitest";
import { Linter } from "../../src/core/linter.js";
import { loadPack } from "../../src/rulepack/load.js";

const { pack } = loadPack(["rules"], "dictionaries");
const reply = { customer: "快递怎么还没到", reply: "亲，明天肯定能到，明天肯定能到的" };
const RULE = "promise/guaranteed-arrival";

describe("a rule on shadow", () => {
  const off = new Linter(pack, { rules: { [RULE]: "off" } }).lint(reply);
  const { shadow, ruleset, ...rest } = new Linter(pack, { rules: { [RULE]: "shadow" } }).lint(reply);

  it("is counted, and otherwise as if it were off", () => {
    const on = new Linter(pack, { keepOverlaps: true }).lint(reply).findings.filter(({ rule }) => rule === RULE);
    expect(on.length).toBeGreaterThan(0);
    expect(shadow).toEqual({ [RULE]: on.length });
    expect(ruleset).not.toBe(off.ruleset);
    expect({ ...rest, ruleset: off.ruleset }).toEqual(off);
    expect(off.shadow).toBeUndefined();
  });

  it("is counted in conversations, over all responses", () => {
    const said = { role: "agent" as const, text: reply.reply };
    const messages = [{ role: "customer" as const, text: reply.customer }, said, { role: "customer" as const, text: "真的吗，快递还没到" }, said];
    const linter = new Linter(pack, { rules: { [RULE]: "shadow", "time/unanswered": "shadow" } });
    expect(linter.lintConversation(messages).shadow?.[RULE]).toBe(2 * shadow![RULE]!);
    expect(linter.analyseConversation(messages).shadow).toEqual(linter.lintConversation(messages).shadow);
  });

  it("may be one of whole conversations", () => {
    const rule = pack.rules.find(({ kind }) => kind === "outcome")!;
    const all = pack.rules.filter(({ kind }) => kind === "outcome" || kind === "again" || kind === "closing" || kind === "timing");
    const messages = [{ role: "agent" as const, text: "您好，请问有什么可以帮您？" }, { role: "customer" as const, text: "我要投诉，快递到底什么时候到" }];
    const heard = new Linter(pack).analyseConversation(messages).late;
    const stages = Object.fromEntries(all.map(({ id }) => [id, "shadow" as const]));
    const quiet = new Linter(pack, { rules: stages }).analyseConversation(messages);
    expect(rule).toBeDefined();
    expect(heard.length).toBeGreaterThan(0);
    expect(quiet.late).toEqual([]);
    expect(Object.values(quiet.shadow!).reduce((sum, count) => sum + count, 0)).toBe(heard.length);
  });
});
