import { eventFacts } from "../../catalogue/events/events.ts";
import { type Located, mappingOf, type Place } from "../../document/located.ts";
import type { Range } from "../../document/source.ts";
import { engineSpellings, globPitfalls } from "../../match/glob/plain-globs.ts";
import { FULL_FORM } from "../../match/regex/filter-literal.ts";
import type { GitTrigger, Trigger } from "../../pipeline/model.ts";
import type { ConditionOutcome } from "../condition.ts";
import { eventOfTrigger } from "../conditions/context.ts";
import { givenNames } from "../conditions/event.ts";
import { evaluate, type Verdict } from "../evaluate.ts";
import type { GitEvent, SimulatedEvent } from "../event/event.ts";
import { narrowNames } from "../event/event-kind.ts";
import { triggerName } from "../pipelines.ts";
import type { EvaluationSettings } from "../settings.ts";

/** A change of a trigger's spec with which it listens to an event that it skips. */
export interface SpecChange {
  /** The key of the trigger. */
  readonly key: "events" | "disabled" | "pullRequestAllowForkEvents" | FilterKey;
  /**
   * `add` an entry to the list, `set` the value, `insert` the key that was merged, or `rename` it.
   */
  readonly action: "add" | "set" | "insert" | "rename";
  /** The new entry, value or key; a list behind an alias or merge key is set as a whole. */
  readonly value: string;
  /** The entries of the list before the change; empty unless the action is `add`. */
  readonly listed: readonly string[];
  /** The verdict after the change; `unknown` if facts are missing. */
  readonly verdict: Exclude<Verdict, "skips">;
  /** The place of the list, value or key; for `insert`, of the trigger's first own key. */
  readonly range: Range;
  /** The other triggers that it changes too, since their aliases or merge keys repeat the value. */
  readonly shared: readonly string[];
}

type FilterKey = "branchRegex" | "pullRequestTargetBranchRegex" | "modifiedFilesGlob";

interface Candidate extends Pick<SpecChange, "key" | "value"> {
  readonly action?: "rename";
  readonly place: Place;
  readonly changed: Partial<GitTrigger>;
}

/**
 * Returns the smallest likely change of the spec after which a trigger does not skip an event, or
 * fires if it depended on one open question, verified by the evaluator; null if more than one
 * condition fails, or if none of the likely changes is enough (design, section 3).
 */
export function specChange(
  trigger: Trigger,
  event: SimulatedEvent,
  settings: EvaluationSettings,
): SpecChange | null {
  const judge = (changed: Partial<GitTrigger>) =>
    evaluate({ ...(trigger as GitTrigger), ...changed }, event as GitEvent, settings);
  const { conditions } = judge({});
  const of = (wanted: ConditionOutcome) => conditions.filter(({ outcome }) => outcome === wanted);
  const failures = of("fail");
  if (failures.length > 1) return null;
  const isOpen = failures.length === 0;
  const questions = () => of("unknown").filter(({ assumed, missing }) => assumed.length > 0 && !missing);
  const candidates = (isOpen ? questions() : failures).flatMap(({ id }) => {
    if (id === "enabled") return enabling(trigger);
    return event.kind === "git"
      ? (candidatesOf[id]?.(trigger as GitTrigger, event, settings, isOpen) ?? [])
      : [];
  });
  for (const { key, action, value, place, changed } of candidates) {
    const { verdict } = judge(changed);
    // A filter is only corrected if that is known to be enough.
    const isFilter = key !== "events" && key !== "disabled" && key !== "pullRequestAllowForkEvents";
    if (verdict === "skips" || ((isFilter || isOpen) && verdict === "unknown")) continue;
    const range = trigger.pipeline.file.source.range(place.span);
    const edit = action
      ? { action, value, listed: [], range, shared: [] }
      : editOf(trigger, { key, value, place });
    if (edit) return { key, verdict, ...edit };
  }
  return null;
}

/**
 * The edit that changes one trigger only: a value behind an alias is replaced where the alias is,
 * and one behind a merge key is written in the trigger, where it wins over the merged one.
 * Undefined for a value that another key of the trigger repeats.
 */
function editOf(
  trigger: Trigger,
  { key, value, place }: Pick<Candidate, "key" | "value" | "place">,
): Pick<SpecChange, "action" | "value" | "listed" | "range" | "shared"> | undefined {
  const { node, pipeline } = trigger;
  const rangeOf = ({ span }: Pick<Place, "span">) => pipeline.file.source.range(span);
  const old = node.entry(key);
  const listed = key === "events" ? listedBy(trigger) : [];
  if (node.anchor || !old?.value.anchor) {
    const range = rangeOf({ span: place.anchor ?? place.span });
    if (node.entries.some(({ name, value }) => name !== key && value.node === old?.value.node))
      return undefined;
    const shared = triggersWith(trigger, key).map(triggerName);
    return { action: key === "events" ? "add" : "set", value, listed, range, shared };
  }
  const whole = key === "events" ? `[${[...listed, value].join(", ")}]` : value;
  if (!old.key.anchor) return { action: "set", value: whole, listed: [], range: rangeOf(place), shared: [] };
  const own = node.entries.find((entry) => !entry.key.anchor)?.key ?? node;
  return { action: "insert", value: whole, listed: [], range: rangeOf(own), shared: [] };
}

/** The other triggers that an edit of a key changes too: they repeat the value, or the trigger. */
function triggersWith(trigger: Trigger, key: SpecChange["key"]): readonly Trigger[] {
  const { node, pipeline } = trigger;
  const old = node.entry(key)?.value.node;
  const own = new Set(node.entries.flatMap(({ key }) => (node.anchor || !key.anchor ? [key.node] : [])));
  return [...pipeline.triggers, ...pipeline.cronTriggers].filter((other) => {
    if (other === trigger) return false;
    const { entries } = other.node;
    if (old) return entries.some(({ value }) => value.node === old);
    return !other.node.has(key) && entries.some(({ key }) => own.has(key.node));
  });
}

function listedBy(trigger: Trigger): string[] {
  return "events" in trigger ? trigger.events.map(({ value }) => value) : [];
}

function enabling({ disabled }: Trigger): Candidate[] {
  if (!disabled) return [];
  const changed = { disabled: { ...disabled, value: false } };
  return [{ key: "disabled", value: "false", place: disabled, changed }];
}

type Candidates = (
  trigger: GitTrigger,
  event: GitEvent,
  settings: EvaluationSettings,
  isOpen: boolean,
) => readonly Candidate[];

/** The likely changes by the condition that fails, or that is open. */
const candidatesOf: Readonly<Record<string, Candidates | undefined>> = {
  event: (trigger, event, { integrations }) => {
    const place = trigger.node.get("events")!;
    // A trigger without a repository does not get this far.
    const entry = (value: string) => ({ ...trigger.repo!, value });
    const own = eventOfTrigger(event, trigger, integrations);
    return narrowNames({ names: givenNames(own) })
      .filter((name) => name !== UNRESTRICTED)
      .map((value) => ({
        key: "events",
        value,
        place,
        changed: { events: [...trigger.events, entry(value)] },
      }));
  },
  fork: ({ pullRequestAllowForkEvents: allow, name, node, repo }) => {
    // A trigger without a repository does not get this far.
    const changed = { pullRequestAllowForkEvents: { ...repo!, value: true } };
    return [{ key: "pullRequestAllowForkEvents", value: "true", place: allow ?? name ?? node, changed }];
  },
  branch: (trigger) => [...withoutFullForm("branchRegex", trigger.branchRegex), ...asTargetFilter(trigger)],
  "target-branch": ({ pullRequestTargetBranchRegex: filter }) =>
    withoutFullForm("pullRequestTargetBranchRegex", filter),
  files: ({ modifiedFilesGlob: glob }, _event, _settings, isOpen) => {
    if (!glob) return [];
    const corrected = globPitfalls(glob.value).flatMap(({ replacement }) => replacement ?? []);
    // Where the engines agree, another spelling would only be a wider filter.
    const all = [...corrected, ...(isOpen ? engineSpellings(glob.value) : [])];
    return all.map((text) => replaced("modifiedFilesGlob", glob, text));
  },
};

/** Anyone may start a build with it, so it is not a change to suggest. */
const UNRESTRICTED = "pullrequest.commentAddedUnrestricted";

function withoutFullForm(
  key: "branchRegex" | "pullRequestTargetBranchRegex",
  filter: Located<string> | undefined,
): Candidate[] {
  const short = filter?.value.replace(FULL_FORM, "/^");
  return filter && short !== undefined && short !== filter.value ? [replaced(key, filter, short)] : [];
}

/** The filter of a trigger of pull requests alone, which may be meant for the target branch. */
function asTargetFilter({
  events,
  branchRegex,
  pullRequestTargetBranchRegex,
  node,
}: GitTrigger): Candidate[] {
  const own = node.anchor ? undefined : node.entry("branchRegex")?.key;
  const isOfPullRequests = events.every(({ value }) => eventFacts(value)?.targetBranch);
  if (!branchRegex || !own || own.anchor || pullRequestTargetBranchRegex || !isOfPullRequests) return [];
  const others = node.entries.filter(({ name }) => name !== "branchRegex");
  const changed = {
    node: mappingOf(others, node),
    branchRegex: undefined,
    pullRequestTargetBranchRegex: branchRegex,
  };
  return [
    { key: "branchRegex", action: "rename", value: "pullRequestTargetBranchRegex", place: own, changed },
  ];
}

function replaced(key: FilterKey, old: Located<string>, value: string): Candidate {
  return { key, value, place: old, changed: { [key]: { ...old, value } } };
}
