import { once } from "node:events";
import { chmodSync, closeSync, fstatSync, lstatSync, openSync, realpathSync, renameSync, statSync, unlinkSync, writeSync, type Stats } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Say } from "./args.js";
import { CliError, inWords } from "./errors.js";

const CHUNK = 64 * 1024;

/** Where a command's output goes. */
export interface Sink {
  write(data: string | Uint8Array): Promise<void>;
  /** Hands over what is still held back. */
  flush(): Promise<void>;
  close(): Promise<void>;
  /** Leaves nothing behind. */
  abort(): void;
}

/** Collects small writes and passes them on in chunks, waiting where the reader is slower. */
export class StreamSink implements Sink {
  private parts: string[] = [];
  private size = 0;

  constructor(private readonly stream: NodeJS.WritableStream) {}

  async write(data: string | Uint8Array): Promise<void> {
    if (data.length === 0) return;
    if (typeof data !== "string") {
      await this.flush();
      return this.pass(data);
    }
    this.parts.push(data);
    this.size += data.length;
    if (this.size >= CHUNK) await this.flush();
  }

  private async pass(data: string | Uint8Array): Promise<void> {
    if (!this.stream.write(data)) await once(this.stream, "drain");
  }

  async flush(): Promise<void> {
    if (this.size === 0) return;
    const text = this.parts.join("");
    this.parts = [];
    this.size = 0;
    await this.pass(text);
  }

  close(): Promise<void> {
    return this.flush();
  }

  abort(): void {
    this.parts = [];
    this.size = 0;
  }
}

/** A file that appears whole or not at all: written beside its place and renamed into it. */
class FileSink implements Sink {
  private readonly temp: string;
  private fd: number | null;
  private readonly cleanUp = (): void => this.abort();

  constructor(
    private readonly path: string,
    private readonly old: Stats | null,
  ) {
    this.temp = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
    this.fd = openSync(this.temp, "wx");
    process.once("exit", this.cleanUp);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, this.onSignal);
  }

  private readonly onSignal = (signal: NodeJS.Signals): void => {
    this.abort();
    process.kill(process.pid, signal);
  };

  write(data: string | Uint8Array): Promise<void> {
    if (this.fd !== null) writeAll(this.fd, bytesOf(data));
    return Promise.resolve();
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    if (this.fd === null) return Promise.resolve();
    closeSync(this.fd);
    this.fd = null;
    if (this.old) chmodSync(this.temp, this.old.mode & 0o7777);
    renameSync(this.temp, this.path);
    this.forget();
    return Promise.resolve();
  }

  abort(): void {
    this.forget();
    if (this.fd === null) return;
    closeSync(this.fd);
    this.fd = null;
    unlinkSync(this.temp);
  }

  private forget(): void {
    process.off("exit", this.cleanUp);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, this.onSignal);
  }
}

/** A device or a pipe that was named as a file: it can only be written to. */
class DeviceSink implements Sink {
  constructor(private readonly fd: number) {}

  write(data: string | Uint8Array): Promise<void> {
    writeAll(this.fd, bytesOf(data));
    return Promise.resolve();
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    closeSync(this.fd);
    return Promise.resolve();
  }

  abort(): void {
    closeSync(this.fd);
  }
}

function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === "string" ? Buffer.from(data) : data;
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}

/**
 * Opens the place for a command's output.
 * @throws {CliError} where nothing can be written there
 */
export function openSink(path: string | undefined, say: Say, locale: "zh" | "en"): Sink {
  if (path === undefined) return new StreamSink(process.stdout);
  try {
    const { target, stats } = resolveTarget(path);
    if (stats?.isDirectory()) throw Object.assign(new Error("EISDIR"), { code: "EISDIR" });
    if (stats && !stats.isFile()) {
      // /dev/stdout may be a socket, which cannot be opened a second time.
      const out = fstatSync(1);
      return out.ino === stats.ino && out.dev === stats.dev ? new StreamSink(process.stdout) : new DeviceSink(openSync(target, "w"));
    }
    return new FileSink(target, stats);
  } catch (error) {
    throw new CliError(say({ zh: `写不了 ${path}：${inWords(error, locale)}。`, en: `Cannot write ${path}: ${inWords(error, locale)}.` }), say({ zh: "请换一个 --output，或先建好文件夹。", en: "Choose another --output, or make the folder first." }));
  }
}

function resolveTarget(path: string): { target: string; stats: Stats | null } {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    // A link that leads nowhere must not be replaced by what was to be written behind it.
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw error;
    return { target: path, stats: null };
  }
  // Only a regular file is replaced, behind a symbolic link if need be. What /dev/stdout leads to has no real path.
  return { target: stats.isFile() ? realpathSync(path) : path, stats };
}

/** Replaces a file's content, whole or not at all; keeps its permissions and follows a symbolic link. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const { target, stats } = resolveTarget(path);
  const sink = new FileSink(target, stats);
  try {
    await sink.write(content);
    await sink.close();
  } catch (error) {
    sink.abort();
    throw error;
  }
}
