import { join } from "node:path";
import { expect, test } from "vitest";
import { latinSpeller } from "../../src/rulepack/speller.js";
import { readPack } from "../../src/rulepack/store.js";
import { ROOT } from "../cli/support.js";

const spells = latinSpeller(readPack(join(ROOT, "dist/pack.bin")), ["Breezeweave"]);

test.each([
  ["breathable", null],
  ["Breezeweave", null],
  ["breezeweave", null],
  // A letter less, another, one more, two exchanged; a name.
  ["brethable", ["breathable"]],
  ["cottan", expect.arrayContaining(["cotton"])],
  ["cottton", expect.arrayContaining(["cotton"])],
  ["brethaable", []],
  ["recieve", expect.arrayContaining(["receive"])],
  ["adidass", expect.arrayContaining(["Adidas"])],
  // Nothing is near: no guess, and no long look for one.
  ["qwertyuiop", []],
  ["xqzv", []],
])("%s", (word, answer) => {
  expect(spells(word)).toEqual(answer);
});
