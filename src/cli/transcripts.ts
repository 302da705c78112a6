import type { ReadOptions } from "../transcripts/read.js";
import type { Args, Option } from "./args.js";
import { CliError, inWords, isSourceError } from "./errors.js";
import type { Context } from "./terminal.js";

/** The option of every command that reads transcripts. */
export const MAP: Option = { name: "map", value: "FILE", about: { zh: "写明哪一列是什么的 mapping.yml；不给就按表头认", en: "mapping.yml that tells which column is what; else told from the header" } };

/**
 * How transcripts are to be read, as the command line has it.
 * @throws {CliError | SourceError} for a mapping file that cannot be read, or is wrong
 */
export async function openMapping(args: Args, { say, locale }: Context): Promise<ReadOptions> {
  const path = args.get("map");
  if (path === undefined) return {};
  const { readMapping } = await import("../transcripts/mapping-file.js");
  try {
    return { mapping: readMapping(path, locale) };
  } catch (error) {
    if (isSourceError(error)) throw error;
    throw new CliError(say({ zh: `读不了 ${path}：${inWords(error, locale)}。`, en: `Cannot read ${path}: ${inWords(error, locale)}.` }), say({ zh: "检查 --map 的路径。", en: "Check the path of --map." }));
  }
}
