import { printable, withoutCommands } from "../../report/text/escape.ts";
import { redactDetected } from "../../secrets/redact.ts";
import type { Io } from "../command.ts";
import type { Configs } from "../config/config-for-file.ts";
import { pathFrom, shownPath } from "../files/paths.ts";
import type { FoundFile } from "../input/discover.ts";
import type { Skip } from "../input/walk-folders.ts";

/** For each file, whether it was linted, and why: the answer of `lint --debug-files`. */
export class FileTrace {
  readonly #cwd: string;
  readonly #configs: Configs;
  readonly #lines = new Map<string, readonly [answer: "linted" | "skipped", reason: string]>();

  constructor(cwd: string, configs: Configs) {
    this.#cwd = cwd;
    this.#configs = configs;
  }

  /** Notes why a file, or a whole folder, is not linted; the last reason counts. */
  readonly skip: Skip = (path, reason, by) => {
    const end = by === undefined ? "" : ` ${shownPath(by, this.#cwd)}`;
    this.#lines.set(shownPath(path, this.#cwd), ["skipped", `${reason}${end}`]);
  };

  /** Notes a linted file with its config. */
  async lint({
    path,
    absolute,
    isDefinition,
  }: FoundFile & { readonly isDefinition?: boolean }): Promise<void> {
    const template = isDefinition ? "; the steps of a specTemplate" : "";
    this.#lines.set(path, ["linted", `${await this.#configOf(absolute)}${template}`]);
  }

  /** Notes a file that a config ignores. */
  async ignore({ path, absolute }: FoundFile): Promise<void> {
    const applied = await this.#configs.ignoring(absolute);
    const glob = applied?.effective.ignoredBy(pathFrom(applied.folder, absolute));
    this.#lines.set(path, ["skipped", `ignored by "${glob}" in ${applied?.loaded?.path}`]);
  }

  /** Prints a line for each file, ordered by path. */
  async print(io: Io): Promise<void> {
    const lines = [...this.#lines].sort(([one], [other]) => (one < other ? -1 : 1));
    const width = Math.max(0, ...lines.map(([path]) => path.length).filter((length) => length <= 60));
    const text = lines.map(([path, [answer, reason]]) =>
      printable(`${answer.padEnd("skipped".length)}  ${path.padEnd(width)}  ${reason}`),
    );
    io.out(withoutCommands((await redactDetected(text)).map((line) => `${line}\n`).join("")));
  }

  async #configOf(absolute: string): Promise<string> {
    const applied = await this.#configs.applied(absolute);
    if (!applied?.loaded) return "without a config";
    const globs = applied.effective.overridesOf(pathFrom(applied.folder, absolute));
    const list = globs.map((glob) => `"${glob}"`).join(", ");
    return `by ${applied.loaded.path}${globs.length > 0 ? `, with the overrides of ${list}` : ""}`;
  }
}
