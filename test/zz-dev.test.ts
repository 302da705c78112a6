import { writeFileSync } from "node:fs";
import { test } from "vitest";
import { auditHtml } from "../src/reporters/audit/html.js";
import { auditMarkdown } from "../src/reporters/audit/markdown.js";
import { auditXlsx } from "../src/reporters/audit/xlsx.js";
import { auditReport, storedResults } from "./reporters/audit/support.js";
test("dev", async () => {
  console.time("lint"); const r = auditReport(90); console.timeEnd("lint");
  writeFileSync("/tmp/w-report/r.json", JSON.stringify(r));
  writeFileSync("/tmp/w-report/r.html", auditHtml(r, "zh"));
  writeFileSync("/tmp/w-report/en.html", auditHtml(r, "en"));
  writeFileSync("/tmp/w-report/r.md", auditMarkdown(r, "zh"));
  writeFileSync("/tmp/w-report/r.xlsx", await auditXlsx(r, "zh"));
  console.time("big"); const big = auditReport(2000); console.timeEnd("big");
  const h = auditHtml(big, "zh"); console.log("big html", h.length);
  writeFileSync("/tmp/w-report/big.html", h);
  writeFileSync("/tmp/w-report/r.jsonl", storedResults(40).map((x) => JSON.stringify(x)).join("\n") + "\n");
}, 120000);
