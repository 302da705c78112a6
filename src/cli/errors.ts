import type { Problem } from "../rulepack/yaml.js";

/** Exit codes of every command, in every format. */
export const EXIT = { ok: 0, findings: 1, broken: 2 } as const;

/** Something that stops the run, told in the user's language: what is wrong, and a way out. */
export class CliError extends Error {
  constructor(
    message: string,
    /** The way out. */
    readonly hint?: string,
  ) {
    super(message);
  }
}

/**
 * Whether an error comes from a file that a user wrote (rules, dictionaries, configuration). Told by its shape, so that
 * the YAML reader is loaded only where there is YAML.
 */
export function isSourceError(error: unknown): error is Error & { problems: Problem[] } {
  return error instanceof Error && "problems" in error && Array.isArray(error.problems);
}

/** Whether an error comes from the machine: a full disk, a file that is gone. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "errno" in error && "syscall" in error;
}

/** What a system error means, in words. */
export function inWords(error: unknown, locale: "zh" | "en"): string {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "";
  const known: Record<string, [zh: string, en: string]> = {
    ENOENT: ["没有这个文件或文件夹", "there is no such file or folder"],
    EACCES: ["没有读写权限", "permission denied"],
    EPERM: ["没有读写权限", "permission denied"],
    EISDIR: ["是文件夹，不是文件", "is a folder, not a file"],
    ENOTDIR: ["路径中间不是文件夹", "a part of the path is not a folder"],
    ENOSPC: ["磁盘已满", "no space left on the disk"],
    EROFS: ["磁盘是只读的", "the disk is read-only"],
    EMFILE: ["打开的文件太多", "too many open files"],
  };
  const words = known[code];
  if (words) return locale === "zh" ? words[0] : words[1];
  return error instanceof Error ? error.message : String(error);
}
