// Refreshes the examples of the rules of kind `likeness` after the model was trained: what it reports or leaves alone changes with
// the weights. Bad ones are training replies that the rule reports, good ones clean training replies that no rule reports.
//   node scripts/likeness.mjs   (npm run train runs it, too)
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compilePack, Linter, loadSource } from "../dist/node.js";

const MOST_BAD = 7;
const MOST_GOOD = 6;
const LONGEST = 40;
const SPREAD = 23; // good examples are taken from all over the training replies

const root = fileURLToPath(new URL("..", import.meta.url));
const { source } = loadSource([`${root}rules`], `${root}dictionaries`);
const pack = compilePack(source);
const everything = new Linter(pack, { keepOverlaps: true, suggestions: false });
const strict = new Linter(pack, { level: "strict", suggestions: false });
const folder = `${root}fixtures/training/`;
const data = readdirSync(folder).flatMap((file) => readFileSync(folder + file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line)));
const spoken = ({ reply, customer }) => ({ reply, ...(customer && { customer }) });
const fields = ({ reply, customer }) => `text: ${JSON.stringify(reply)}${customer ? `, customer: ${JSON.stringify(customer)}` : ""}`;

source.rules
  .filter((rule) => rule.kind === "likeness")
  .forEach((rule, index) => {
    const bad = [];
    for (const record of data) {
      if (bad.length >= MOST_BAD || !record.expect.includes(rule.point) || record.reply.length > LONGEST) continue;
      const finding = everything.lint(spoken(record)).findings.find((one) => one.rule === rule.id);
      if (finding) bad.push(`    - { ${fields(record)}, span: ${JSON.stringify(finding.text)} }`);
    }
    const good = [];
    data
      .filter((record) => record.expect.length === 0 && record.reply.length > 8)
      .forEach((record, n) => {
        if (good.length < MOST_GOOD && (n * 7 + index) % SPREAD === 0 && strict.lint(spoken(record)).findings.length === 0) good.push(`    - { ${fields(record)} }`);
      });
    if (bad.length < 3) console.warn(`${rule.id}: only ${bad.length} training replies of ${rule.point} are reported; the rule does little`);
    if (bad.length === 0) return;
    const path = `${root}rules/${rule.id}.yaml`;
    const text = readFileSync(path, "utf8");
    writeFileSync(path, `${text.slice(0, text.indexOf("\nexamples:\n"))}\nexamples:\n  bad:\n${bad.join("\n")}\n  good:\n${good.join("\n")}\n`);
  });
