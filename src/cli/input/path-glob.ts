import picomatch from "picomatch";
import { Budget } from "../../match/budget.ts";
import { compileEngine } from "../../match/glob/engines.ts";
import { refuseToCompile } from "../../match/glob/limits.ts";

/** The budget of a glob for all paths of a checkout: that of specs of so many characters. */
const CHARACTERS = 100_000;

/**
 * A glob that names files, on the command line or in a cases file, which may be a stranger's: it is
 * matched in bounded time, as picomatch does with the option `dot`.
 */
export class PathGlob {
  /** The folder to search, as written. */
  readonly base: string;
  readonly #argument: string;
  readonly #test: (path: string) => boolean | "gave-up";
  #problem: string | undefined;

  /** Returns undefined for a path without wildcards. */
  static parse(argument: string): PathGlob | undefined {
    const { base, glob, isGlob } = picomatch.scan(argument);
    return isGlob ? new PathGlob(argument, base, glob) : undefined;
  }

  /** `glob` is the part of `argument` below `base`. */
  private constructor(argument: string, base: string, glob: string) {
    this.#argument = argument;
    this.base = base;
    const refused = refuseToCompile(glob);
    if (refused !== undefined) this.#problem = `the glob "${argument}" ${refused}; write a simpler one`;
    const budget = new Budget(CHARACTERS);
    this.#test =
      refused === undefined
        ? compileEngine(glob, "picomatch", "literal", { dot: true, budget })
        : () => false;
  }

  /** Whether a path with forward slashes, from `base`, matches; false beyond the bounds. */
  matches(path: string): boolean {
    const result = this.#test(path);
    if (result !== "gave-up") return result;
    this.#problem ??= `the glob "${this.#argument}" takes too long to match "${path}"; write a simpler one`;
    return false;
  }

  /** Why the glob cannot be used, or could not be matched to a path; undefined if all went well. */
  get problem(): string | undefined {
    return this.#problem;
  }
}
