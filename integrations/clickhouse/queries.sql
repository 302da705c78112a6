-- From a table of messages to the audit's figures. `chats` has one row a message, with `n`, its place in the export:
--   CREATE TABLE chats (n UInt64, conversation String, time String, role String, agent String, text String) ENGINE = MergeTree ORDER BY (conversation, n);

-- One result a conversation; replylint puts the messages in order of time.
CREATE TABLE results (id String, record String) ENGINE = MergeTree ORDER BY id AS
SELECT id, replylint_audit(id, messages) AS record
FROM (
  SELECT conversation AS id,
    toJSONString(arrayMap(x -> x.2, arraySort(x -> x.1, groupArray((n, CAST((role, text, time, agent), 'Tuple(role String, text String, time String, agent String)')))))) AS messages
  FROM chats GROUP BY conversation
);

-- What could not be judged, and why.
CREATE VIEW errors AS
SELECT id, JSONExtractString(record, 'error', 'code') AS code, JSONExtractString(record, 'error', 'message') AS message
FROM results WHERE JSONHas(record, 'error');

CREATE VIEW findings AS
SELECT id, f.rule AS rule, f.severity AS severity, f.message AS message, f.text AS text, f.messageIndex AS messageIndex
FROM results ARRAY JOIN JSONExtract(record, 'findings', 'Array(Tuple(rule String, severity String, message String, text String, messageIndex UInt32))') AS f;

CREATE VIEW responses AS
SELECT id, r.agent AS agent, r.day AS day, r.scenario AS scenario, r.score AS score, r.verdict AS verdict, r.critical AS critical,
  r.waitedMs AS waitedMs, r.first AS first, r.atNight AS atNight
FROM results ARRAY JOIN JSONExtract(record, 'responses', 'Array(Tuple(agent String, day Nullable(String), scenario String, score Nullable(UInt8), verdict String, critical Bool, waitedMs Nullable(UInt64), first Bool, atNight Bool))') AS r;

CREATE VIEW by_rule AS
SELECT rule, count() AS findings, uniqExact(id) AS conversations FROM findings GROUP BY rule;

CREATE VIEW by_agent AS
SELECT agent, uniqExact(id) AS conversations, count() AS responses, count(responses.score) AS scored, countIf(verdict = 'fail') AS failed, countIf(critical) AS critical,
  floor(sum(responses.score) / count(responses.score) * 10 + 0.5) / 10 AS score,
  countIf(waitedMs IS NOT NULL AND NOT atNight AND first) AS firstMeasured,
  floor(sumIf(waitedMs, NOT atNight AND first) / 1000 / firstMeasured * 10 + 0.5) / 10 AS firstResponseSeconds
FROM responses GROUP BY agent;
