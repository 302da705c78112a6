import * as v from "valibot";
import { LIMITED } from "../core/house.js";
import { EMOJI_SCOPES, PUNCTUATION_CHECKS } from "../core/rules.js";
import { CHANNELS, CRITICALS, DIMENSIONS, MOVES, SCENARIOS, SEVERITIES } from "../core/types.js";

/** Schemas of everything in `rules/` and `dictionaries/`; the JSON Schemas for editors are made from them. */

const text = v.pipe(v.string(), v.nonEmpty("must not be empty"));
// A whole number without quotes (618, 12315) is meant as its digits.
const patternText = v.union([text, v.pipe(v.number(), v.integer(), v.transform(String))]);
const bilingual = v.strictObject({ zh: text, en: text });
const patterns = v.pipe(v.array(patternText), v.nonEmpty("needs at least one entry"));
const classes = v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*(\s*\|\s*[a-z][a-z0-9-]*)*$/, 'names classes: "a" or "a|b"'))), v.nonEmpty("needs at least one class"));
const scenario = v.picklist(SCENARIOS);
const channel = v.picklist(CHANNELS);
const severity = v.picklist(SEVERITIES);

const around = v.strictObject({ clause: v.optional(classes), sentence: v.optional(classes), text: v.optional(classes) });

const when = v.strictObject({
  scenario: v.optional(v.array(scenario)),
  givenScenario: v.optional(v.array(scenario)),
  notScenario: v.optional(v.array(scenario)),
  channel: v.optional(v.array(channel)),
  heard: v.optional(v.boolean()),
  customer: v.optional(classes),
  notCustomer: v.optional(classes),
  reply: v.optional(classes),
  notReply: v.optional(classes),
  only: v.optional(classes),
  each: v.optional(classes),
  notFacts: v.optional(v.array(text)),
});

const suggestion = v.pipe(
  v.strictObject({
    title: bilingual,
    replace: v.optional(v.picklist(["match", "clause", "sentence", "places"])),
    insert: v.optional(v.picklist(["start", "before-sentence", "after-clause", "after-sentence", "end"])),
    text: v.optional(v.string()),
    fix: v.optional(v.boolean()),
    with: v.optional(classes),
    unless: v.optional(classes),
  }),
  v.check(({ replace, text: words }) => replace === "places" || words !== undefined, "needs text; only places have their own"),
  v.transform(({ text: words = "", ...rest }) => ({ ...rest, text: words })),
);

/** The configuration that an example of a house rule is told under. */
const hours = v.pipe(v.number(), v.minValue(0));
const house = v.strictObject({ terms: v.optional(v.record(text, text)), limits: v.optional(v.record(v.picklist(LIMITED), v.strictObject({ least: v.optional(hours), most: v.optional(hours) }))) });
const situation = { text: v.string(), customer: v.optional(text), scenario: v.optional(scenario), channel: v.optional(channel), house: v.optional(house) };
const examples = v.strictObject({
  bad: v.pipe(v.array(v.strictObject({ ...situation, span: v.string(), fixed: v.optional(text) })), v.nonEmpty("needs at least one example that fires")),
  good: v.pipe(v.array(v.union([v.string(), v.strictObject(situation)])), v.nonEmpty("needs at least one example that does not fire")),
});

/** `- 10:05 agent: 您好`: one message, its time of day (with a date, `11-25 10:05`) and who writes. Today is 2026-11-24, a Tuesday. */
const exampleMessage = v.pipe(
  v.record(v.pipe(v.string(), v.regex(/^((\d\d-\d\d )?\d\d:\d\d(:\d\d)? )?(customer|agent|bot|system)$/, 'is "agent", "customer", "bot" or "system", with a time before it: "10:05 agent"')), v.string()),
  v.check((message) => Object.keys(message).length === 1, "has one message an entry"),
);
const conversation = { conversation: v.pipe(v.array(exampleMessage), v.nonEmpty("needs at least one message")), scenario: v.optional(scenario) };
const conversations = v.strictObject({
  bad: v.pipe(v.array(v.strictObject({ ...conversation, at: v.pipe(v.number(), v.integer(), v.minValue(0)), span: v.string() })), v.nonEmpty("needs at least one example that fires")),
  good: v.pipe(v.array(v.strictObject(conversation)), v.nonEmpty("needs at least one example that does not fire")),
});

const common = {
  id: v.pipe(v.string(), v.regex(new RegExp(`^(${DIMENSIONS.join("|")})/[a-z0-9]+(-[a-z0-9]+)*$`), `is <dimension>/<name> in kebab-case; dimensions: ${DIMENSIONS.join(" ")}`)),
  guidance: v.pipe(v.array(v.pipe(v.string(), v.regex(/^G\d\d$/, "is a point of the guidance, such as G04"))), v.nonEmpty("names at least one point of the guidance")),
  severity,
  critical: v.optional(v.picklist(CRITICALS)),
  channels: v.optional(v.strictObject({ chat: v.optional(severity), broadcast: v.optional(severity), page: v.optional(severity), bot: v.optional(severity) })),
  level: v.optional(v.picklist(["default", "strict"])),
  strictIn: v.optional(v.array(channel)),
  message: bilingual,
  reason: bilingual,
  sources: v.pipe(v.array(text), v.nonEmpty("says where the rule comes from")),
};
const base = {
  ...common,
  when: v.optional(v.union([when, v.pipe(v.array(when), v.nonEmpty())])),
  suggest: v.optional(v.array(suggestion)),
  examples,
};
/** Of a whole conversation: its situation is its scenario. */
const ofConversation = {
  ...common,
  when: v.optional(v.strictObject({ scenario: when.entries.scenario, givenScenario: when.entries.givenScenario, notScenario: when.entries.notScenario })),
  examples: conversations,
};

const limit = v.pipe(v.number(), v.integer(), v.minValue(0));
const dictionary = v.pipe(v.string(), v.regex(/^[\w./-]+$/, "names a file of dictionaries/ without its ending, or one beside the rule (./words)"));

export const ruleSchema = v.variant("kind", [
  v.strictObject({ ...base, kind: v.literal("phrase"), match: patterns, except: v.optional(patterns), with: v.optional(around), unless: v.optional(around), span: v.optional(v.picklist(["match", "clause", "sentence"])), certain: v.optional(v.boolean()) }),
  v.strictObject({ ...base, kind: v.literal("require"), need: classes, move: v.picklist(MOVES), after: v.optional(classes), always: v.optional(v.boolean()) }),
  v.strictObject({ ...base, kind: v.literal("order"), first: classes, then: classes }),
  v.strictObject({ ...base, kind: v.literal("likeness"), point: v.pipe(v.string(), v.regex(/^G\d\d$/, "is a point of the guidance, such as G04")) }),
  v.strictObject({ ...base, kind: v.literal("repeat"), minLength: v.pipe(v.number(), v.integer(), v.minValue(4)) }),
  v.strictObject({ ...base, kind: v.literal("terms"), dictionary, unlessHeard: v.optional(v.boolean()), except: v.optional(patterns), with: v.optional(around), unless: v.optional(around) }),
  v.strictObject({ ...base, kind: v.literal("punctuation"), check: v.picklist(PUNCTUATION_CHECKS), atLeast: v.optional(limit) }),
  v.strictObject({ ...base, kind: v.literal("emoji"), codes: classes, most: limit, within: v.picklist(EMOJI_SCOPES), apart: v.optional(text) }),
  v.strictObject({ ...base, kind: v.literal("length"), unit: v.picklist(["sentence", "reply"]), most: limit }),
  v.strictObject({ ...base, kind: v.literal("spelling"), dictionary, atLeast: limit }),
  v.strictObject({ ...base, kind: v.literal("house-terms") }),
  v.strictObject({ ...base, kind: v.literal("house-limit"), side: v.picklist(["most", "least"]) }),
  v.strictObject({ ...base, kind: v.literal("answer"), untouched: v.picklist(["all", "some"]) }),
  v.strictObject({ ...ofConversation, kind: v.literal("timing"), of: v.picklist(["first", "later", "any", "hold"]), above: v.picklist(["target", "limit", "hold"]), words: v.optional(classes), unless: v.optional(classes) }),
  v.strictObject({ ...ofConversation, kind: v.literal("outcome"), of: v.picklist(["promise-late", "promise-not-seen", "unanswered", "mood-worse"]) }),
  v.strictObject({ ...ofConversation, kind: v.literal("again"), words: v.optional(classes), minLength: v.optional(v.pipe(v.number(), v.integer(), v.minValue(4))), between: v.picklist(["customer", "silence"]) }),
  v.strictObject({ ...ofConversation, kind: v.literal("closing"), need: classes }),
]);

/** A file of `rules/playbooks`, or of `playbooks/` in a folder of one's own: what a situation owes, step by step. */
export const playbookSchema = v.strictObject({
  /** One of the same id in a folder of one's own takes the place of the shipped one. */
  id: v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "is written in kebab-case")),
  name: bilingual,
  /** The scenarios that it is for; without any it is for its situation (`when`) in all of them. */
  scenarios: v.optional(v.array(scenario), []),
  guidance: common.guidance,
  sources: common.sources,
  /** Default: one of its scenarios was given. */
  when: base.when,
  steps: v.pipe(
    v.array(
      v.strictObject({
        move: v.picklist(MOVES),
        /** What is to be done, for people. */
        step: bilingual,
        /** The rules that watch the step; a step without any is welcome, and nobody misses it. */
        rules: v.optional(v.pipe(v.array(common.id), v.nonEmpty("needs at least one rule"))),
        /** Narrows the situation down for this step. */
        when: base.when,
        /** Sentences that make the step, the most fitting first: {class} stands for the reply's or the customer's own words, 【…】 for what the writer fills in. */
        say: v.optional(v.pipe(v.array(text), v.nonEmpty("needs at least one entry"))),
        insert: v.optional(v.picklist(["start", "before-sentence", "after-clause", "after-sentence", "end"])),
      }),
    ),
    v.nonEmpty("needs at least one step"),
  ),
});

const definition = v.union([
  patterns,
  v.strictObject({
    any: patterns,
    except: v.optional(patterns),
    with: v.optional(around),
    unless: v.optional(around),
    move: v.optional(v.strictObject({ kind: v.picklist(MOVES), span: v.picklist(["clause", "match"]) })),
  }),
]);

/** A file of `dictionaries/lexicon` or `dictionaries/grammar`: classes by name. */
export const classesSchema = v.record(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, "a class name is made of lower-case letters, digits and -")), definition);

/** `dictionaries/scenarios.yaml` */
export const scenariosSchema = v.strictObject({
  trivial: classes,
  scenarios: v.array(v.strictObject({ scenario, customer: v.optional(classes), reply: v.optional(classes) })),
});

/** `dictionaries/topics.yaml` */
export const topicsSchema = v.strictObject({
  open: classes,
  common: v.array(v.pipe(v.string(), v.length(2))),
  topics: v.array(v.strictObject({ id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, "is made of lower-case letters, digits and -")), name: bilingual, asked: classes, touched: classes })),
});

const weights = v.strictObject(Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(5)))])));
/** `dictionaries/scorecard.yaml` */
export const scorecardSchema = v.strictObject({
  points: v.strictObject({ error: v.number(), warning: v.number(), info: v.number() }),
  again: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  cap: v.pipe(v.number(), v.minValue(1)),
  criticalCap: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  pass: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  weights: v.strictObject({ default: weights, ...Object.fromEntries(SCENARIOS.map((name) => [name, v.optional(weights)])) }),
});
