import { basename, dirname, join } from "node:path";
import { isLink } from "../files/inside-repository.ts";
import { readText, textOrEmpty } from "../files/read-text.ts";
import { IgnoreFile, MAX_STEPS, type Steps } from "./gitignore.ts";

/** Gets a sentence for what could not be read. */
export type Problem = (sentence: string) => void;

/** The `.gitignore` files that apply to the entries of a folder, the deepest one last. */
export interface IgnoreRules {
  /** The path of the folder from the topmost one, with a slash at its end. */
  readonly inside: string;
  readonly files: readonly IgnoreRuleFile[];
}

interface IgnoreRuleFile {
  readonly path: string;
  /** Where the path of a file in its folder begins in the path from the topmost one. */
  readonly start: number;
  readonly file: IgnoreFile;
}

const NO_RULES: IgnoreRules = { inside: "", files: [] };

/** The maximum length of a path; a longer pattern is a mistake, or an attack. */
const MAX_PATTERN = 4096;

/** Git sets `core.ignoreCase` by the file system; this is the usual one. */
const FOLDS_CASE = process.platform === "win32" || process.platform === "darwin";

/** The `.gitignore` files of one or more searches, each read once. */
export class GitignoreFiles {
  readonly #problem: Problem;
  readonly #read = new Map<string, IgnoreFile | undefined>();
  readonly #steps: Steps = { left: MAX_STEPS };

  constructor(problem: Problem) {
    this.#problem = problem;
  }

  /** The rules of a folder in the repository `top`, without its own; or what ignores the folder. */
  rulesAbove(
    top: string | undefined,
    folder: string,
  ): { readonly rules: IgnoreRules; readonly ignored?: { readonly path: string; readonly by: string } } {
    if (top === undefined || top === folder) return { rules: NO_RULES };
    const parent = dirname(folder);
    const { rules: outer, ignored } = this.rulesAbove(top, parent);
    if (ignored) return { rules: outer, ignored };
    const rules = this.rulesIn(parent, outer);
    const by = this.ignoredBy(basename(folder), true, rules);
    return {
      rules: below(rules, basename(folder)),
      ...(by !== undefined && { ignored: { path: folder, by } }),
    };
  }

  /** The rules of a folder with those of its own `.gitignore`. */
  rulesIn(folder: string, above: IgnoreRules): IgnoreRules {
    const path = join(folder, ".gitignore");
    if (!this.#read.has(path)) this.#read.set(path, readRules(path, this.#problem));
    const file = this.#read.get(path);
    if (!file) return above;
    return { ...above, files: [...above.files, { path, start: above.inside.length, file }] };
  }

  /** The path of the `.gitignore` that ignores an entry: the deepest one with a match decides. */
  ignoredBy(name: string, isFolder: boolean, { inside, files }: IgnoreRules): string | undefined {
    if (this.#steps.left < 0) return undefined;
    // V8 would walk a text of many parts, which "+" makes, again for each slice.
    const whole = [inside, name].join("");
    for (let at = files.length - 1; at >= 0; at--) {
      const { path, start, file } = files[at]!;
      const ignores = file.ignores(whole.slice(start), isFolder, this.#steps);
      if (this.#steps.left < 0) {
        this.#problem(`the patterns of "${path}" need too much time with so many files; remove some`);
        return undefined;
      }
      if (ignores !== undefined) return ignores ? path : undefined;
    }
    return undefined;
  }

  /** True if a file of the repository `top`, or a folder around it, is ignored, or may be. */
  ignores(top: string, file: string): boolean {
    const folder = dirname(file);
    const { rules, ignored } = this.rulesAbove(top, folder);
    if (ignored) return true;
    return (
      this.ignoredBy(basename(file), false, this.rulesIn(folder, rules)) !== undefined || this.#steps.left < 0
    );
  }
}

/** The rules for the entries of a folder in the folder of some rules. */
export function below(rules: IgnoreRules, name: string): IgnoreRules {
  return { ...rules, inside: [rules.inside, name, "/"].join("") };
}

/** The `.gitignore` file at a path; undefined if there is none that Git reads. */
function readRules(path: string, problem: Problem): IgnoreFile | undefined {
  // Like git, which does not follow a link here.
  const text = isLink(path) ? "" : textOrEmpty(() => readText(path, path, "ignore"));
  if (text === "") return undefined;
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const long = lines.findIndex(({ length }) => length > MAX_PATTERN);
  if (long >= 0) problem(`"${path}" line ${long + 1} is longer than ${MAX_PATTERN} characters; shorten it`);
  return new IgnoreFile(
    lines.filter(({ length }) => length <= MAX_PATTERN),
    FOLDS_CASE,
  );
}
