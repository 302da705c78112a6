import { parentPort } from "node:worker_threads";
import type { CompiledPack } from "../core/pack.js";
import { testPack } from "../rulepack/examples.js";
import { compileSource, isPlaybook, type LoadedSource, loadSource, parsePlaybook, parseRule, shortName } from "../rulepack/load.js";
import { shipped } from "../rulepack/shipped.js";
import { type Problem, SourceError } from "../rulepack/yaml.js";

/** Compiling takes seconds: it is done beside the server, which goes on answering. */
export type Job = { id: number; rulesDirs: string[] } & ({ kind: "compile" } | { kind: "test"; path: string; text: string });
export type Answer = { id: number } & ({ pack: CompiledPack } | { problems: Problem[] } | { crash: string });

let loaded: { key: string; source: LoadedSource } | undefined;

function sourceOf(rulesDirs: string[], fresh: boolean): LoadedSource {
  const key = JSON.stringify(rulesDirs);
  if (fresh || loaded?.key !== key) loaded = { key, source: loadSource([shipped("rules"), ...rulesDirs], shipped("dictionaries")) };
  return loaded.source;
}

/** Compiles the pack with the text of one rule as it stands in the editor, and runs its examples. */
function test(rulesDirs: string[], path: string, text: string): Problem[] {
  const file = shortName(path);
  const { source, files } = sourceOf(rulesDirs, false);
  if (isPlaybook(path)) {
    const { playbook, yaml } = parsePlaybook(text, path);
    compileSource({ source: { ...source, playbooks: [...(source.playbooks ?? []).filter(({ id }) => id !== playbook.id), playbook] }, files: new Map(files).set(file, yaml) });
    return [];
  }
  const { rule, yaml } = parseRule(text, path, shipped("dictionaries"));
  const edited: LoadedSource = { source: { ...source, rules: [...source.rules.filter(({ id, place }) => id !== rule.id && place.file !== file), rule] }, files: new Map(files).set(file, yaml) };
  return testPack(compileSource(edited), edited, rule.id).failures;
}

parentPort?.on("message", (job: Job) => {
  let answer: Answer;
  try {
    answer = job.kind === "compile" ? { id: job.id, pack: compileSource(sourceOf(job.rulesDirs, true)) } : { id: job.id, problems: test(job.rulesDirs, job.path, job.text) };
  } catch (error) {
    if (error instanceof SourceError) answer = { id: job.id, problems: error.problems };
    else answer = { id: job.id, crash: error instanceof Error ? error.message : String(error) };
  }
  parentPort!.postMessage(answer);
});
