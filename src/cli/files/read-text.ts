import { isUtf8 } from "node:buffer";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from "node:fs";
import { UsageError, unlessUsageError } from "../command.ts";

const MEGABYTE = 2 ** 20;

/** The largest file of each kind, in bytes. A report is read as one string, which V8 limits. */
const MAX_BYTES = {
  spec: 128 * MEGABYTE,
  config: 4 * MEGABYTE,
  manifest: 16 * MEGABYTE,
  ignore: MEGABYTE,
  cases: 32 * MEGABYTE,
  event: 64 * MEGABYTE,
  baseline: 128 * MEGABYTE,
  report: 500 * MEGABYTE,
  cache: 500 * MEGABYTE,
  git: 16 * MEGABYTE,
};

export type FileKind = keyof typeof MAX_BYTES;

/** The error for a file that is larger than its kind may be. */
function tooLarge(shown: string, kind: FileKind): UsageError {
  return new UsageError(`"${shown}" is larger than ${MAX_BYTES[kind] / MEGABYTE} MB; split it`);
}

/** True for a committed file of so many bytes that `decodeCommitted` refuses. */
export function isTooLarge(bytes: number): boolean {
  return bytes > MAX_BYTES.spec;
}

/** As `decodeText`, for a committed file; its bytes are undefined if it is too large. */
export function decodeCommitted(bytes: Uint8Array | undefined, shown: string): string {
  if (bytes === undefined) throw tooLarge(shown, "spec");
  return decodeText(bytes, shown);
}

/** Milliseconds between two reads of a pipe that has no data yet. */
const PAUSE = 5;

/**
 * Reads a regular file as text. Throws `UsageError` for anything else, for a file that is too large
 * for its kind, cannot be read or is not UTF-8.
 */
export function readText(absolute: string, shown: string, kind: FileKind): string {
  return decodeText(readBytes(absolute, shown, { kind, named: false }), shown, kind);
}

/** Like `readText`, for a path that a search has just seen to be a regular file. */
export function readFound(absolute: string, shown: string, kind: FileKind): string {
  return decodeText(readBytes(absolute, shown, { kind, named: false, seen: true }), shown, kind);
}

/** Like `readText`, for a path of the command line, which may also be a pipe or standard input. */
export function readNamed(absolute: string, shown: string, kind: FileKind): string {
  return decodeText(readBytes(absolute, shown, { kind, named: true }), shown, kind);
}

/** Returns the text of `read`; empty if it throws `UsageError`, as for a file that is not text. */
export function textOrEmpty(read: () => string): string {
  return unlessUsageError(read, () => "");
}

/** Reads all of standard input, up to the size of a spec. Throws `UsageError` like `readText`. */
export function readStandardInput(): string {
  const bytes = readAll(0, fstatSync(0), MAX_BYTES.spec);
  if (typeof bytes === "string") throw new UsageError("standard input is larger than 128 MB; split it");
  return decodeText(bytes, "<stdin>");
}

interface ReadOptions {
  readonly kind: FileKind;
  /** Whether the command line names the file itself, so that it may be a pipe. */
  readonly named: boolean;
  /** Whether its kind is known before it is opened, which saves a look at each of many files. */
  readonly seen?: boolean;
}

/** Opens every file: a regular one, or a pipe of the command line, without waiting for it. */
function openFile(
  absolute: string,
  shown: string,
  named: boolean,
  seen = false,
): { readonly descriptor: number; readonly stats: Stats } {
  // Opening a device can already have an effect.
  if (!seen) checkKind(statSync(absolute), absolute, shown, named);
  const { O_RDONLY, O_NONBLOCK = 0 } = constants;
  const descriptor = openSync(absolute, O_RDONLY | O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    checkKind(stats, absolute, shown, named);
    return { descriptor, stats };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/**
 * Yields the lines of a file without holding all of it, so that it may have any size; a line, or a
 * file without line breaks, has the limit of its kind. Throws `UsageError` like `readText`.
 */
export function* readLines(
  absolute: string,
  shown: string,
  kind: FileKind,
  named: boolean,
): Generator<string, void, undefined> {
  const { descriptor, stats } = reading(shown, () => openFile(absolute, shown, named));
  try {
    const block = Buffer.allocUnsafe(BLOCK);
    let parts: Buffer[] = [];
    let size = 0;
    for (;;) {
      const length = reading(shown, () => readSome(descriptor, block));
      if (length < 0) {
        if (stats.isFile()) throw new UsageError(`cannot read "${shown}": it is a device; name a file`);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
        continue;
      }
      let start = 0;
      for (
        let end = block.indexOf(LINE_FEED);
        end >= 0 && end < length;
        end = block.indexOf(LINE_FEED, start)
      ) {
        parts.push(block.subarray(start, end));
        yield decodeText(Buffer.concat(parts), shown, kind);
        [parts, size, start] = [[], 0, end + 1];
      }
      parts.push(Buffer.from(block.subarray(start, length)));
      size += length - start;
      if (size > MAX_BYTES[kind])
        throw new UsageError(
          `"${shown}" has a line of more than ${MAX_BYTES[kind] / MEGABYTE} MB; write one record on a line`,
        );
      if (length === 0) break;
    }
    if (size > 0) yield decodeText(Buffer.concat(parts), shown, kind);
  } finally {
    closeSync(descriptor);
  }
}

/** Bytes per read of a file that is read line by line. */
const BLOCK = 2 ** 18;

/** Reads a file up to the limit of its kind. */
function readBytes(absolute: string, shown: string, { kind, named, seen }: ReadOptions): Buffer {
  return reading(shown, () => {
    const { descriptor, stats } = openFile(absolute, shown, named, seen);
    try {
      const bytes = readAll(descriptor, stats, MAX_BYTES[kind]);
      if (bytes === "endless") throw tooLarge(shown, kind);
      if (bytes === "blocked") throw new UsageError(`cannot read "${shown}": it is a device; name a file`);
      if (bytes.length === 0 && stats.isFIFO())
        throw new UsageError(`cannot read "${shown}": it is a pipe without a writer; name a file`);
      return bytes;
    } finally {
      closeSync(descriptor);
    }
  });
}

/** Throws `UsageError` unless it is a regular file, or a pipe of the command line. */
function checkKind(stats: Stats, absolute: string, shown: string, named: boolean): void {
  if (stats.isFile() || (named && isReadablePipe(stats, absolute))) return;
  const kind = stats.isDirectory()
    ? "a folder"
    : stats.isFIFO()
      ? "a pipe"
      : stats.isSocket()
        ? "a socket"
        : "a device";
  throw new UsageError(`cannot read "${shown}": it is ${kind}${kind === "a folder" ? "" : "; name a file"}`);
}

/** A link that is part of a checkout must not lead to standard input, a terminal or a pipe. */
function isReadablePipe(stats: Stats, absolute: string): boolean {
  const isStandard = /^\/(?:dev\/(?:stdin|fd\/\d+|tty)|proc\/self\/fd\/\d+)$/.test(absolute);
  if (stats.isFIFO()) return isStandard || !lstatSync(absolute).isSymbolicLink();
  if (!stats.isCharacterDevice()) return false;
  return isStandard || stats.rdev === statSync("/dev/null", { throwIfNoEntry: false })?.rdev;
}

/** Counts while it reads: a file can grow, and the size of one in `/proc` is 0. */
function readAll(descriptor: number, stats: Stats, limit: number): Buffer | "endless" | "blocked" {
  const parts: Buffer[] = [];
  let size = 0;
  for (let next = stats.isFile() ? stats.size + 1 : 0; ; next = 0) {
    const part = Buffer.allocUnsafe(Math.min(next || 65_536, limit + 1));
    const length = readSome(descriptor, part);
    // A regular file of the expected size has ended, which saves a second read.
    if (parts.length === 0 && length > 0 && length === stats.size) return part.subarray(0, length);
    if (length === 0) return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    if (length > 0) parts.push(part.subarray(0, length));
    else if (stats.isFile()) return "blocked";
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    size += Math.max(length, 0);
    if (size > limit) return "endless";
  }
}

/** The number of bytes read; negative if a writer has the pipe open and has written nothing yet. */
function readSome(descriptor: number, part: Uint8Array): number {
  try {
    return readSync(descriptor, part, 0, part.length, null);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EOF") return 0;
    if (code !== "EAGAIN") throw error;
    return -1;
  }
}

/** Thrown for bytes that are not UTF-8; `text` shows whether a spec was meant. */
export class NoText extends UsageError {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, sentence: string) {
    super(sentence);
    this.#bytes = bytes;
  }

  get text(): string {
    return Buffer.from(this.#bytes).toString("latin1").replaceAll("\0", "");
  }
}

/**
 * Decodes bytes; a UTF-8 byte order mark is kept, so that offsets match the file. Throws
 * `UsageError` like `readText`.
 */
export function decodeText(bytes: Uint8Array, shown: string, kind: FileKind = "spec"): string {
  if (isUtf16(bytes)) throw new NoText(bytes, `"${shown}" is UTF-16 text; save it as UTF-8`);
  const isBinary = bytes.includes(0);
  if (!isBinary && isUtf8(bytes))
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  throw new NoText(bytes, `"${shown}" is ${binaryFault(bytes, isBinary, kind)}`);
}

/** The first bytes of gzip, ZIP, Zstandard, xz and bzip2. */
const COMPRESSED = /^(?:\x1f\x8b|PK\x03\x04|\x28\xb5\x2f\xfd|\xfd7zXZ|BZh\d)/;

function binaryFault(bytes: Uint8Array, isBinary: boolean, kind: FileKind): string {
  if (COMPRESSED.test(Buffer.from(bytes.subarray(0, 6)).toString("latin1")))
    return "a compressed file; unpack it";
  if (!isBinary) return "not UTF-8 text; save it as UTF-8";
  return `a binary file; name a ${kind === "event" ? "text file, such as JSON" : "YAML or JSON file"}`;
}

/**
 * True for a byte order mark, and for two characters of ASCII in either order of bytes, or one on a
 * line of its own, where the line break is cut in half.
 */
function isUtf16([first, second, third, fourth]: Uint8Array): boolean {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const isLittle = first && second === 0 && (third === undefined || (third && fourth === 0));
  return Boolean(isLittle || (first === 0 && second && third === 0 && fourth !== 0));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "the file does not exist",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links form a loop",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  ENXIO: "it is a socket; name a file",
  ENOTDIR: "a part of its path is not a folder",
  ENAMETOOLONG: "its name is too long",
  EIO: "the disk does not respond",
};

function reading<T>(shown: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read "${shown}": ${reasonOf(error, shown)}`);
  }
}

function reasonOf(error: unknown, shown: string): string {
  const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
  if (code === "ENOENT" && shown.includes("\ufffd")) return "its name is not UTF-8; rename it";
  return REASONS[code] ?? code;
}

/** A text with more characters than this may need more memory than there is. */
const LARGE = 4_000_000;

/** Throws `UsageError` for a long text whose values need more memory than is left. */
export function assertFits(text: string, shown: string): void {
  if (text.length > LARGE) checkMemory(text, shown);
}

/** Memory per value from reading to linting (measured on specs of 50 MB). */
const BYTES_PER_VALUE = 400;

/**
 * Throws `UsageError` if a text needs more memory than `heap` has: a process without memory loses
 * its other results. Only for long texts, since `node:v8` takes 10 ms to load.
 */
export function checkMemory(
  text: string,
  shown: string,
  heap = process.getBuiltinModule("node:v8").getHeapStatistics(),
): void {
  const needed = valuesIn(text) * BYTES_PER_VALUE + text.length * 2;
  const { heap_size_limit: most, used_heap_size: used } = heap;
  if (needed <= most - used) return;
  const megabytes = Math.ceil((needed + used) / 2 ** 20);
  throw new UsageError(
    `"${shown}" is too large for the memory limit of Node.js; split it, or set NODE_OPTIONS=--max-old-space-size=${megabytes}`,
  );
}

/** A line that begins with `%` is a warning of the reader, which takes as much as four values. */
const VALUES_PER_DIRECTIVE = 4;

/** An upper bound: the number of characters that can end a value. */
function valuesIn(text: string): number {
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === COLON || code === LINE_FEED) values++;
    else if (code === PERCENT && (at === 0 || text.charCodeAt(at - 1) === LINE_FEED))
      values += VALUES_PER_DIRECTIVE;
  }
  return values;
}

const PERCENT = 37;
const COMMA = 44;
const COLON = 58;
const LINE_FEED = 10;
