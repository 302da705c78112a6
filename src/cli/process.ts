import { localeOf } from "./args.js";
import { EXIT } from "./errors.js";
import { explainError } from "./settings.js";
import { type Context, contextIn } from "./terminal.js";

/** Runs a command line and sets the exit code; whatever happens, it ends in words and never in a stack trace. */
export async function runProcess(argv: readonly string[], run: (argv: readonly string[], context: Context) => Promise<number>): Promise<void> {
  const context = contextIn(localeOf(argv));
  const fail = (error: unknown): void => {
    context.warn(explainError(error, context));
    process.exitCode = EXIT.broken;
  };
  const die = (error: unknown): void => {
    fail(error);
    process.exit();
  };
  process.on("uncaughtException", die);
  process.on("unhandledRejection", die);
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // Whoever read has had enough (`| head`): that is no fault.
      if (error.code === "EPIPE" || error.code === "EOF") process.exit();
      if (stream === process.stderr) process.exit(EXIT.broken);
      die(error);
    });
  try {
    process.exitCode = await run(argv, context);
  } catch (error) {
    fail(error);
  }
}
