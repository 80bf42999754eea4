import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { isOwnFile, isPrivate, makeFolder, userCacheFolder } from "../files/cache-folder.ts";
import { readText } from "../files/read-text.ts";
import { writeWhole } from "../files/whole-file.ts";
import { writeFileAtomically } from "../files/write-file.ts";

/** The length of the key as hexadecimal digits. */
const KEY_LENGTH = 64;

/**
 * A file that only this user can have written: its first line is an HMAC-SHA256 of its purpose and
 * the rest, with a random key in the user's own cache folder.
 */
export class SignedFile {
  readonly #absolute: string;
  readonly #purpose: string;
  readonly #key: string;

  private constructor(absolute: string, purpose: string, key: string) {
    this.#absolute = absolute;
    this.#purpose = purpose;
    this.#key = key;
  }

  /** Opens a file for a purpose, so that a moved file is refused; undefined without a key. */
  static open(absolute: string, purpose: string): SignedFile | undefined {
    const key = userKey();
    return key === undefined ? undefined : new SignedFile(absolute, purpose, key);
  }

  /** The text; undefined if the file is missing or has another signature. */
  read(): string | undefined {
    try {
      const text = readText(this.#absolute, this.#absolute, "cache");
      const end = text.indexOf("\n");
      const rest = text.slice(end + 1);
      const [given, own] = [Buffer.from(text.slice(0, end)), Buffer.from(this.#signatureOf(rest))];
      return given.length === own.length && timingSafeEqual(given, own) ? rest : undefined;
    } catch {
      return undefined;
    }
  }

  /** Replaces the file. Throws the file system's error. */
  write(text: string): void {
    writeFileAtomically(this.#absolute, `${this.#signatureOf(text)}\n${text}`);
  }

  #signatureOf(text: string): string {
    return createHmac("sha256", this.#key)
      .update(`${this.#purpose.length} ${this.#purpose}`)
      .update(text)
      .digest("hex");
  }
}

/** The key of the user, created when it is first needed; undefined if there is no place for it. */
function userKey(): string | undefined {
  const folder = userCacheFolder();
  if (folder === undefined || !isPrivate(folder)) return undefined;
  const path = join(folder, "key");
  try {
    return readKey(path) ?? createKey(folder, path);
  } catch {
    return undefined;
  }
}

function readKey(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const isSecret = isOwnFile(stats) && (process.getuid === undefined || (stats.mode & 0o077) === 0);
  const key = isSecret ? readText(path, path, "config") : "";
  if (/^[\da-f]+$/.test(key) && key.length === KEY_LENGTH) return key;
  throw new Error("the key is damaged, or others can read it");
}

/** Two runs may create it at the same time: the first one counts, and both read it. */
function createKey(folder: string, path: string): string | undefined {
  makeFolder(folder);
  if (!isPrivate(folder)) return undefined;
  const key = randomBytes(KEY_LENGTH / 2).toString("hex");
  try {
    writeWhole(path, Buffer.from(key), { mode: 0o600, exclusive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readKey(path);
}
