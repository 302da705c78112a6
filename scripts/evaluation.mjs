// The labelled replies of fixtures/evaluation, measured with what `replylint evaluate` measures with.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createShippedLinter, judge, measure, readLabels, shippedPack } from "../dist/node.js";

export const folder = fileURLToPath(new URL("../fixtures/evaluation/", import.meta.url));

/** Measures files of labels; by default those of a half (`test`, `tuning`). */
export function evaluate(paths) {
  const labels = paths.flatMap((path) => {
    const { labels, problems } = readLabels(readFileSync(path, "utf8"), path);
    if (problems.length > 0) throw new Error(problems.map(({ file, line, message }) => `${file}:${line}: ${message.en}`).join("\n"));
    return labels;
  });
  const guidance = new Map(shippedPack().rules.map((rule) => [rule.id, rule.guidance]));
  return measure(judge(labels, createShippedLinter({ suggestions: false, moves: false })), (rule) => guidance.get(rule));
}

/** The files of a half. */
export function half(name) {
  return readdirSync(folder).filter((file) => file.startsWith(`${name}-`) && file.endsWith(".jsonl")).sort().map((file) => folder + file);
}
