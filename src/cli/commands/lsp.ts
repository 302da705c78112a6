import { type Args, type CommandSpec, LOCALE } from "../args.js";
import { CliError } from "../errors.js";
import { version } from "../settings.js";
import type { Context } from "../terminal.js";

/** `replylint lsp`: the language server. */
export const spec: CommandSpec = {
  name: "lsp",
  about: { zh: "编辑器用的语言服务器", en: "the language server, for editors" },
  notes: {
    zh: `由编辑器启动，一般不用自己运行；怎么配置见 docs/editors.md。
标准输入输出走 LSP（JSON-RPC）；日志在标准错误。

退出码：0 编辑器先 shutdown 再 exit；1 没有 shutdown 就断开；2 启动不了。`,
    en: `Editors start it; see docs/editors.md for how to set them up. Standard input and output speak LSP (JSON-RPC); the log
is on standard error.

Exit code: 0 shutdown, then exit; 1 cut off without shutdown; 2 cannot start.`,
  },
  options: [
    { name: "stdio", about: { zh: "用标准输入输出（必给）", en: "speak over standard input and output (required)" } },
    { name: "config", value: "FILE", about: { zh: "所有文档都用这份配置；不给就各自往上找", en: "one configuration for all documents; else each looks upwards" } },
    { name: "clientProcessId", value: "PID", about: { zh: "编辑器的进程号，它没了就退出", en: "process of the editor; the server ends with it" } },
    LOCALE,
  ],
  examples: [{ run: "replylint lsp --stdio", about: { zh: "编辑器里填的命令", en: "the command to give to an editor" } }],
};

/**
 * Serves until the client ends it; the process then exits by itself.
 * @throws {CliError} without `--stdio`
 */
export async function run(args: Args, { say }: Context): Promise<number> {
  if (args.operands.length > 0) throw new CliError(say({ zh: `lsp 不带“${args.operands[0]}”；文档由编辑器传来。`, en: `lsp takes no "${args.operands[0]}"; documents come from the editor.` }));
  if (!args.has("stdio")) throw new CliError(say({ zh: "要写 --stdio；目前只用标准输入输出。", en: "--stdio is required; standard input and output are the only way in." }), say({ zh: "在编辑器里填：replylint lsp --stdio", en: "Give the editor: replylint lsp --stdio" }));
  const { startServer } = await import("../../lsp/server.js");
  const config = args.get("config");
  const locale = args.get("locale");
  startServer(process.stdin, process.stdout, { version: version(), ...(config !== undefined && { configFile: config }), ...(locale !== undefined && { locale: locale as "zh" | "en" }) });
  // The server ends the process.
  return new Promise<never>(() => {});
}
