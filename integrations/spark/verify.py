"""Shows that Spark's totals are the audit's: makes messages, audits them, judges them in a Spark of two worker processes, compares.

    npm run bundle
    python integrations/spark/verify.py --rows 2000000 --kill

It needs Java 17 and `pip install pyspark`. `--kill` ends one executor with SIGKILL while it works. Prints what each took and
exits 1 where a figure differs. All that is written goes into a temporary folder, or into --folder, which is kept.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
#: What the generator's columns are.
COLUMNS = "conversation=会话ID,time=发送时间,role=发送方,agent=客服昵称,text=消息内容"


def node(*args: str, **more) -> None:
    subprocess.run(["node", *args], check=True, cwd=ROOT, **more)


def measured(run):
    """What a run returns, its seconds, and the processor seconds of its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.time()
    out = run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return out, time.time() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def children(pid: int) -> list[tuple[int, str]]:
    """The processes below a process, with their command lines."""
    out = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if parent == pid:
                out.append((int(entry.name), (entry / "cmdline").read_text().replace("\0", " ")))
                out += children(int(entry.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return out


def processor_seconds() -> float:
    """Of all processes below this one, those that have ended included."""
    ticks = 0
    for pid, _ in children(os.getpid()):
        try:
            ticks += sum(int(field) for field in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:15])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def kill_one(spark, done: threading.Event, killed: list) -> None:
    """Ends an executor that has a node at work, once two tasks of that stage are through."""
    tracker = spark.sparkContext.statusTracker()
    while not done.wait(0.2):
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        if not any(stage and stage.numCompletedTasks >= 2 for stage in stages):
            continue
        below = children(os.getpid())
        working = {pid for pid, _ in below for _, line in children(pid) if "replylint-pipe.mjs" in line}
        executors = [pid for pid, line in below if "CoarseGrainedExecutorBackend" in line and pid in working]
        if executors:
            os.kill(executors[0], signal.SIGKILL)
            killed.append(executors[0])
            return


def differences(spark, report: dict) -> list[str]:
    """Every figure of the report that the views do not have to the last digit."""
    wrong: list[str] = []

    def same(what: str, here, there) -> None:
        if here != there:
            wrong.append(f"{what}: audit {json.dumps(here, ensure_ascii=False)}, Spark {json.dumps(there, ensure_ascii=False)}")

    rows = lambda view: [row.asDict(recursive=True) for row in spark.table(view).collect()]
    figures = {(row["kind"], row["name"]): row for row in rows("figures")}
    compared = 0

    def group(kind: str, one: dict) -> None:
        nonlocal compared
        row = figures.pop((kind, one.get("name", "")), None)
        if row is None:
            wrong.append(f"{kind} {one['name']} is missing")
            return
        timing, promises = one["timing"], one["promises"]
        expected = {key: one[key] for key in ("conversations", "responses", "scored", "failed", "critical", "findings", "score")}
        expected |= {key: timing[key] for key in ("measured", "firstMeasured", "atNight", "firstResponseSeconds", "averageResponseSeconds", "longestResponseSeconds", "unanswered")}
        for within in timing["within"]:
            expected |= {f"firstWithin{within['seconds']}": within["share"], f"within{within['seconds']}": within["all"]}
        expected |= {"kept": promises["kept"], "late": promises["late"], "notSeen": promises["not-seen"], "notJudgeable": promises["not-judgeable"]}
        for key, value in expected.items():
            compared += 1
            same(f"{kind} {one.get('name', '')} {key}", value, row[key])

    group("total", {**report["total"], "timing": report["timing"], "promises": report["promises"]})
    for kind in ("agent", "team", "scenario", "day"):
        for one in report[f"{kind}s"]:
            group(kind, one)
    for kind, name in figures:
        wrong.append(f"{kind} {name} is not in the audit")

    same("rules", {r["rule"]: [r["count"], r["conversations"], r["perThousand"]] for r in report["rules"]}, {r["rule"]: [r["findings"], r["conversations"], r["perThousand"]] for r in rows("by_rule")})
    same("points", {p["id"]: [p["count"], p["perThousand"]] for p in report["points"]}, {p["point"]: [p["findings"], p["perThousand"]] for p in rows("by_point")})
    dimensions = {d["dimension"]: 100 for d in report["dimensions"]} | {d["dimension"]: d["score"] for d in rows("by_dimension")}
    same("dimensions", {d["dimension"]: d["score"] for d in report["dimensions"]}, dimensions)
    same("mood", report["mood"], {m: 0 for m in report["mood"]} | {m["mood"]: m["conversations"] for m in rows("by_mood")})
    # The report has the first hundred wordings with findings, and without.
    texts = {t["text"]: t for t in report["texts"]}
    found = {t.text: t for t in spark.table("by_text").where("sent > 1").collect() if t.text in texts}
    for text, one in texts.items():
        t = found.get(text)
        same(f"text {text}", [one["count"], one["score"], one["rules"], one["agents"]], t and [t.sent, t.score, list(t.rules), t.agents])
    went_in = rows("input")[0]
    same("messages", [report["input"]["messages"], *report["input"]["byRole"].values(), report["input"]["autoReplies"]], [went_in[key] for key in ("messages", "agent", "customer", "bot", "system", "autoReplies")])
    rulesets = [row.ruleset for row in spark.sql("SELECT DISTINCT ruleset FROM judged").collect()]
    same("ruleset", [report["ruleset"]], rulesets)
    compared += 3 * len(report["rules"]) + 2 * len(report["points"]) + len(dimensions) + 4 + 4 * len(texts) + 7
    print(f"{compared} figures compared, {len(wrong)} differ")
    return wrong


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=50_000, help="messages")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--master", default="local-cluster[2,1,1024]")
    options.add_argument("--partitions", type=int, help="default: one for 50,000 messages, 8 at least")
    options.add_argument("--bundle", default=str(ROOT / "dist/replylint-pipe.mjs"))
    options.add_argument("--table", help="a CSV of one's own instead of generated messages")
    options.add_argument("--columns", default=COLUMNS, help="what its columns are")
    options.add_argument("--pipe-options", default="", help="more options of `replylint pipe`; the audit has them not")
    options.add_argument("--kill", action="store_true", help="kill an executor at work")
    options.add_argument("--folder", help="default: a temporary one")
    options.add_argument("--report", help="also make this report of the results, with replylint report")
    args = options.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    if not Path(args.bundle).exists():
        sys.exit(f"{args.bundle} is missing: run npm run bundle first")
    folder = Path(args.folder or tempfile.mkdtemp(prefix="replylint-spark-"))
    folder.mkdir(parents=True, exist_ok=True)
    table, audit_json, auto, results = (folder / name for name in ("chats.csv", "audit.json", "auto.json", "results.parquet"))

    columns = dict(pair.split("=", 1) for pair in args.columns.split(","))
    if args.table:
        table = Path(args.table).resolve()
    elif not table.exists():
        node("bench/generate.mjs", "--rows", str(args.rows), "--seed", str(args.seed), "--format", "csv", "--order", "time", "--output", str(table), stdout=subprocess.DEVNULL)
    with open(auto, "w") as out:
        node("dist/cli.js", "import", "--explain", "--format", "json", str(table), stdout=out)
    _, seconds, cpu = measured(lambda: node("dist/cli.js", "audit", str(table), "--no-mask", "--fail-on", "never", "--workers", "1", "--quiet", "-o", str(audit_json)))
    report = json.loads(audit_json.read_text())
    messages = report["input"]["messages"]
    print(f"audit, one thread: {messages} messages in {seconds:.1f} s, {messages / seconds:.0f}/s; {cpu:.1f} s of processor, {messages / cpu:.0f} per second of a core")

    # The executors of a local cluster find Spark, and work, where they are told.
    import pyspark

    os.environ |= {"SPARK_HOME": str(Path(pyspark.__file__).parent), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": str(folder / "work")}
    sys.path.insert(0, str(HERE))
    import replylint_job as job
    from pyspark.sql import SparkSession

    partitions = args.partitions or max(8, messages // 50_000)
    killed: list = []
    stopped = threading.Event()

    try:
        spark = SparkSession.builder.master(args.master).appName("replylint verify").config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false").config("spark.sql.shuffle.partitions", "8").getOrCreate()
        spark.sparkContext.setLogLevel("OFF" if args.kill else "ERROR")
        start, cpu = time.time(), processor_seconds()
        for file in (args.bundle, str(auto)):
            spark.sparkContext.addFile(file)
        if args.kill:
            threading.Thread(target=kill_one, args=(spark, stopped, killed), daemon=True).start()
        records = job.records(job.read(spark, str(table), "csv"), columns, partitions)
        job.write(job.judge(spark, records, job.command("node", Path(args.bundle).name, str(auto), None, args.pipe_options)), str(results))
        stopped.set()
        seconds, cpu = time.time() - start, processor_seconds() - cpu
        job.create_views(spark, str(results))
        wrong = differences(spark, report)
    finally:
        stopped.set()
        if SparkSession.getActiveSession():
            SparkSession.getActiveSession().stop()
    print(f"Spark {pyspark.__version__} {args.master}, {partitions} tasks: {messages} messages in {seconds:.1f} s, {messages / seconds:.0f}/s; {cpu:.1f} s of processor, {messages / cpu:.0f} per second of a core")
    if args.kill:
        print(f"executor {killed[0]} was killed at work" if killed else "no executor was at work long enough to be killed")
    if args.report:
        node("dist/cli.js", "report", str(results), "-o", args.report)
    for line in wrong[:40]:
        print(line)
    return 1 if wrong or (args.kill and not killed) else 0


if __name__ == "__main__":
    sys.exit(main())
