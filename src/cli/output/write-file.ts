import * as nodeFs from "node:fs";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../command.ts";

/** The file operations of a write; tests replace them by failing ones. */
export type WriteFs = Pick<
  typeof nodeFs,
  | "closeSync"
  | "fchmodSync"
  | "fchownSync"
  | "fsyncSync"
  | "openSync"
  | "readFileSync"
  | "realpathSync"
  | "renameSync"
  | "statSync"
  | "unlinkSync"
  | "writeFileSync"
  | "writeSync"
>;

/**
 * Writes a file completely or not at all: into a new file of the same folder, which then replaces
 * the old one. Mode and owner are kept, the target of a symbolic link is written, and a special
 * file (a pipe, `/dev/stdout`) is written directly. Throws the file system's error, with the file
 * unchanged.
 */
export function writeFileAtomically(absolute: string, text: string, fs: WriteFs = nodeFs): void {
  const target = existing(absolute, fs);
  const stats = target === undefined ? undefined : fs.statSync(target);
  if (target !== undefined && stats && !stats.isFile()) fs.writeFileSync(target, text);
  else replace(target ?? absolute, text, stats, fs);
}

/**
 * Replaces the text of a file. `shown` is the path for messages. Throws `UsageError`, with the file
 * unchanged, if it is read-only, no longer holds `before`, or cannot be written.
 */
export function rewriteFile(
  absolute: string,
  shown: string,
  before: string,
  text: string,
  fs: WriteFs = nodeFs,
): void {
  try {
    if ((fs.statSync(absolute).mode & 0o222) === 0)
      throw new UsageError(`cannot write "${shown}": it is read-only; make it writable and run again`);
    if (!Buffer.from(before).equals(fs.readFileSync(absolute) as Buffer))
      throw new UsageError(`"${shown}" has changed while it was being fixed; run again`);
    writeFileAtomically(absolute, text, fs);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot write "${shown}": ${writeReason(error)}; the file is as it was`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would be too large",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOENT: "there is no such folder",
  ENOTDIR: "a part of its path is no folder",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links form a loop",
};

/** Returns the reason for a failed write, from the file system's error. */
export function writeReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
  return REASONS[code] ?? code;
}

function existing(absolute: string, fs: WriteFs): string | undefined {
  try {
    return fs.realpathSync(absolute) as string;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function replace(target: string, text: string, stats: nodeFs.Stats | undefined, fs: WriteFs): void {
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.${Date.now()}.tmp`);
  const descriptor = fs.openSync(temporary, "wx", stats ? stats.mode & 0o7777 : 0o666);
  try {
    try {
      writeAll(descriptor, Buffer.from(text), fs);
      if (stats) keepOwnerAndMode(descriptor, stats, fs);
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    fs.renameSync(temporary, target);
  } catch (error) {
    fs.unlinkSync(temporary);
    throw error;
  }
}

function writeAll(descriptor: number, bytes: Buffer, fs: WriteFs): void {
  for (let written = 0; written < bytes.length; ) {
    written += fs.writeSync(descriptor, bytes, written, bytes.length - written, null);
  }
}

/** Only the superuser may change the owner; for any other user it is the same already. */
function keepOwnerAndMode(descriptor: number, stats: nodeFs.Stats, fs: WriteFs): void {
  if (process.getuid?.() === 0) fs.fchownSync(descriptor, stats.uid, stats.gid);
  fs.fchmodSync(descriptor, stats.mode & 0o7777);
}
