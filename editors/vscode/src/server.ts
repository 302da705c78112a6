/** The language server as it ships in the extension: one process, no network. */
import { startServer } from "../../../dist/lsp.js";
import { version } from "../package.json";

startServer(process.stdin, process.stdout, { version });
