import { isLongLivedBranch } from "../catalogue/branch-names.ts";
import { coverage } from "../catalogue/events/events.ts";
import { Budget } from "../match/budget.ts";
import { type GitTrigger, providerOf } from "../pipeline/model.ts";
import type { ConditionResult } from "../simulate/condition.ts";
import { type Evaluation, evaluate, fires } from "../simulate/evaluate.ts";
import type { ConditionId } from "../simulate/evaluation/evaluation-rules.ts";
import type { GitEvent } from "../simulate/event/event.ts";
import { narrowNames } from "../simulate/event/event-kind.ts";
import { isRefName } from "../simulate/event/fact-values.ts";
import { getOrAdd, once } from "../util/memoize.ts";
import { type DirectionAnswer, TOO_MANY } from "./difference.ts";
import {
  type DiffContext,
  type Direction,
  decidingCondition,
  FOUND,
  type Found,
  firmness,
  type Level,
  levelOf,
  NOT_COMPARED,
  type TriggerComparison,
} from "./direction.ts";
import {
  type EventClass,
  type EventTexts,
  eventClasses,
  eventOf,
  type RefKind,
  type TriggerPair,
} from "./event-classes.ts";
import { FILTERS, type FilterField, type FilterId, filterField, type GitContext } from "./filter-field.ts";
import { changesPlaceholder, PLACEHOLDER } from "./plain-values.ts";

/** As many characters give one pair of triggers half of the steps that small specs have. */
const CHARACTERS_OF_PAIR = 11_000;

/** The cost of an evaluation in steps: about 20 microseconds. */
const STEPS_PER_EVALUATION = 105;

/** More texts of one filter are not tried in one class of events. */
const MAX_TRIED = 60;

/** The best event of those that one condition decides, and the names of all. */
interface FoundEvent {
  readonly best: Pick<Found, "witness" | "low" | "high">;
  /** Null for a trigger that does not exist. */
  readonly condition: ConditionId | null;
  readonly names: Set<string>;
}

/** A class with its conditions on both sides that do not look at texts. */
interface JudgedClass {
  readonly each: EventClass;
  readonly levels: readonly [before: Level, after: Level];
  /** The filters that look at a text on either side. */
  readonly filters: readonly FilterId[];
}

/** Compares two Git triggers. */
export function compareGitTriggers(pair: TriggerPair, shared: DiffContext): TriggerComparison {
  const [before, after] = pair;
  const context: GitContext = { ...shared, proofs: new Budget(CHARACTERS_OF_PAIR) };
  const [old, now] = context.settings;
  // The classes that were judged are shared by both directions.
  const classes = eventClasses(pair, after ? now : old).map((each) => once(() => judge(each, pair, context)));
  const search = (): Search => new Search(pair, context, classes);
  const reversed = { ...context, settings: [now, old] } as const;
  return {
    gained: once(() => search().run()),
    lost: once(() => new Search([after, before], reversed, classes.map(mirrored)).run()),
    common: once(() => search().common()),
  };
}

function mirrored(judged: () => JudgedClass): () => JudgedClass {
  return () => {
    const { levels, ...rest } = judged();
    return { ...rest, levels: [levels[1], levels[0]] };
  };
}

function judge(each: EventClass, pair: TriggerPair, { settings, work }: GitContext): JudgedClass {
  work.spend(pair.length * STEPS_PER_EVALUATION);
  const event = eventOf(each, { ...PLACEHOLDERS, files: FILES[0]! });
  const sides = pair.map((trigger, side) =>
    trigger ? evaluate(trigger, event, settings[side as 0 | 1]).conditions : undefined,
  );
  const looks = (conditions: readonly ConditionResult[] | undefined, id: string): boolean =>
    conditions?.some((one) => one.id === id && looksAtText(one, each)) ?? false;
  const [before, after] = sides.map((conditions) => {
    const others = conditions?.filter(({ id }) => !looks(conditions, id));
    return others ? (Math.min(2, ...others.map(({ outcome }) => levelOf(outcome))) as Level) : 0;
  });
  const filters = (Object.keys(FILTERS) as FilterId[]).filter(
    (id) => sides.some((side) => looks(side, id)) && (id !== "files" || pair.some(hasGlob)),
  );
  return { each, levels: [before!, after!], filters };
}

/**
 * Finds the events on which the second trigger fires more firmly than the first: `skips`,
 * `unknown`, `fires`. Each one is confirmed by the evaluator. Conditions are independent: a class
 * has no such event if the other conditions of the second are not firmer than those of the first,
 * and each of its filters passes only texts that pass that of the first.
 */
class Search {
  readonly #low: GitTrigger | undefined;
  readonly #high: GitTrigger;
  readonly #context: GitContext;
  readonly #classes: readonly (() => JudgedClass)[];
  readonly #fields = new Map<FilterId, FilterField>();
  readonly #found = new Map<string, FoundEvent>();
  readonly #reasons = new Set<string>();
  #tried = 0;

  constructor([low, high]: TriggerPair, context: GitContext, classes: readonly (() => JudgedClass)[]) {
    this.#low = low;
    this.#high = high!;
    this.#context = context;
    this.#classes = classes;
  }

  run(): Direction {
    if (this.#context.work.left <= 0) return NOT_COMPARED;
    if (this.#low && this.#mayHaveOtherProvider(this.#low)) this.#reasons.add(UNKNOWN_PROVIDER);
    if (this.#low && changesPlaceholder(this.#low, this.#high)) this.#reasons.add(PLACEHOLDER);
    for (const judged of this.#classes) {
      this.#search(judged());
      // For an added or removed trigger one event that fires it is enough.
      if (!this.#low && this.#found.get("")?.best.high.verdict === "fires") break;
    }
    const found = this.#surest().map(({ best, names, condition }) => ({
      ...best,
      events: shownNames(names, condition, this.#high),
      runs: null,
    }));
    const answer = found.length > 0 ? FOUND : this.#answer();
    return { found, answer, tried: this.#tried };
  }

  /**
   * The events that were found, without the names of which other facts show a surer difference by
   * the same condition.
   */
  #surest(): readonly FoundEvent[] {
    const all = [...this.#found.values()];
    return all.flatMap((each) => {
      if (each.condition === "event") return each;
      const surer = all.filter(
        ({ condition, best }) => condition === each.condition && gapOf(best) > gapOf(each.best),
      );
      const names = [...each.names].filter((name) => !surer.some((other) => other.names.has(name)));
      return names.length > 0 ? { ...each, names: new Set(names) } : [];
    });
  }

  /** The answer where no difference was found. */
  #answer(): DirectionAnswer {
    const [reason = null] = this.#reasons;
    if (this.#reasons.has(TOO_MANY)) return NOT_COMPARED.answer;
    return { found: false, proof: reason === null ? "exhaustive" : "sampled", reason };
  }

  /** True if a provider is unknown, unless both triggers name the same integration without one. */
  #mayHaveOtherProvider(low: GitTrigger): boolean {
    const triggers = [low, this.#high];
    const [one, other] = triggers.map((each, side) =>
      providerOf(each, this.#context.settings[side as 0 | 1].integrations),
    );
    const [ours, theirs] = triggers.map(({ provider, context }) => (context ?? provider)?.value);
    return (one === undefined || other === undefined) && (one !== other || ours !== theirs);
  }

  common(): GitEvent[] {
    return this.#classes.flatMap((judged) => {
      const { each, levels, filters } = judged();
      const texts = Math.min(...levels) === 2 ? this.#texts(each, filters, undefined) : undefined;
      const event = texts && eventOf(each, texts);
      return event && this.#firesOnBoth(event) ? [event] : [];
    });
  }

  #firesOnBoth(event: GitEvent): boolean {
    const { settings } = this.#context;
    return fires(this.#low!, event, settings[0]) && fires(this.#high, event, settings[1]);
  }

  #search(judged: JudgedClass): void {
    const { each, levels, filters } = judged;
    const [low, high] = levels;
    if (high === 0) return;
    const fields = filters.map((id) => this.#field(id));
    const isContained = high <= low && fields.every((field) => field.inclusion().included === true);
    if (isContained) return;
    // One filter at a time lets the second trigger fire alone; the others pass on both sides.
    const open = fields.filter((field) => field.inclusion().included !== true);
    const attempts = low < high ? [undefined, ...open] : open;
    const shown = attempts.map((field) => {
      const texts = this.#texts(each, filters, field?.id);
      return texts !== undefined && this.#evaluate(each, texts);
    });
    if (shown.includes(true)) return;
    if (fields.some((field) => field.isDead())) this.#reasons.add(DEAD);
    else if (!this.#sample(judged, open)) this.#reasons.add(reasonOf(each, open));
  }

  /** Puts one event through the evaluator; true if it shows a difference. */
  #evaluate(each: EventClass, texts: EventTexts): boolean {
    this.#tried++;
    this.#context.work.spend(2 * STEPS_PER_EVALUATION);
    const witness = eventOf(each, texts);
    const high = evaluate(this.#high, witness, this.#context.settings[1]);
    const low = this.#low && evaluate(this.#low, witness, this.#context.settings[0]);
    const gap = gapOf({ low, high });
    if (gap <= 0) return false;
    // An event that is described too generally is not one that a provider sends.
    if (isTooWide(high) || (low && isTooWide(low))) {
      this.#reasons.add(TOO_WIDE);
      return false;
    }
    const condition = low ? decidingCondition(low)!.id : null;
    // The names in one entry have the verdicts of its example.
    const key = low ? `${condition} ${low.verdict} ${high.verdict}` : "";
    const known = this.#found.get(key);
    const names = known?.names ?? new Set();
    for (const name of namesOf(each, this.#high)) names.add(name);
    const isBetter = !known || gap > gapOf(known.best);
    this.#found.set(key, { best: isBetter ? { witness, low, high } : known.best, condition, names });
    return true;
  }

  /**
   * Tries the candidates of every filter whose texts no proof compares; true if one differs. The
   * evaluator sees only those that the filters treat differently: it is 20 times slower.
   */
  #sample({ each, levels: [low, high], filters }: JudgedClass, open: readonly FilterField[]): boolean {
    const usual = this.#texts(each, filters, undefined) ?? PLACEHOLDERS;
    return open.some((field) =>
      this.#ordered(field.id, each.ref)
        .slice(0, MAX_TRIED)
        .some((text) => {
          const [before, after] = field.levels(text);
          const differs = Math.min(high, after) > Math.min(low, before);
          if (!differs) this.#tried++;
          return differs && this.#evaluate(each, { ...usual, [field.id]: text });
        }),
    );
  }

  /** Texts that pass all filters, one of them only on the second side; undefined if unknown. */
  #texts(
    each: EventClass,
    filters: readonly FilterId[],
    differs: FilterId | undefined,
  ): EventTexts | undefined {
    let texts: EventTexts = PLACEHOLDERS_OF[each.ref];
    for (const id of filters) {
      const text = this.#choose([id], each.ref, differs);
      if (text === undefined) return undefined;
      texts = { ...texts, [id]: text };
      if (id === "branch" && each.ref === "release")
        texts = { ...texts, releaseTarget: this.#choose([id], "branch", differs) ?? text };
    }
    // A change has one branch, which both filters see.
    if (each.ref === "change" && filters.includes("target-branch")) {
      const ofBranches = filters.filter((id) => id === "branch" || id === "target-branch");
      const ref = this.#choose(ofBranches, "change", differs);
      return ref === undefined ? undefined : { ...texts, branch: ref };
    }
    return each.ref === "source" && texts.branch === texts["target-branch"]
      ? this.#fromElsewhere(texts, differs)
      : texts;
  }

  /** Returns the texts with a source branch that differs from the target, where possible. */
  #fromElsewhere(texts: EventTexts, differs: FilterId | undefined): EventTexts {
    const taken = texts["target-branch"];
    const branch = this.#choose(["branch"], "source", differs, taken);
    if (branch !== taken) return { ...texts, ...(branch !== undefined && { branch }) };
    const target = this.#choose(["target-branch"], "source", differs, texts.branch);
    return { ...texts, ...(target !== undefined && { "target-branch": target }) };
  }

  readonly #chosen = new Map<string, string | undefined>();

  /**
   * The first candidate that passes the filters most firmly, and that `low` passes most firmly, or
   * least firmly where it `differs`; the text of `unless` only if no other does.
   */
  #choose(
    ids: readonly FilterId[],
    ref: RefKind,
    differs: FilterId | undefined,
    unless?: string,
  ): string | undefined {
    const key = `${ids.map((id) => `${id} ${id === differs}`)} ${ref} ${unless}`;
    if (!this.#chosen.has(key)) {
      const score = (text: string): number =>
        Math.min(...ids.map((id) => scoreOf(this.#field(id).levels(text), id === differs)));
      const texts = [...new Set(ids.flatMap((id) => this.#ordered(id, ref)))];
      const others = unless === undefined ? texts : [...texts.filter((text) => text !== unless), unless];
      this.#chosen.set(key, bestOf(others, score));
    }
    return this.#chosen.get(key);
  }

  /** The candidates of a filter, names of the checkout and usual ones first. */
  #ordered(id: FilterId, ref: RefKind): readonly string[] {
    const { branches = [], files = [], tags = [] } = this.#context.options.known ?? {};
    const usual = {
      comment: COMMENTS,
      files: [...files, ...FILES],
      "target-branch": [...branches, ...BRANCHES],
      branch:
        ref === "tag" || ref === "release"
          ? [...tags, ...TAGS]
          : ref === "source"
            ? [...branches.filter((name) => !isLongLivedBranch(name)), ...SOURCES, ...branches, ...BRANCHES]
            : [...branches, ...BRANCHES],
    }[id];
    const own = this.#field(id).candidates();
    return [...new Set([...usual, ...own])].filter((text) => FILTERS[id].kind !== "name" || isRefName(text));
  }

  #field(id: FilterId): FilterField {
    return getOrAdd(this.#fields, id, () => filterField(id, this.#low, this.#high, this.#context));
  }
}

/** More names are shown as those that the trigger lists. */
const MAX_NAMES = 6;

/** The names of events, as the trigger lists them where the event itself makes no difference. */
function shownNames(
  names: ReadonlySet<string>,
  condition: ConditionId | null,
  { events }: GitTrigger,
): readonly string[] {
  const listed = [...new Set(events.map(({ value }) => value))].filter((name) => names.has(name));
  const narrow = narrowNames({ names: [...names].filter((name) => !isImplied(name, names)) });
  const isListed = condition !== "event" || narrow.length > MAX_NAMES;
  return isListed && listed.length > 0 ? listed : narrow;
}

/** True for a new branch where any push of a branch differs, and for a push next to its kinds. */
function isImplied(name: string, names: ReadonlySet<string>): boolean {
  if (name === "push.newBranch") return names.has("push.heads");
  return name === "push" && [...names].some((other) => other.startsWith("push."));
}

/** Without a glob on either side a witness lists no files. */
function hasGlob(trigger: GitTrigger | undefined): boolean {
  return Boolean(trigger?.modifiedFilesGlob?.value);
}

/** True if a condition decides by a text of the event, and not by the kind of event alone. */
function looksAtText({ id, outcome, rule }: ConditionResult, each: EventClass): boolean {
  if (outcome === "not-applicable" || rule === "refused-value" || rule === "placeholder") return false;
  if (id === "branch") return true;
  if (id === "target-branch") return each.target || each.ref === "change";
  if (id === "comment") return each.comment;
  // Where globs are assumed to have no effect on a push, each one passes it.
  const ignoresFiles = rule === "files-missing" || (rule === "files-bitbucket-push" && outcome === "pass");
  return id === "files" && each.files && !ignoresFiles;
}

/** A text that both pass is best, or one that only the second filter passes; 0 for no use. */
function scoreOf([low, high]: readonly [Level, Level], differs: boolean): number {
  if (high === 0 || (differs && high <= low)) return 0;
  return 3 * high + (differs ? 2 - low : low);
}

function bestOf(texts: readonly string[], score: (text: string) => number): string | undefined {
  let best: { text: string; score: number } | undefined;
  for (const text of texts) {
    const own = score(text);
    if (own > (best?.score ?? 0)) best = { text, score: own };
    if (own === MAX_SCORE) break;
  }
  return best?.text;
}

const MAX_SCORE = 8;

function isTooWide({ conditions }: Evaluation): boolean {
  return conditions.some(({ rule }) => rule === "event-too-wide");
}

function reasonOf({ facts }: EventClass, fields: readonly FilterField[]): string {
  for (const field of fields) {
    const inclusion = field.inclusion();
    if (inclusion.included === undefined) return inclusion.reason;
  }
  return `no example was found for ${facts.names.join(", ") || "an event"}`;
}

/** The names of the events of a class; of the uncertain ones those that a trigger listens to. */
function namesOf(
  { facts: { names, openNames = [] } }: EventClass,
  { events }: GitTrigger,
): readonly string[] {
  if (names.length > 0) return names;
  const open = openNames.map(({ name }) => name);
  const listed = open.filter((name) => events.some(({ value }) => coverage(name, value).answer !== "none"));
  return listed.length > 0 ? listed : open;
}

/** How much more firmly the second trigger fires. */
function gapOf({ low, high }: Pick<Found, "low" | "high">): number {
  return firmness(high) - firmness(low);
}

/** The name of an integration does not show its provider. */
const UNKNOWN_PROVIDER = "a provider is unknown, so it may send other events";

const TOO_WIDE = "only events that are described too generally differ, such as any pull request";

/** An event without a branch, which is not known to be dead, has no verdict. */
const DEAD = "a filter matches nothing, so only events without its text may differ";

const BRANCHES = ["main", "master", "develop", "feature/x", "release/1.0", "hotfix/x"];
const SOURCES = ["feature/x", "fix/x"];
const TAGS = ["v1.0.0", "1.0.0", "v2.0.0-rc.1"];
const COMMENTS = ["/test", "test", "/deploy", "hello"];
const FILES = ["README.md", "src/app.ts", "package.json", "docs/guide.md", ".gitignore"];

/** The texts of an event where no filter asks for others. */
const PLACEHOLDERS: EventTexts = { branch: "main", "target-branch": "main", comment: "/test" };
const PLACEHOLDERS_OF: Readonly<Record<RefKind, EventTexts>> = {
  branch: PLACEHOLDERS,
  change: PLACEHOLDERS,
  tag: { ...PLACEHOLDERS, branch: "v1.0.0" },
  release: { ...PLACEHOLDERS, branch: "v1.0.0", releaseTarget: "main" },
  source: { ...PLACEHOLDERS, branch: "feature/x" },
};
