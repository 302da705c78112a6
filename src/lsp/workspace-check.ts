import { isUtf8 } from "node:buffer";
import { readFile, stat } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { CancellationToken, Diagnostic, WorkDoneProgressReporter } from "vscode-languageserver/node";
import { CONFIG_FILES } from "../rulepack/discover.js";
import { Document, type Encoding } from "./document.js";
import { type Judged, Session } from "./session.js";
import type { Workspace } from "./workspace.js";

/** What a check of the workspace found in one file. */
export interface FileReport {
  uri: string;
  /** Of an open document; null for a file. */
  version: number | null;
  resultId: string;
  items: Diagnostic[];
}

interface Check {
  workspace: Workspace;
  /** Open documents count as they stand in the editor. */
  sessions: ReadonlyMap<string, Session>;
  encoding: Encoding;
  /** Changes with the configuration. */
  generation: number;
  underlines: (session: Session, judged: Judged) => Diagnostic[];
  token: CancellationToken;
  progress: WorkDoneProgressReporter;
  report: (found: FileReport) => void;
}

/** Larger files are no drafts. */
const MOST_BYTES = 4 << 20;
/** Files between two looks at whether anybody still wants to know. */
const BREATH = 8;

/** Judges every draft, rule, configuration and phrasebook in the workspace's folders. */
export async function checkFolders({ workspace, sessions, encoding, generation, underlines, token, progress, report }: Check): Promise<void> {
  const { glob } = await import("tinyglobby");
  const files = new Set<string>();
  for (const folder of workspace.folders) {
    const options = { cwd: folder, absolute: true, onlyFiles: true, followSymbolicLinks: false, ignore: ["**/node_modules/**"] };
    for (const file of await glob(["**/*.{txt,md,yaml,yml}", ...CONFIG_FILES.map((name) => `**/${name}`)], options)) files.add(file);
    const place = await workspace.placeOf(pathToFileURL(`${folder}/x`).href);
    for (const file of await workspace.phrasebookFiles(place)) files.add(file);
  }
  const list = [...files].sort();
  progress.begin("replylint", 0, "", true);
  try {
    for (const [index, file] of list.entries()) {
      if (index % BREATH === 0) {
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        if (token.isCancellationRequested) return;
        progress.report(Math.round((100 * index) / list.length), `${index}/${list.length}`);
      }
      const uri = pathToFileURL(file).href;
      const open = sessions.get(uri);
      const stamp = open ? String(open.document.version) : await stampOf(file);
      if (stamp === null) continue;
      const session = open ?? (await read(file, uri, workspace, encoding));
      if (!session) continue;
      const judged = await session.judge();
      if (judged.kind !== null) report({ uri, version: open ? judged.version : null, resultId: `${generation}.${stamp}`, items: underlines(session, judged) });
    }
  } finally {
    progress.done();
  }
}

async function stampOf(file: string): Promise<string | null> {
  try {
    const { mtimeMs, size } = await stat(file);
    return size > MOST_BYTES ? null : `${mtimeMs}-${size}`;
  } catch {
    return null;
  }
}

async function read(file: string, uri: string, workspace: Workspace, encoding: Encoding): Promise<Session | null> {
  try {
    const bytes = await readFile(file);
    if (!isUtf8(bytes) || bytes.includes(0)) return null;
    return new Session(Document.open(uri, "", 0, bytes.toString("utf8").replace(/^\ufeff/, ""), encoding), workspace);
  } catch {
    return null;
  }
}
