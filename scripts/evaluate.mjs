// Scores labelled replies (`{id, reply, customer?, scenario?, channel?, expect: ["G04"]}` a line): how many faulty ones are found
// (any expected point reported), how many clean ones alarmed, and recall by point. `--table` prints Markdown.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createShippedLinter } from "../dist/node.js";

const files = process.argv.slice(2).filter((name) => !name.startsWith("--"));
const paths = files.length > 0 ? files : [fileURLToPath(new URL("../fixtures/evaluation/test-1.jsonl", import.meta.url))];
const linter = createShippedLinter({ suggestions: false });
let faulty = 0;
let found = 0;
let clean = 0;
let alarmed = 0;
const points = new Map();
for (const path of paths)
  for (const line of readFileSync(path, "utf8").split("\n").filter(Boolean)) {
    const { expect, id: _, note: __, ...record } = JSON.parse(line);
    const reported = new Set(linter.lint(record).findings.flatMap((finding) => finding.guidance));
    if (expect.length === 0) {
      clean++;
      if (reported.size > 0) alarmed++;
      continue;
    }
    faulty++;
    if (expect.some((point) => reported.has(point))) found++;
    for (const point of expect) {
      const count = points.get(point) ?? { of: 0, found: 0 };
      count.of++;
      if (reported.has(point)) count.found++;
      points.set(point, count);
    }
  }
const share = (part, whole) => `${part}/${whole} (${((100 * part) / whole).toFixed(1)} %)`;
const byPoint = [...points].sort().map(([point, { of, found: n }]) => `${point} ${n}/${of}`);
if (process.argv.includes("--table")) console.log(`| | |\n|---|---|\n| faulty replies found | ${share(found, faulty)} |\n| clean replies alarmed | ${share(alarmed, clean)} |\n| by point, reported / labelled | ${byPoint.join(" · ")} |`);
else console.log(`found ${share(found, faulty)}, clean alarmed ${share(alarmed, clean)}\n${byPoint.join("  ")}`);
