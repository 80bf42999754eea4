import { accessSync, constants, fchmodSync, fchownSync, realpathSync, type Stats, statSync } from "node:fs";
import { UsageError } from "../command.ts";
import { isLink, refuseLinks } from "./inside-repository.ts";
import { readText } from "./read-text.ts";
import { WHOLE_FS, writeAll, writeWhole } from "./whole-file.ts";

/** The file operations of a write; tests replace them by failing ones. */
const NODE_FS = { ...WHOLE_FS, accessSync, fchmodSync, fchownSync, realpathSync, statSync };

export type WriteFs = typeof NODE_FS;

/**
 * Writes a file completely or not at all, as `writeWhole` does. Mode and owner are kept, the target
 * of a symbolic link is written, and a special file (a pipe, `/dev/stdout`) is written directly,
 * without waiting for a reader. Throws the file system's error, with the file unchanged.
 */
export function writeFileAtomically(absolute: string, text: string, fs: WriteFs = NODE_FS): void {
  const stats = fs.statSync(absolute, { throwIfNoEntry: false }) as Stats | undefined;
  if (stats && !stats.isFile()) writeSpecial(absolute, text, fs);
  else replace(stats ? (fs.realpathSync(absolute) as string) : absolute, text, stats, fs);
}

/**
 * Writes a file of the command line, as `writeFileAtomically` does. `shown` is the path for
 * messages. Throws `UsageError`, also for a link that leads out of the repository.
 */
export function writeNamed(absolute: string, shown: string, text: string, cwd: string): void {
  refuseLinks(absolute, shown, cwd);
  try {
    writeFileAtomically(absolute, text);
  } catch (error) {
    throw new UsageError(`cannot write "${shown}": ${writeReason(error)}`);
  }
}

/**
 * Replaces the text of a file. `shown` is the path for messages. Throws `UsageError`, with the file
 * unchanged, if it is a link, is read-only, no longer holds `before`, or cannot be written.
 */
export function rewriteFile(
  absolute: string,
  shown: string,
  before: string,
  text: string,
  fs: WriteFs = NODE_FS,
): void {
  try {
    if (isLink(absolute))
      throw new UsageError(`cannot write "${shown}": it is a symbolic link; name the file that is meant`);
    if ((fs.statSync(absolute).mode & 0o222) === 0)
      throw new UsageError(
        `cannot write "${shown}": it is read-only; make it writable and run dryfire again`,
      );
    if (readText(absolute, shown, "spec") !== before)
      throw new UsageError(`"${shown}" changed while it was being fixed; run dryfire again`);
    writeFileAtomically(absolute, text, fs);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot write "${shown}": ${writeReason(error)}; the file is unchanged`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would be too large",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  EEXIST: "it exists already",
  ENOENT: "the folder does not exist",
  ENAMETOOLONG: "its name is too long",
  ENOTDIR: "a part of its path is not a folder",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links form a loop",
  ENXIO: "it is a pipe without a reader, or a socket",
};

/** Returns the reason for a failed write, from the file system's error. */
export function writeReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
  return REASONS[code] ?? code;
}

function writeSpecial(absolute: string, text: string, fs: WriteFs): void {
  const { O_WRONLY, O_NONBLOCK = 0 } = constants;
  const descriptor = fs.openSync(absolute, O_WRONLY | O_NONBLOCK);
  try {
    writeAll(descriptor, Buffer.from(text), fs);
  } finally {
    fs.closeSync(descriptor);
  }
}

function replace(target: string, text: string, stats: Stats | undefined, fs: WriteFs): void {
  // A new file could be put in the place of one that only its owner may write.
  if (stats) fs.accessSync(target, constants.W_OK);
  const mode = stats ? stats.mode & 0o7777 : 0o666;
  const finish = (descriptor: number) => stats && keepOwnerAndMode(descriptor, stats, fs);
  writeWhole(target, Buffer.from(text), { mode, finish }, fs);
}

/** Only the superuser may change the owner. */
function keepOwnerAndMode(descriptor: number, stats: Stats, fs: WriteFs): void {
  if (process.getuid?.() === 0) fs.fchownSync(descriptor, stats.uid, stats.gid);
  fs.fchmodSync(descriptor, stats.mode & 0o7777);
}
