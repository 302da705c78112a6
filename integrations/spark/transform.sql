-- Replies judged in plain Spark SQL. First, in the session: ADD FILE dist/replylint-pipe.mjs
-- `to_json` keeps tabs and line breaks of a text inside its line; one line comes back for each.
CREATE OR REPLACE TEMPORARY VIEW judged_replies AS
SELECT r.* FROM (
  SELECT from_json(line, 'id STRING, ruleset STRING, scenario STRING, score INT, verdict STRING, findings ARRAY<STRUCT<rule STRING, severity STRING, message STRING, text STRING>>, error STRUCT<code STRING, message STRING>') AS r
  FROM (
    SELECT TRANSFORM(to_json(named_struct('id', CAST(id AS STRING), 'reply', reply, 'customer', customer)))
      USING 'exec node replylint-pipe.mjs --no-suggestions --tolerant --fields ruleset,scenario,score,verdict,findings' AS (line STRING)
    FROM replies
  )
);
