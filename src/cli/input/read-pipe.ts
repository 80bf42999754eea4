import { closeSync, constants, openSync, readSync, type Stats, statSync } from "node:fs";
import { UsageError } from "../command.ts";

const CHUNK = 65_536;

/** Milliseconds between two reads of a pipe that has no data yet. */
const PAUSE = 5;

/**
 * Reads a pipe, such as a shell's `<(…)`, the null device, or a terminal. Throws `UsageError` for a
 * pipe without a writer and for a device, which would never end; throws the file system's error for
 * a folder or a socket.
 */
export function readSpecial(absolute: string, shown: string, stats: Stats): Uint8Array {
  if (stats.isBlockDevice() || (stats.isCharacterDevice() && !isHarmless(absolute, stats)))
    throw new UsageError(`cannot read "${shown}": it is a device; name a file`);
  const { O_RDONLY, O_NONBLOCK = 0 } = constants;
  const descriptor = openSync(absolute, stats.isFIFO() ? O_RDONLY | O_NONBLOCK : O_RDONLY);
  try {
    const bytes = readAll(descriptor);
    if (bytes.length === 0 && stats.isFIFO())
      throw new UsageError(`cannot read "${shown}": it is a pipe that nobody writes to; name a file`);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/** Standard input under another name, and the null device, which is empty. */
function isHarmless(absolute: string, { rdev }: Stats): boolean {
  if (/^\/(?:dev\/(?:stdin|fd\/\d+|tty)|proc\/self\/fd\/\d+)$/.test(absolute)) return true;
  return rdev === statSync("/dev/null", { throwIfNoEntry: false })?.rdev;
}

function readAll(descriptor: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (;;) {
    const part = new Uint8Array(CHUNK);
    const length = readSome(descriptor, part);
    if (length === 0) return Buffer.concat(parts);
    if (length > 0) parts.push(part.subarray(0, length));
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
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
