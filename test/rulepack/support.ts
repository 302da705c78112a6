import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

const made: string[] = [];
afterAll(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

export const RULE = `id: promise/sure
guidance: [G04]
kind: phrase
severity: warning
message: { zh: 说死了, en: too sure }
reason: { zh: 说死了, en: too sure }
sources: [D2]
match:
  - "<sure>..4到"
examples:
  bad:
    - { text: 一定明天到, span: 一定明天到 }
  good:
    - 预计明天到
`;

export const FILES: Record<string, string> = {
  "dictionaries/lexicon/words.yaml": "sure: [一定, 保证]\nhedge:\n  - 预计\n",
  "dictionaries/grammar/more.yaml": 'thing:\n  any: ["<sure>的"]\n  unless: { clause: [hedge] }\n',
  "dictionaries/scenarios.yaml": "trivial: [hedge]\nscenarios:\n  - { scenario: chase, customer: [sure] }\n",
  "dictionaries/scorecard.yaml": "points: { error: 25, warning: 10, info: 2 }\nagain: 0.5\ncap: 50\ncriticalCap: 40\npass: 80\nweights: { default: {} }\n",
  "dictionaries/traditional.txt": "# traditional, simplified\n請请\n證证\n",
  "rules/promise/sure.yaml": RULE,
};

/** A folder with a small, right pack, and `changes` to it (null: no such file). */
export function packDir(changes: Record<string, string | null> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), "replylint-"));
  made.push(dir);
  for (const [name, text] of Object.entries({ ...FILES, ...changes })) {
    if (text === null) continue;
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}
