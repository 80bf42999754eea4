import * as nodeFs from "node:fs";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../command.ts";

/** The file operations that a write needs; the tests put failing ones in their place. */
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
 * Writes a file as a whole or not at all: into a new file of the same folder, which then takes the place of the old one. Mode and owner
 * stay, of a symbolic link the target is written, and what is no ordinary file (a pipe, `/dev/stdout`) is written straight. Throws the
 * error of the file system, with the file as it was.
 */
export function writeFileAtomically(absolute: string, text: string, fs: WriteFs = nodeFs): void {
  const target = existing(absolute, fs);
  const stats = target === undefined ? undefined : fs.statSync(target);
  if (target !== undefined && stats && !stats.isFile()) fs.writeFileSync(target, text);
  else replace(target ?? absolute, text, stats, fs);
}

/**
 * Writes a text in place of the one that a file has had. `shown` is the path for messages. Throws `UsageError`, with the file as it was,
 * where it is read-only, no longer holds `before`, or cannot be written.
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

/** Why a file could not be written, in words, from the error of the file system. */
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

/** Only the superuser may give a file away; for anybody else the owner is the same already. */
function keepOwnerAndMode(descriptor: number, stats: nodeFs.Stats, fs: WriteFs): void {
  if (process.getuid?.() === 0) fs.fchownSync(descriptor, stats.uid, stats.gid);
  fs.fchmodSync(descriptor, stats.mode & 0o7777);
}
