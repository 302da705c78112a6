import { describe, expect, it } from "vitest";
import { Linter } from "../../src/core/index.js";
import type { Reply } from "../../src/core/types.js";
import { packOf } from "./support.js";

describe("inferScenario", () => {
  const scenarios = [
    { scenario: "complaint" as const, customer: ["angry"] },
    { scenario: "chase" as const, customer: ["chase"], reply: ["parcel"] },
    { scenario: "refund" as const, customer: ["refund"], reply: ["refund"] },
  ];
  const linter = new Linter(packOf({ angry: ["投诉"], chase: ["到哪了"], refund: ["退款"], parcel: ["快递"] }, [], { scenarios }));
  const scenarioOf = (reply: Reply): string => linter.lint(reply).scenario;

  it("goes by what the customer said, the first line that holds", () => {
    expect(scenarioOf({ reply: "好", customer: "到哪了，再不来我退款" })).toBe("chase");
    expect(scenarioOf({ reply: "好", customer: "到哪了，投诉" })).toBe("complaint");
  });
  it("goes by the reply only where nothing is known of the customer", () => {
    expect(scenarioOf({ reply: "快递在路上" })).toBe("chase");
    expect(scenarioOf({ reply: "快递在路上", customer: "" })).toBe("chase");
    expect(scenarioOf({ reply: "快递在路上", customer: "在吗" })).toBe("general");
    expect(scenarioOf({ reply: "你投诉吧" })).toBe("general");
  });
  it("leaves what is given alone", () => {
    expect(linter.lint({ reply: "快递", scenario: "stock" })).toMatchObject({ scenario: "stock", scenarioSource: "given" });
    expect(linter.lint({ reply: "快递" })).toMatchObject({ scenario: "chase", scenarioSource: "inferred" });
  });
});
