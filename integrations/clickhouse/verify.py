"""Shows that the functions work in ClickHouse and count what the audit counts, in the engine that comes with `pip install chdb-core`.

    npm run bundle
    python integrations/clickhouse/verify.py --rows 20000

Prints what was compared and exits 1 where a figure differs. See README.md for a server.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=20_000, help="messages")
    options.add_argument("--bundle", default=str(ROOT / "dist/replylint-pipe.mjs"))
    args = options.parse_args()
    import chdb

    with tempfile.TemporaryDirectory(prefix="replylint-clickhouse-") as place:
        folder = Path(place)
        table, auto, report_file = folder / "chats.csv", folder / "auto.json", folder / "audit.json"
        node = lambda *more, **how: subprocess.run(["node", *more], check=True, cwd=ROOT, **how)
        node("bench/generate.mjs", "--rows", str(args.rows), "--order", "time", "--output", str(table), stdout=subprocess.DEVNULL)
        with open(auto, "w") as out:
            node("dist/cli.js", "import", "--explain", "--format", "json", str(table), stdout=out)
        node("dist/cli.js", "audit", str(table), "--no-mask", "--fail-on", "never", "--workers", "1", "--quiet", "-o", str(report_file))
        report = json.loads(report_file.read_text())

        functions = folder / "functions"
        functions.mkdir()
        shutil.copy(args.bundle, functions / "replylint-pipe.mjs")
        config = (HERE / "replylint_function.xml").read_text()
        (functions / "udf_config.xml").write_text(config.replace("--audit ", f"--audit --auto-replies {auto} "))
        query = lambda sql, kind="JSONCompact": chdb.query(sql, kind, path=str(folder / "data"), udf_path=str(functions))
        rows = lambda sql: json.loads(str(query(sql)))["data"]

        escapes = rows(r"SELECT JSONExtractString(replylint('退款\n3天\t到\\账', ''), 'verdict'), replylint_score('', '')")
        query("CREATE DATABASE shop ENGINE = Atomic")
        query(f"CREATE TABLE shop.chats ENGINE = MergeTree ORDER BY n AS SELECT rowNumberInAllBlocks() AS n, `会话ID` AS conversation, `发送时间` AS time, `发送方` AS role, `客服昵称` AS agent, `消息内容` AS text FROM file('{table}', CSVWithNames, '`会话ID` String, `发送时间` String, `发送方` String, `客服昵称` String, `买家昵称` String, `消息内容` String') SETTINGS max_threads = 1")
        for statement in re.sub(r"--.*", "", (HERE / "queries.sql").read_text()).split(";"):
            if statement.strip():
                query(re.sub(r"(CREATE (?:TABLE|VIEW) |FROM )(?=[a-z])", r"\1shop.", statement.strip()))
        agents = {name: figures for name, *figures in rows("SELECT agent, toUInt32(conversations), toUInt32(responses), toUInt32(scored), toUInt32(failed), toUInt32(critical), score, toUInt32(firstMeasured), firstResponseSeconds FROM shop.by_agent")}
        rules = {rule: figures for rule, *figures in rows("SELECT rule, toUInt32(findings), toUInt32(conversations) FROM shop.by_rule")}
        errors = rows("SELECT toUInt32(count()) FROM shop.errors")[0][0]
        expected_agents = {a["name"]: [a[key] for key in ("conversations", "responses", "scored", "failed", "critical", "score")] + [a["timing"]["firstMeasured"], a["timing"]["firstResponseSeconds"]] for a in report["agents"]}
        expected_rules = {r["rule"]: [r["count"], r["conversations"]] for r in report["rules"]}
        version = rows("SELECT version()")[0][0]

    wrong = [(name, expected.get(name), found.get(name)) for expected, found in ((expected_agents, agents), (expected_rules, rules)) for name in {*expected, *found} if expected.get(name) != found.get(name)]
    print(f"ClickHouse {version}: {args.rows} messages, {8 * len(expected_agents) + 2 * len(expected_rules)} figures compared, {len(wrong)} differ, {errors} records with errors, {escapes}")
    for line in wrong[:20]:
        print(line)
    return 1 if wrong or errors else 0


if __name__ == "__main__":
    sys.exit(main())
