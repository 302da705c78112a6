// Hides each member of the classes, and each pattern of the rules, in turn and says what the others still catch: how well rules hold out
// against wording that nobody wrote down. Looks at the bad examples of the rules and at the labelled replies of fixtures/evaluation, as far
// as they are caught now, and writes docs/recall.md.
//   node scripts/leave-one-out.mjs [--sample N] [--seed N]   N of the replies only; takes minutes
// Members that no reply has in common are hidden together: a reply never misses more than one.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compilePack, Linter, loadSource, probesOf, readLabels } from "../dist/node.js";
import { half } from "./evaluation.mjs";

const option = (name, otherwise) => (process.argv.includes(name) ? Number(process.argv[process.argv.indexOf(name) + 1]) : otherwise);
const root = fileURLToPath(new URL("..", import.meta.url));
const { source } = loadSource([`${root}rules`], `${root}dictionaries`);
/** Nothing that only makes it faster to run: it is compiled many times. */
const bare = { ...source, ordinary: [], rules: source.rules.map((rule) => ({ ...rule, examples: { bad: [], good: [] } })) };
const linterOf = (given) => new Linter(compilePack(given), { level: "strict", suggestions: false, moves: false, keepOverlaps: true });
const started = performance.now();
const points = new Map(source.rules.map(({ id, guidance }) => [id, guidance]));

// What is caught now: by the rule that an example is of, by any rule of the points that a reply is labelled with.
const examples = source.rules.flatMap((rule) => rule.examples.bad.filter(({ text, house }) => text !== undefined && !house).map(({ text, customer, scenario, channel }) => ({ input: { reply: text, customer, scenario, channel }, rule: rule.id, expect: rule.guidance })));
const labels = ["tuning", "test"].flatMap(half).flatMap((path) => readLabels(readFileSync(path, "utf8"), path).labels).filter(({ expect }) => expect.length > 0).map(({ reply, expect }) => ({ input: reply, expect }));
const linter = linterOf(bare);
const right = (one, findings) => findings.filter(({ rule }) => points.get(rule).some((point) => one.expect.includes(point)));
const cases = sampled([...examples, ...labels], option("--sample", Infinity), option("--seed", 1))
  .map((one) => ({ ...one, rules: new Set(right(one, linter.lint(one.input).findings).map(({ rule }) => rule)) }))
  .filter((one) => (one.rule === undefined ? one.rules.size > 0 : one.rules.has(one.rule)));

// Which members each of them has that may matter: those of classes that the rules which fire are made of.
const classes = new Map(source.classes.map((cls) => [cls.name, cls]));
const madeOf = new Map(source.rules.map((rule) => [rule.id, closure(rule)]));
const { in: probesIn } = probesOf(bare);
const ofPatterns = new Map(source.rules.map(({ id }) => [id, `rule ${id}`]));
const used = new Map();
cases.forEach((one, index) => {
  const mattering = new Set([...one.rules].flatMap((id) => [...madeOf.get(id)]));
  for (const text of [one.input.reply, one.input.customer ?? ""])
    for (const { cls, rule, pattern } of probesIn(text)) {
      if (cls === undefined ? !one.rules.has(rule.id) : !mattering.has(cls)) continue;
      const key = JSON.stringify([cls ?? ofPatterns.get(rule.id), pattern]);
      if (!used.has(key)) used.set(key, { cls, rule: rule?.id, pattern, cases: new Set() });
      used.get(key).cases.add(index);
    }
});

// A class is needed by a reply where, without all of it, the rule says nothing any more; the patterns of a rule always are.
let left = 0;
const groups = new Map();
for (const member of used.values()) {
  if (member.cls === undefined) continue;
  const group = groups.get(member.cls) ?? { members: [], cases: new Set() };
  groups.set(member.cls, group);
  group.members.push(member);
  for (const index of member.cases) group.cases.add(index);
}
const needed = new Set();
const firstRounds = inRounds([...groups].map(([cls, group]) => ({ ...group, judge: (index, outcome) => outcome !== "same" && needed.add(`${cls} ${index}`) })));
const table = new Map();
const members = [...used.values()].map((member) => {
  const name = member.cls ?? "(patterns of rules)";
  return { members: [member], cases: new Set([...member.cases].filter((index) => member.cls === undefined || needed.has(`${member.cls} ${index}`))), touches: member.cases, name };
}).filter((member) => member.cases.size > 0);
for (const { name } of members) table.set(name, { members: (table.get(name)?.members ?? 0) + 1, tried: 0, same: 0, other: 0, lost: 0 });
const rounds = firstRounds + inRounds(members.map((member) => ({ ...member, judge: (_, outcome) => { const row = table.get(member.name); row.tried++; row[outcome]++; } })));
console.log(`${cases.length} replies, ${members.length} members, ${rounds} rounds`);

/** Hides the members of each item, many items at once: those that have no reply in common. Each is told what became of its replies. */
function inRounds(items) {
  const all = [];
  const size = ({ cases, touches = cases }) => touches.size;
  for (const item of [...items].sort((a, b) => size(b) - size(a))) {
    const touched = item.touches ?? item.cases;
    const round = all.find(({ taken }) => ![...touched].some((index) => taken.has(index)));
    if (round) {
      round.items.push(item);
      for (const index of touched) round.taken.add(index);
    } else all.push({ items: [item], taken: new Set(touched) });
  }
  all.forEach(({ items: together }, index) => {
    hide(together);
    if (process.stderr.isTTY) process.stderr.write(`\r${index + 1}/${all.length} `);
  });
  return all.length;
}

function hide(items) {
  let hidden;
  try {
    hidden = linterOf(without(items.flatMap((item) => item.members)));
  } catch {
    // What cannot be compiled without them is left alone.
    if (items.length === 1) return void left++;
    hide(items.slice(0, items.length >> 1));
    return hide(items.slice(items.length >> 1));
  }
  for (const { cases: own, judge } of items)
    for (const index of own) {
      const one = cases[index];
      const still = right(one, hidden.lint(one.input).findings);
      const same = one.rule === undefined ? still.some(({ rule }) => one.rules.has(rule)) : still.some(({ rule }) => rule === one.rule);
      judge(index, same ? "same" : still.length > 0 ? "other" : "lost");
    }
}

function without(members) {
  const gone = new Map();
  for (const { cls, rule, pattern } of members) {
    const key = cls ?? ofPatterns.get(rule);
    gone.set(key, new Set([...(gone.get(key) ?? []), pattern]));
  }
  const rest = (name, all) => {
    const left = all.filter((pattern) => !gone.get(name)?.has(pattern));
    // Nothing is ever written in characters of private use.
    return left.length > 0 ? left : ["\ue000\ue001\ue002"];
  };
  return { ...bare, classes: bare.classes.map((cls) => ({ ...cls, any: rest(cls.name, cls.any) })), rules: bare.rules.map((rule) => (rule.kind === "phrase" ? { ...rule, match: rest(ofPatterns.get(rule.id), rule.match) } : rule)) };
}

/** The classes that a rule is made of, through all others; conditions and exceptions are left aside. */
function closure(rule) {
  const seen = new Set();
  const visit = (names) => {
    for (const name of names) {
      if (seen.has(name) || !classes.has(name)) continue;
      seen.add(name);
      const { any, with: around } = classes.get(name);
      visit([...any.flatMap(refs), ...Object.values(around ?? {}).flat().flatMap(alternatives)]);
    }
  };
  visit([...(rule.match ?? []).flatMap(refs), ...Object.values(rule.with ?? {}).flat().flatMap(alternatives)]);
  for (const when of [rule.when ?? []].flat()) visit([...(when.customer ?? []), ...(when.reply ?? [])].flatMap(alternatives));
  return seen;
}
function refs(pattern) {
  return [...pattern.replace(/!\([^)]*\)/g, "").matchAll(/<([a-z][a-z0-9-]*)>/g)].map(([, name]) => name);
}
function alternatives(entry) {
  return entry.split("|").map((name) => name.trim());
}

/** So many of the list, the same ones for the same seed. */
function sampled(list, size, seed) {
  let state = seed >>> 0;
  const next = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32);
  return list.map((one) => ({ one, key: next() })).sort((a, b) => a.key - b.key).slice(0, size).map(({ one }) => one);
}

const percent = (part, whole) => (whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`);
const rows = [...table].sort(([a, x], [b, y]) => y.lost - x.lost || (a < b ? -1 : 1));
const sum = (list) => list.reduce((all, [, row]) => ({ members: all.members + row.members, tried: all.tried + row.tried, same: all.same + row.same, other: all.other + row.other, lost: all.lost + row.lost }), { members: 0, tried: 0, same: 0, other: 0, lost: 0 });
const cells = (name, { members, tried, same, other, lost }) => `| ${name} | ${members} | ${tried} | ${percent(same, tried)} | ${percent(other, tried)} | ${percent(lost, tried)} |`;
const head = ["| 词类 class | 词 members | 次 tried | 同一规则 same rule | 别的规则 other rule | 漏掉 lost |", "|---|---|---|---|---|---|"];
const FEW = 10;
const patterns = rows.filter(([name]) => name.startsWith("("));
const words = rows.filter(([name]) => !name.startsWith("("));
const few = words.filter(([, { tried }]) => tried < FEW);
const lines = [...head, cells("**词 members**", sum(words)), cells("**规则的写法 patterns of rules**", sum(patterns)), ...words.filter(([, { tried }]) => tried >= FEW).map(([name, row]) => cells(name, row)), cells(`（${few.length} 个少于 ${FEW} 次的词类 classes of fewer than ${FEW}）`, sum(few))];
console.log(lines.slice(0, 24).join("\n"));
const day = new Date().toISOString().slice(0, 10);
writeFileSync(`${root}docs/recall.md`, `# 没写进去的说法 Wording that is not listed

<!-- Written by \`npm run leave-one-out\`. Do not edit. -->

一个词一个词、一个写法一个写法地藏起来，看别的还能不能抓住。看的是反例和 \`fixtures/evaluation\` 里现在抓得到的回复；只算离不开的：整类都藏起来，原来的规则就不报了。
“同一规则”指反例自己的那条（标注回复：原来报对的任意一条）照样报，“别的规则”指同一要点的另一条，“漏掉”是没有一条再报。漏得多的类，靠的是单个的词，该补同义的说法。

Each member of each class, and each pattern of each rule, is hidden in turn to see what the others still catch, of the rules' bad examples and the replies of
\`fixtures/evaluation\` that are caught now. Only what is needed counts: without the whole class the rule would say nothing any more.
“Same rule” is the rule of the example (of a labelled reply: any that was right before), “other rule” another of the same point, “lost” none. A class that
loses much hangs on single words.

${day}，${cases.length} 条回复，${rounds} 轮${left > 0 ? `，${left} 个词藏不掉` : ""}。${cases.length} replies, ${rounds} rounds${left > 0 ? `, ${left} members that cannot be hidden` : ""}.

${lines.join("\n")}
`);
console.log(`docs/recall.md, ${Math.round((performance.now() - started) / 1000)} s`);
