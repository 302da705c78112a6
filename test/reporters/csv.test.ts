import { expect, it } from "vitest";
import { csvOf } from "../../src/reporters/csv.js";
import { FORMULAS } from "./audit/hostile.js";

it.each(FORMULAS)("no cell is the formula %j, whichever table it is for", (formula) => {
  const [, cell = ""] = /^\ufeff1,"?([^]*?)"?\r\n$/.exec(csvOf([[1, formula]])) ?? [];
  expect(cell.replaceAll('""', '"')).toBe(`'${formula}`);
});
