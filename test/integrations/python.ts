import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A Python that has this module: `PYTHON` names one, else `python3`. */
export function pythonWith(module: string): string | undefined {
  return [process.env.PYTHON, "python3"].find((python) => python !== undefined && spawnSync(python, ["-c", `import importlib.util, sys; sys.exit(importlib.util.find_spec("${module}") is None)`]).status === 0);
}

/** Whether there is a Java for Spark. */
export const JAVA = (process.env.JAVA_HOME !== undefined && existsSync(join(process.env.JAVA_HOME, "bin/java"))) || (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "java")));
