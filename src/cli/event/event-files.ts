import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { UsageError } from "../command.ts";
import { assertInside, realPath, repositoryAbove } from "../files/inside-repository.ts";
import { assertFits, readText } from "../files/read-text.ts";
import { GitignoreFiles } from "../input/gitignore-files.ts";

/**
 * The characters of files that cases may read again, for a list of files about 4 seconds of work: a
 * small cases file can name a small file a thousand times. Payloads of 20 KB fit 1,200 cases.
 */
const MAX_READ_AGAIN = 24_000_000;

/** The payloads, events and lists of files that the cases of a run name. */
export class EventFiles {
  readonly #known = new Set<string>();
  #left = MAX_READ_AGAIN;
  /** A search for specs reports the faults of the same files. */
  readonly #gitignores = new GitignoreFiles(() => {});

  /**
   * Reads a file that a case names as `shown`. Throws `UsageError` unless it is in `boundary` and
   * could be committed: the local files of a user can have secrets, which results would show.
   */
  async read(absolute: string, shown: string, boundary: string): Promise<string> {
    assertInside(boundary, absolute, shown);
    const real = realPath(absolute);
    const again = this.#known.has(real);
    if (!again) await this.#assertPublic(real, shown);
    else if (this.#left <= 0)
      throw new UsageError(`too many cases read "${shown}"; shorten it, or run fewer cases at a time`);
    const text = readText(absolute, shown, "event");
    assertFits(text, shown);
    if (again) this.#left -= text.length;
    this.#known.add(real);
    return text;
  }

  async #assertPublic(real: string, shown: string): Promise<void> {
    const folder = dirname(real);
    const top = repositoryAbove(folder);
    if (top === undefined) return;
    const isLocal = basename(real).startsWith(".") || this.#gitignores.ignores(top, real);
    if (!isLocal || !existsSync(real) || (await tracksFile(real, shown))) return;
    throw new UsageError(
      `"${shown}" is a hidden or ignored file that Git does not track; name another file, or run "git add -f" for it`,
    );
  }
}

/** Throws `UsageError` if Git gives no answer. */
async function tracksFile(real: string, shown: string): Promise<boolean> {
  const folder = dirname(real);
  const { Git } = await import("../git/run-git.ts");
  try {
    return new Git(folder, "name another file").trackedFiles(folder).includes(basename(real));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`"${shown}" is a hidden or ignored file that Git may not track: ${error.message}`);
  }
}
