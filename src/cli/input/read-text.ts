import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { UsageError } from "../command.ts";
import { readSpecial } from "./read-pipe.ts";

/**
 * Reads a file as text. Throws `UsageError` for a file that cannot be read or is not UTF-8. A pipe
 * is read to its end, if it has a writer.
 */
export function readText(absolute: string, shown: string): string {
  const stats = reading(shown, () => statSync(absolute));
  return stats.isFile()
    ? readOrdinary(absolute, shown)
    : decodeText(
        reading(shown, () => readSpecial(absolute, shown, stats)),
        shown,
      );
}

/** Like `readText`, for a known regular file, without a check of its kind. */
export function readOrdinary(absolute: string, shown: string): string {
  const text = reading(shown, () => readFileSync(absolute, "utf8"));
  // Node.js reads text faster than bytes, but replaces invalid UTF-8 by this character.
  if (!text.includes("\ufffd") && !text.includes("\0")) return text;
  return decodeText(
    reading(shown, () => readFileSync(absolute)),
    shown,
  );
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
export function decodeText(bytes: Uint8Array, shown: string): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new NoText(bytes, `"${shown}" is UTF-16 text; save it as UTF-8`);
  }
  if (bytes.includes(0)) throw new NoText(bytes, `"${shown}" is a binary file; name a YAML or JSON file`);
  if (!isUtf8(bytes)) throw new NoText(bytes, `"${shown}" is no UTF-8 text; save it as UTF-8`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links form a loop",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  ENXIO: "it is a socket; name a file",
  ENOTDIR: "a part of its path is no folder",
  ENAMETOOLONG: "its name is too long",
  EIO: "the disk does not answer",
  ERR_STRING_TOO_LONG: "it is larger than half a gigabyte; split it",
  ERR_FS_FILE_TOO_LARGE: "it is larger than half a gigabyte; split it",
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
  if (code === "ENOENT" && shown.includes("\ufffd")) return "its name is no UTF-8; rename it";
  return REASONS[code] ?? code;
}

/** Memory per value from reading to linting (measured on specs of 50 MB). */
const BYTES_PER_VALUE = 400;

/**
 * Throws `UsageError` if a text needs more memory than `heap` has: a process without memory dies
 * with all that it found in other files. `node:v8` takes 10 ms to load, so only long texts are checked.
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
    `"${shown}" is too large to be checked in the memory that Node.js may take; split it, or set NODE_OPTIONS=--max-old-space-size=${megabytes}`,
  );
}

/** An upper bound: the number of characters that can end a value. */
function valuesIn(text: string): number {
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === COLON || code === LINE_FEED) values++;
  }
  return values;
}

const COMMA = 44;
const COLON = 58;
const LINE_FEED = 10;
