import type { Budget } from "../match/budget.ts";
import { withoutDotSlash } from "../match/glob/braces.ts";
import { COMMON_FILES, candidatePaths } from "../match/glob/candidate-paths.ts";
import { folderTest } from "../match/glob/examples.ts";
import { comparisonSteps, TOO_LARGE } from "../match/regex/automaton-size.ts";
import { excludedTexts } from "../match/regex/examples.ts";
import type { Inclusion, TextKind, TextSet } from "../match/regex/inclusion.ts";
import { scanRegexLiteral } from "../match/regex/syntax/literal.ts";
import type { RegexLiteral } from "../match/regex/types.ts";
import type { GitTrigger } from "../pipeline/model.ts";
import { passesAll } from "../simulate/conditions/filter.ts";
import type { ConditionId } from "../simulate/evaluation/evaluation-rules.ts";
import { isRefName } from "../simulate/event/fact-values.ts";
import { filterExamples } from "../simulate/would-fire/common-facts.ts";
import { once } from "../util/memoize.ts";
import { TOO_MANY } from "./difference.ts";
import { type DiffContext, type Level, levelOf } from "./direction.ts";
import { globTexts, mayMatchFolder } from "./glob-texts.ts";

/** The conditions that look at texts of an event, with the key of the filter and its texts. */
export const FILTERS = {
  branch: { key: "branchRegex", kind: "name" },
  "target-branch": { key: "pullRequestTargetBranchRegex", kind: "name" },
  comment: { key: "commentRegex", kind: "text" },
  files: { key: "modifiedFilesGlob", kind: "path" },
} as const satisfies Partial<Record<ConditionId, { key: keyof GitTrigger; kind: TextKind }>>;

/** A condition that looks at a text of an event. */
export type FilterId = keyof typeof FILTERS;

/** The input of a comparison of two Git triggers. */
export interface GitContext extends DiffContext {
  /** The budget of the proofs of this pair, so that a few large filters do not take all. */
  readonly proofs: Budget;
}

/** The cost in steps to find an example and to match it with two filters: about 10 microseconds. */
const STEPS_PER_EXAMPLE = 60;

const NO_PROOF: Inclusion = { included: undefined, reason: "the filters were not compared by automata" };
const NO_BUDGET: Inclusion = { included: undefined, reason: TOO_MANY };
const NO_AUTOMATA: Inclusion = { included: undefined, reason: TOO_LARGE };
const INCLUDED: Inclusion = { included: true };

/** Compares the filters of two triggers for one condition; an absent trigger has none. */
export function filterField(
  id: FilterId,
  low: GitTrigger | undefined,
  high: GitTrigger,
  context: GitContext,
): FilterField {
  const { key } = FILTERS[id];
  const [one, other] = [low?.[key]?.value, high[key]?.value];
  // An empty one is not a filter; only an empty branch or comment filter is refused.
  const mayBeEmpty = id === "files" || id === "target-branch";
  const filters = mayBeEmpty ? ([one || undefined, other || undefined] as const) : ([one, other] as const);
  return id === "files" ? new GlobField(id, filters, context) : new RegexField(id, filters, context);
}

type Filters = readonly [low: string | undefined, high: string | undefined];

/** The filters of two triggers for one condition: one trigger may fire where the other does not. */
export abstract class FilterField {
  readonly id: FilterId;
  protected readonly filters: Filters;
  protected readonly context: GitContext;

  constructor(id: FilterId, filters: Filters, context: GitContext) {
    this.id = id;
    this.filters = filters;
    this.context = context;
  }

  /** Examples of both filters. */
  protected readonly own = once(() => this.findOwn());

  /** Texts for which the filters may differ, and which pass them. */
  readonly candidates = once(() => [...new Set([...this.own(), ...this.proved()])]);

  /** Whether everything that the second filter passes passes the first one. */
  readonly inclusion = once((): Inclusion => {
    const [low, high] = this.filters;
    return low === high ? INCLUDED : (this.#shown() ?? this.compare());
  });

  /** True if the second filter passes nothing. */
  readonly isDead = once(() => this.findDead());

  /** An example that only the second filter passes: it is found in less time than a proof. */
  #shown(): Inclusion | undefined {
    this.context.work.spend(this.own().length * STEPS_PER_EXAMPLE);
    const text = this.own().find((each) => {
      const [low, high] = this.levels(each);
      return low === 0 && high === 2;
    });
    return text === undefined ? undefined : { included: false, text };
  }

  /** How firmly each of the two filters passes a text. */
  levels(text: string): readonly [low: Level, high: Level] {
    return [this.level(0, text), this.level(1, text)];
  }

  protected abstract level(side: 0 | 1, text: string): Level;
  protected abstract findOwn(): readonly string[];
  protected abstract compare(): Inclusion;
  protected abstract findDead(): boolean;

  /** The text by which the automata show a difference. */
  protected proved(): readonly string[] {
    const inclusion = this.inclusion();
    return inclusion.included === false && inclusion.text !== undefined ? [inclusion.text] : [];
  }

  protected includes(one: TextSet, other: TextSet): Inclusion {
    const { options, work, proofs } = this.context;
    const { includes } = options;
    if (!includes) return NO_PROOF;
    const { kind } = FILTERS[this.id];
    const patterns = [one, other].flatMap(({ pattern }) => pattern ?? []);
    const steps = comparisonSteps(patterns.map(scanRegexLiteral) as RegexLiteral[]);
    if (!proofs.spendOnce(steps)) return NO_AUTOMATA;
    const mayAsk = work.spendOnQuestion(JSON.stringify([one, other, kind]), () => steps);
    return mayAsk ? includes(one, other, kind) : NO_BUDGET;
  }
}

class RegexField extends FilterField {
  protected level(side: 0 | 1, text: string): Level {
    const filter = this.filters[side];
    if (filter === undefined) return 2;
    const matcher = this.context.settings[side].patterns.regex(filter);
    if (!("literal" in matcher)) return 1;
    return passesAll(matcher, this.id === "comment") ? 2 : levelOf(matcher.test(text));
  }

  protected findOwn(): string[] {
    return this.filters.flatMap((filter, side) => {
      const settings = this.context.settings[side as 0 | 1];
      const found = filter === undefined ? [] : filterExamples(filter, settings);
      if (this.id !== "comment") return found.filter(isRefName);
      // `^` and `$` may match at any line.
      return [...found, ...found.flatMap((text) => [`${text}\nplease`, `please\n${text}`])];
    });
  }

  /**
   * Without a proof also texts that only one filter excludes, and names that are longer than the
   * examples: an edge may be missing.
   */
  protected override proved(): readonly string[] {
    if (this.inclusion().included !== undefined) return super.proved();
    const longer = this.own().flatMap((text) => [`${text}-x`, `x-${text}`]);
    const found = [...this.#excluded(), ...longer];
    return this.id === "comment" ? found : found.filter(isRefName);
  }

  #excluded(): string[] {
    const texts = this.filters.flatMap((filter, side) => {
      const matcher = filter && this.context.settings[side as 0 | 1].patterns.regex(filter);
      return matcher && "literal" in matcher ? excludedTexts(matcher.literal) : [];
    });
    return texts.filter((text) => {
      const [low, high] = this.levels(text);
      return low !== high;
    });
  }

  protected compare(): Inclusion {
    const [low, high] = this.#sets();
    if (low === undefined || high === undefined)
      return { included: undefined, reason: "Codefresh rejects a filter" };
    if (low.pattern === undefined) return INCLUDED;
    const answer = this.includes(high, low);
    // Without its text an event passes only a filter that is known to match everything.
    return answer.included && high.pattern === undefined
      ? { included: undefined, reason: `only one of the filters is known to match every text` }
      : answer;
  }

  protected findDead(): boolean {
    const [, high] = this.#sets();
    if (high?.pattern === undefined || this.own().some((text) => this.level(1, text) === 2)) return false;
    return this.includes(high, NOTHING).included === true;
  }

  /** The texts of both filters; undefined for one that Codefresh rejects. */
  #sets(): readonly (TextSet | undefined)[] {
    return this.filters.map((filter, side) => {
      if (filter === undefined) return EVERYTHING;
      const matcher = this.context.settings[side as 0 | 1].patterns.regex(filter);
      if (!("literal" in matcher)) return undefined;
      return passesAll(matcher, this.id === "comment") ? EVERYTHING : { pattern: filter };
    });
  }
}

const EVERYTHING: TextSet = { pattern: undefined };
const NOTHING: TextSet = { pattern: "/^[^]*$/", negated: true };
const OF_FOLDER = 'only one glob engine matches a file named like the folder of "/**"';

/** A commit fires if one file matches, in each reading by itself (semantics e). */
class GlobField extends FilterField {
  protected level(side: 0 | 1, text: string): Level {
    const glob = this.filters[side];
    return glob !== undefined ? levelOf(this.context.settings[side].patterns.glob(glob).matchFile(text)) : 2;
  }

  readonly #folderTests = once(() => {
    const { budget } = this.context.settings[1];
    return this.#globs().map((glob) => folderTest(glob, { budget }));
  });

  protected findOwn(): readonly string[] {
    const { budget } = this.context.settings[1];
    const own = this.#globs().flatMap((glob) => candidatePaths(glob, budget));
    return [...COMMON_FILES, ...own].filter((path) => this.#isUsual(path));
  }

  protected override proved(): readonly string[] {
    return super.proved().filter((path) => this.#isUsual(path));
  }

  #globs(): readonly string[] {
    return this.filters.filter((glob) => glob !== undefined);
  }

  /** A file that is named like the folder of a glob is not an example (semantics e). */
  #isUsual(path: string): boolean {
    return isPlainPath(path) && !this.#folderTests().some((isFolder) => isFolder(path));
  }

  protected compare(): Inclusion {
    const [low, high] = this.filters;
    if (low === undefined || withoutDotSlash(low) === withoutDotSlash(high ?? "")) return INCLUDED;
    if (high === undefined) return { included: false, text: ".gitignore" };
    const [ofPicomatch, ofMinimatch] = (["picomatch", "minimatch"] as const).map((engine): Inclusion => {
      const [one, other] = [globTexts(high, engine), globTexts(low, engine)];
      const refusal = [one, other].find((texts) => typeof texts === "string");
      return refusal
        ? { included: undefined, reason: refusal }
        : this.includes(one as TextSet, other as TextSet);
    });
    if (ofMinimatch!.included !== true || ofPicomatch!.included !== false)
      return ofMinimatch!.included === true ? ofPicomatch! : ofMinimatch!;
    return mayMatchFolder(high) ? { included: undefined, reason: OF_FOLDER } : ofPicomatch!;
  }

  protected findDead(): boolean {
    return false;
  }
}

/** True for a path of a Git tree without signs that are special in a glob. */
function isPlainPath(path: string): boolean {
  return path
    .split("/")
    .every((part) => /^(?! )[\p{L}\p{M}\p{N}_.@ -]+(?<! )$/u.test(part) && !/^\.{1,2}$/.test(part));
}
