import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** The file operations of a write; tests replace them by failing ones. */
export const WHOLE_FS = { closeSync, fsyncSync, linkSync, openSync, renameSync, unlinkSync, writeSync };

/** How a file is written. */
export interface WholeFile {
  /** The mode of the file. */
  readonly mode: number;
  /** Fails with `EEXIST` if the file exists. */
  readonly exclusive?: boolean;
  /** Changes the written file through its descriptor. */
  finish?(descriptor: number): void;
}

/**
 * Writes a file completely or not at all, also when the disk is full or a signal ends the process:
 * into a new file of the same folder, which then replaces the old one. Throws the file system's
 * error, with the file unchanged and no other file left.
 */
export function writeWhole(
  target: string,
  bytes: Uint8Array,
  { mode, exclusive = false, finish }: WholeFile,
  fs: typeof WHOLE_FS = WHOLE_FS,
): void {
  delaySignals();
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.${Date.now()}.tmp`);
  const descriptor = fs.openSync(temporary, "wx", mode);
  try {
    try {
      writeAll(descriptor, bytes, fs);
      finish?.(descriptor);
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    if (exclusive) create(temporary, target, fs);
    else fs.renameSync(temporary, target);
  } catch (error) {
    fs.unlinkSync(temporary);
    throw error;
  }
}

/** Writes all bytes to an open file or pipe. */
export function writeAll(
  descriptor: number,
  bytes: Uint8Array,
  fs: Pick<typeof WHOLE_FS, "writeSync"> = WHOLE_FS,
): void {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += fs.writeSync(descriptor, bytes, written, bytes.length - written, null);
    } catch (error) {
      // A pipe is full until its reader goes on.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Gives a file a free name. Some file systems have no links, and `rename` alone replaces. */
function create(temporary: string, target: string, fs: typeof WHOLE_FS): void {
  try {
    fs.linkSync(temporary, target);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw error;
    if (existsSync(target)) throw Object.assign(new Error("EEXIST"), { code: "EEXIST" });
    fs.renameSync(temporary, target);
    return;
  }
  fs.unlinkSync(temporary);
}

const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

let delayed = false;

/**
 * Lets the signals that end the process wait until the event loop turns, so that none of them
 * leaves half a file.
 */
function delaySignals(): void {
  if (delayed) return;
  delayed = true;
  const handlers = SIGNALS.map((signal) => [signal, () => process.kill(process.pid, signal)] as const);
  for (const [signal, handler] of handlers) process.once(signal, handler);
  setImmediate(() => {
    delayed = false;
    for (const [signal, handler] of handlers) process.removeListener(signal, handler);
  });
}

/** Returns after a turn of the event loop, in which a signal that waited ends the process. */
export function afterSignals(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
