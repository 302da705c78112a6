// Writes fixtures/evaluation/floors.json: below these precisions and recalls test/evaluation.test.ts fails. Run it after a change that is
// meant, once the package is built. One reply fewer than now is let pass, and the rest is rounded down to hundredths.
import { writeFileSync } from "node:fs";
import { evaluate, folder, half } from "./evaluation.mjs";

const floor = (hits, of) => (of === 0 ? null : Math.floor((100 * Math.max(0, hits - 1)) / of) / 100);
const floors = ({ hits, missed, false: alarms }) => ({ precision: floor(hits, hits + alarms), recall: floor(hits, hits + missed) });
const out = {};
for (const name of ["test", "tuning"]) {
  const { overall, points } = evaluate(half(name));
  out[name] = { overall: floors(overall), points: Object.fromEntries(points.filter(({ labelled }) => labelled > 0).map((point) => [point.id, floors(point)])) };
}
const line = ([id, value]) => `      ${JSON.stringify(id)}: ${JSON.stringify(value)}`;
const text = Object.entries(out).map(([name, { overall, points }]) => `  "${name}": {\n    "overall": ${JSON.stringify(overall)},\n    "points": {\n${Object.entries(points).map(line).join(",\n")}\n    }\n  }`);
writeFileSync(`${folder}floors.json`, `{\n${text.join(",\n")}\n}\n`);
