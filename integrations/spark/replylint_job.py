"""Judges a warehouse's conversations or replies with `replylint pipe` and writes the results as Parquet.

    spark-submit --files replylint-pipe.mjs,auto.json replylint_job.py --input chats.parquet --output results.parquet \
        --columns conversation=session_id,role=sender,text=content,time=sent_at,agent=waiter,team=group --auto-replies auto.json

Rows may be messages (grouped here by conversation, in the order of the files; `pipe` puts them in order of time), whole
conversations (a column `messages`), or single replies (a column `reply`). Executors run `node` and no Python: the rows go
from the JVM straight through `TRANSFORM`. Everything that is judged is judged by `pipe`; nothing is judged here.
"""

import argparse
import os
import re

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

#: The output of `pipe --audit` (see docs/warehouse.md), and what is kept of the input beside it.
RESULT = """
  id STRING, version INT, ruleset STRING, scenario STRING, score INT, verdict STRING,
  findings ARRAY<STRUCT<rule STRING, guidance ARRAY<STRING>, dimension STRING, severity STRING, critical STRING,
    message STRING, text STRING, start INT, end INT, messageIndex INT, suggestions ARRAY<STRUCT<title STRING>>,
    response INT, whole BOOLEAN>>,
  conversation STRUCT<firstResponseSeconds DOUBLE, averageResponseSeconds DOUBLE, longestResponseSeconds DOUBLE,
    unanswered BOOLEAN, mood STRING, promises ARRAY<STRUCT<messageIndex INT, start INT, end INT, text STRING,
      deadline STRING, outcome STRING, keptBy INT, response INT>>>,
  responses ARRAY<STRUCT<messages ARRAY<INT>, wordings ARRAY<INT>, agent STRING, time BIGINT, day STRING,
    scenario STRING, score INT, verdict STRING, critical BOOLEAN, short MAP<STRING, INT>, waitedMs BIGINT,
    first BOOLEAN, atNight BOOLEAN, unanswered BOOLEAN>>,
  input STRUCT<byRole STRUCT<agent INT, customer INT, bot INT, system INT>, autoReplies INT>,
  long ARRAY<INT>, shadow MAP<STRING, INT>, exempted MAP<STRING, INT>, crashed ARRAY<STRUCT<rule STRING, message STRING>>,
  error STRUCT<code STRING, message STRING, line INT>,
  messages ARRAY<STRUCT<role STRING, text STRING, time BIGINT, agent STRING, kind STRING, auto STRING>>,
  team STRING, shop STRING, platform STRING
"""

#: What a column may be; the first ones are of a message, the others of the conversation.
OF_MESSAGE = ("role", "text", "time", "agent", "kind")
OF_CONVERSATION = ("scenario", "channel", "team", "shop", "platform")
KEPT = ("messages", "team", "shop", "platform")


def read(spark: SparkSession, path: str, kind: str) -> DataFrame:
    """Rows of a table in files, every cell as it is written."""
    if kind == "csv":
        return spark.read.options(header=True, multiLine=True, quote='"', escape='"').csv(path)
    return spark.read.json(path) if kind == "ndjson" else spark.read.parquet(path)


def records(rows: DataFrame, columns: dict, partitions: int) -> DataFrame:
    """One JSON record a row (`record`), as `pipe` reads it."""
    at = {name: columns.get(name, name) for name in ("conversation", "id", "messages", "reply", "customer", *OF_MESSAGE, *OF_CONVERSATION)}
    there = {name: column for name, column in at.items() if column in rows.columns}
    col = lambda name: F.col(f"`{there[name]}`")
    if "messages" in there or "reply" in there:
        names = [name for name in ("messages", "reply", "customer", "agent", "time", *OF_CONVERSATION) if name in there]
        key = col("id") if "id" in there else col("conversation") if "conversation" in there else F.monotonically_increasing_id()
        out = rows.select(key.cast("string").alias("id"), *[col(name).alias(name) for name in names]).repartition(partitions)
        return out.select(F.to_json(F.struct("*")).alias("record"))
    missing = [name for name in ("conversation", "role", "text") if name not in there]
    if missing:
        raise SystemExit(f"no column {', '.join(missing)}; the table has {', '.join(rows.columns)}. Name them: --columns {missing[0]}=NAME")
    # The order of the files: their names, the place of the block in the file, the row in the block.
    place = [F.col("_metadata.file_path").alias("f"), F.col("_metadata.file_block_start").alias("b"), F.monotonically_increasing_id().alias("n")]
    message = [F.coalesce(col(name).cast("string"), F.lit("")).alias(name) if name == "text" else col(name).alias(name) for name in OF_MESSAGE if name in there]
    whole = [name for name in OF_CONVERSATION if name in there]
    flat = rows.select(col("conversation").cast("string").alias("id"), F.struct(*place, *message, *[col(name).alias(name) for name in whole]).alias("m"))
    grouped = flat.where("id IS NOT NULL").repartition(partitions, "id").groupBy("id").agg(F.sort_array(F.collect_list("m")).alias("m"))
    fields = ", ".join(f"'{name}', x.{name}" for name in OF_MESSAGE if name in there)
    first = [F.expr(f"filter(m, x -> x.{name} IS NOT NULL)[0].{name}").alias(name) for name in whole]
    return grouped.select(F.to_json(F.struct("id", F.expr(f"transform(m, x -> named_struct({fields}))").alias("messages"), *first)).alias("record"))


def judge(spark: SparkSession, input: DataFrame, command: str) -> DataFrame:
    """One row of results for each record, by a child process for each task."""
    input.createOrReplaceTempView("replylint_records")
    using = command.replace("\\", "\\\\").replace("'", "\\'")
    lines = spark.sql(f"SELECT TRANSFORM(record) USING '{using}' AS (line STRING) FROM replylint_records")
    # A line that is no JSON is the engine's fault, or ours: better no result than half of one.
    return lines.select(F.from_json("line", RESULT, {"mode": "FAILFAST"}).alias("r")).select("r.*")


def command(node: str, bundle: str, auto_replies: str | None, config: str | None, more: str) -> str:
    """The command line of the child process."""
    parts = [node, bundle, "--audit", "--tolerant", "--keep", ",".join(KEPT)]
    if auto_replies:
        parts += ["--auto-replies", os.path.basename(auto_replies)]
    if config:
        parts += ["--config", os.path.basename(config)]
    # `exec`: the signal that ends a task reaches node, not a shell before it.
    return "exec " + " ".join([*parts, more]).strip()


def write(results: DataFrame, path: str) -> None:
    """Parquet with pages of few rows: whoever reads it row by row holds few of them."""
    results.write.mode("overwrite").option("parquet.page.row.count.limit", 2000).parquet(path)


def create_views(spark: SparkSession, results: str) -> None:
    """The views of views.sql, which lies beside this file, on results that were written."""
    spark.read.parquet(results).createOrReplaceTempView("results")
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "views.sql"), encoding="utf-8") as file:
        statements = re.sub(r"--.*", "", file.read()).split(";")
    for statement in filter(str.strip, statements):
        spark.sql(statement)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--input", required=True, help="file, folder or glob")
    options.add_argument("--format", choices=("parquet", "csv", "ndjson"), default="parquet")
    options.add_argument("--output", required=True, help="folder of Parquet files")
    options.add_argument("--columns", default="", help="what the columns are: conversation=A,role=B,text=C,time=D,agent=E,team=F …")
    options.add_argument("--partitions", type=int, default=200, help="tasks, each with a child process; some minutes of work each")
    options.add_argument("--node", default="node", help="the node of the executors")
    options.add_argument("--bundle", default="replylint-pipe.mjs", help="the bundle, as --files has put it there")
    options.add_argument("--auto-replies", help="wordings of automatic replies, as --files has put them there")
    options.add_argument("--config", help="a configuration, as --files has put it there")
    options.add_argument("--pipe-options", default="", help="more options of `replylint pipe`")
    args = options.parse_args()
    spark = SparkSession.builder.appName("replylint").getOrCreate()
    columns = dict(pair.split("=", 1) for pair in args.columns.split(",") if pair)
    rows = records(read(spark, args.input, args.format), columns, args.partitions)
    results = judge(spark, rows, command(args.node, args.bundle, args.auto_replies, args.config, args.pipe_options))
    write(results, args.output)
    bad = spark.read.parquet(args.output).where("error IS NOT NULL").groupBy("error.code").count().collect()
    for row in bad:
        print(f"{row['count']} records could not be judged: {row['code']}")


if __name__ == "__main__":
    main()
