import type { Locale } from "../core/types.js";
import type { Say } from "./args.js";

/** What a command is run with. */
export interface Context {
  locale: Locale;
  say: Say;
  /** One message on stderr. */
  warn(message: string): void;
}

/** A context in one language. */
export function contextIn(locale: Locale): Context {
  return {
    locale,
    say: (text) => text[locale],
    warn: (message) => {
      process.stderr.write(`${message}\n`);
    },
  };
}

/** Whether to colour what goes to a stream: on a terminal, unless told otherwise. */
export function useColor(stream: { isTTY?: boolean }, noColor: boolean, env: NodeJS.ProcessEnv = process.env): boolean {
  if (noColor || (env.NO_COLOR ?? "") !== "") return false;
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== "0" && force !== "false";
  return stream.isTTY === true && env.TERM !== "dumb";
}

/** Columns to lay text out for. */
export function columns(stream: { columns?: number }, env: NodeJS.ProcessEnv = process.env): number {
  const width = stream.columns || Number(env.COLUMNS) || 80;
  return Math.min(Math.max(width, 20), 120);
}
