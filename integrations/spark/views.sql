-- The figures of `replylint audit` as views on the results of the job: CREATE OR REPLACE TEMPORARY VIEW results first, e.g.
--   CREATE OR REPLACE TEMPORARY VIEW results AS SELECT * FROM parquet.`results.parquet`;
-- All sums are of whole numbers (points, milliseconds), and each quotient is rounded as the audit rounds it: half up, once.

CREATE OR REPLACE TEMPORARY VIEW judged AS
SELECT * FROM results WHERE error IS NULL;

-- One row a response. `findings` and the promises are those that count with it.
CREATE OR REPLACE TEMPORARY VIEW responses AS
SELECT id, ruleset, team, shop, platform, pos AS response, r.agent, r.time, r.day, r.scenario, r.score, r.verdict, r.critical, r.short,
  r.waitedMs, r.first, r.atNight, r.unanswered, r.messages AS ownMessages, r.wordings,
  size(filter(findings, f -> f.response = pos)) AS findings,
  size(filter(conversation.promises, p -> p.response = pos AND p.outcome = 'kept')) AS kept,
  size(filter(conversation.promises, p -> p.response = pos AND p.outcome = 'late')) AS late,
  size(filter(conversation.promises, p -> p.response = pos AND p.outcome = 'not-seen')) AS notSeen,
  size(filter(conversation.promises, p -> p.response = pos AND p.outcome = 'not-judgeable')) AS notJudgeable
FROM judged LATERAL VIEW posexplode(responses) AS pos, r;

-- One row a finding, with whose response it counts with.
CREATE OR REPLACE TEMPORARY VIEW findings AS
SELECT id, ruleset, team, shop, platform, responses[f.response].agent AS agent, responses[f.response].day AS day,
  responses[f.response].scenario AS scenario, f.*
FROM judged LATERAL VIEW explode(findings) AS f;

-- One row a promise.
CREATE OR REPLACE TEMPORARY VIEW promises AS
SELECT id, ruleset, team, responses[p.response].agent AS agent, responses[p.response].day AS day, p.*
FROM judged LATERAL VIEW explode(conversation.promises) AS p;

-- What is counted in each group; a conversation without a response counts in the total alone.
CREATE OR REPLACE TEMPORARY VIEW counted AS
SELECT kind, name, r.* FROM (
  SELECT id, response, score, verdict, critical, waitedMs, first, atNight, unanswered, findings, kept, late, notSeen, notJudgeable,
    array(named_struct('kind', 'total', 'name', ''), named_struct('kind', 'agent', 'name', agent), named_struct('kind', 'team', 'name', team),
      named_struct('kind', 'scenario', 'name', scenario), named_struct('kind', 'day', 'name', day)) AS cells
  FROM responses
  UNION ALL
  SELECT id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, conversation.unanswered, size(findings),
    size(filter(conversation.promises, p -> p.outcome = 'kept')), size(filter(conversation.promises, p -> p.outcome = 'late')),
    size(filter(conversation.promises, p -> p.outcome = 'not-seen')), size(filter(conversation.promises, p -> p.outcome = 'not-judgeable')),
    array(named_struct('kind', 'total', 'name', ''))
  FROM judged WHERE size(responses) = 0
) AS r LATERAL VIEW inline(cells) AS kind, name
WHERE name IS NOT NULL;

-- `total`, and by `agent`, `team`, `scenario` and `day`: the columns of the audit's tables.
CREATE OR REPLACE TEMPORARY VIEW figures AS
SELECT kind, name, conversations, responses, scored, failed, critical, findings,
  floor(points / scored * 10 + 0.5) / 10 AS score,
  measured, firstMeasured, atNight,
  floor(firstMs / 1000 / nullif(firstMeasured, 0) * 10 + 0.5) / 10 AS firstResponseSeconds,
  floor(allMs / 1000 / nullif(measured, 0) * 10 + 0.5) / 10 AS averageResponseSeconds,
  floor(longestMs / 1000 * 10 + 0.5) / 10 AS longestResponseSeconds,
  floor(first30 / nullif(firstMeasured, 0) * 10000 + 0.5) / 10000 AS firstWithin30, floor(all30 / nullif(measured, 0) * 10000 + 0.5) / 10000 AS within30,
  floor(first180 / nullif(firstMeasured, 0) * 10000 + 0.5) / 10000 AS firstWithin180, floor(all180 / nullif(measured, 0) * 10000 + 0.5) / 10000 AS within180,
  floor(first300 / nullif(firstMeasured, 0) * 10000 + 0.5) / 10000 AS firstWithin300, floor(all300 / nullif(measured, 0) * 10000 + 0.5) / 10000 AS within300,
  unanswered, kept, late, notSeen, notJudgeable
FROM (
  SELECT kind, name, count(DISTINCT id) AS conversations, count(response) AS responses, count(score) AS scored,
    count_if(verdict = 'fail') AS failed, count_if(critical) AS critical, sum(findings) AS findings, sum(score) AS points,
    count_if(waitedMs IS NOT NULL AND NOT atNight) AS measured,
    count_if(waitedMs IS NOT NULL AND NOT atNight AND first) AS firstMeasured,
    count_if(waitedMs IS NOT NULL AND atNight) AS atNight,
    sum(waitedMs) FILTER (WHERE NOT atNight AND first) AS firstMs,
    sum(waitedMs) FILTER (WHERE NOT atNight) AS allMs,
    max(waitedMs) FILTER (WHERE NOT atNight) AS longestMs,
    count_if(waitedMs <= 30000 AND NOT atNight AND first) AS first30, count_if(waitedMs <= 30000 AND NOT atNight) AS all30,
    count_if(waitedMs <= 180000 AND NOT atNight AND first) AS first180, count_if(waitedMs <= 180000 AND NOT atNight) AS all180,
    count_if(waitedMs <= 300000 AND NOT atNight AND first) AS first300, count_if(waitedMs <= 300000 AND NOT atNight) AS all300,
    count_if(unanswered) AS unanswered, sum(kept) AS kept, sum(late) AS late, sum(notSeen) AS notSeen, sum(notJudgeable) AS notJudgeable
  FROM counted GROUP BY kind, name
);

CREATE OR REPLACE TEMPORARY VIEW by_agent AS SELECT * FROM figures WHERE kind = 'agent';
CREATE OR REPLACE TEMPORARY VIEW by_team AS SELECT * FROM figures WHERE kind = 'team';
CREATE OR REPLACE TEMPORARY VIEW by_scenario AS SELECT * FROM figures WHERE kind = 'scenario';
CREATE OR REPLACE TEMPORARY VIEW by_day AS SELECT * FROM figures WHERE kind = 'day';

-- Findings per rule, and per point of the guidance.
CREATE OR REPLACE TEMPORARY VIEW by_rule AS
SELECT rule, count(*) AS findings, count(DISTINCT id) AS conversations,
  floor(count(*) * 1000 / (SELECT count(*) FROM responses) * 100 + 0.5) / 100 AS perThousand
FROM findings GROUP BY rule;

CREATE OR REPLACE TEMPORARY VIEW by_point AS
SELECT point, count(*) AS findings, floor(count(*) * 1000 / (SELECT count(*) FROM responses) * 100 + 0.5) / 100 AS perThousand
FROM findings LATERAL VIEW explode(guidance) AS point GROUP BY point;

-- Mean of each dimension; one without a row is at 100.
CREATE OR REPLACE TEMPORARY VIEW by_dimension AS
SELECT dimension, floor((100 - sum(missing) / (SELECT count(score) FROM responses)) * 10 + 0.5) / 10 AS score
FROM responses LATERAL VIEW explode(short) AS dimension, missing GROUP BY dimension;

CREATE OR REPLACE TEMPORARY VIEW by_mood AS
SELECT coalesce(conversation.mood, 'unknown') AS mood, count(*) AS conversations FROM judged GROUP BY 1;

-- Every wording of the agents, as often as it was sent, with the rules that fired on words of it.
CREATE OR REPLACE TEMPORARY VIEW by_text AS
SELECT text, count(*) AS sent, floor(sum(score) / count(score) * 10 + 0.5) / 10 AS score,
  array_sort(array_distinct(flatten(collect_set(rules)))) AS rules, count(DISTINCT agent) AS agents
FROM (
  SELECT messages[at].text AS text, r.score, r.agent,
    transform(filter(findings, f -> f.messageIndex = at AND NOT f.whole AND f.text <> ''), f -> f.rule) AS rules
  FROM judged LATERAL VIEW explode(responses) AS r LATERAL VIEW explode(r.wordings) AS at
) GROUP BY text;

-- What went in.
CREATE OR REPLACE TEMPORARY VIEW input AS
SELECT count(*) AS conversations, sum(size(messages)) AS messages, sum(input.byRole.agent) AS agent, sum(input.byRole.customer) AS customer,
  sum(input.byRole.bot) AS bot, sum(input.byRole.system) AS system, sum(input.autoReplies) AS autoReplies, count(DISTINCT ruleset) AS rulesets
FROM judged;
