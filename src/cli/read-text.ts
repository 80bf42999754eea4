import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { UsageError } from "./command.ts";

/** Reads a file as text. Throws `UsageError`, in one sentence, for what cannot be read or is no UTF-8 text. */
export function readText(absolute: string, shown: string): string {
  const text = reading(shown, () => readFileSync(absolute, "utf8"));
  // Node.js reads text faster than bytes, but puts this character in place of what is no UTF-8.
  if (!text.includes("\ufffd") && !text.includes("\0")) return text;
  // What is no ordinary file, such as a pipe, can be read once only.
  const bytes = reading(shown, () =>
    statSync(absolute).isFile()
      ? readFileSync(absolute)
      : Buffer.from(text.replaceAll("\ufffd", "\xff"), "latin1"),
  );
  return decodeText(bytes, shown);
}

/** Bytes as text; a UTF-8 byte order mark is kept, so that offsets stay true to the file. Throws `UsageError` as `readText` does. */
export function decodeText(bytes: Uint8Array, shown: string): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new UsageError(`"${shown}" is UTF-16 text; save it as UTF-8`);
  }
  if (bytes.includes(0))
    throw new UsageError(`"${shown}" is a binary file, not a pipeline spec; name a YAML or JSON file`);
  if (!isUtf8(bytes)) throw new UsageError(`"${shown}" is no UTF-8 text; save it as UTF-8`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links form a loop",
  EMFILE: "too many files are open",
};

function reading<T>(shown: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new UsageError(`cannot read "${shown}": ${REASONS[code] ?? code}`);
  }
}
