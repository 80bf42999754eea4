import { findEvent, isSameEvent } from "../../catalogue/events/events.ts";
import { findOpenQuestion, openQuestions } from "../../catalogue/open-questions.ts";
import { type OrdinaryCase, ordinaryCases } from "../../catalogue/ordinary-cases.ts";
import type { ConditionOutcome } from "../../simulate/condition.ts";
import type { Verdict } from "../../simulate/evaluate.ts";
import {
  type Fact,
  type FactName,
  factRows,
  type GitEvent,
  type SimulatedEvent,
} from "../../simulate/event/event.ts";
import type { Change } from "../../simulate/event/event-diff.ts";
import type { SimulatedCondition, SimulatedTrigger } from "../../simulate/simulation.ts";
import type { StepOutcome } from "../../simulate/steps/status.ts";
import type { SpecChange } from "../../simulate/would-fire/spec-change.ts";
import type { WouldFire } from "../../simulate/would-fire/would-fire.ts";
import { cut, joinList, plural, quoteList, sentence } from "../../util/text.ts";
import { escapeInvisible } from "../text/escape.ts";
import type { Painter } from "../text/style.ts";

/** The sign of each outcome and verdict. */
export const SIGNS: Readonly<Record<ConditionOutcome | Verdict | StepOutcome, keyof typeof COLORS>> = {
  pass: "✓",
  fires: "✓",
  runs: "✓",
  fail: "✗",
  skips: "✗",
  skipped: "✗",
  "never-runs": "✗",
  "not-reached": "✗",
  unknown: "?",
  "not-applicable": "–",
};

const COLORS = { "✓": "green", "✗": "red", "?": "yellow", "–": "dim" } as const;

/** The colour of an outcome or verdict, by its sign. */
export function colorOf(outcome: keyof typeof SIGNS, paint: Painter): (text: string) => string {
  return paint[COLORS[SIGNS[outcome]]];
}

/** Returns the conditions that decide a verdict: the failed ones, else the unknown ones. */
export function decidingConditions({
  verdict,
  conditions,
}: Pick<SimulatedTrigger, "verdict" | "conditions">): readonly SimulatedCondition[] {
  const outcome = verdict === "skips" ? "fail" : "unknown";
  return conditions.filter((condition) => condition.outcome === outcome);
}

/** An event in a few words: `push to main · acme/shop · 3 changed files`. */
export function describeEvent(event: SimulatedEvent): string {
  if (event.kind === "time") return `the minute from ${event.at}`;
  const { repository, changedFiles, fork, draft, comment, authorAssociation } = event;
  const parts = [
    cut(whatHappens(event), 100),
    draft && "a draft",
    fork && "from a fork",
    comment !== undefined && authorAssociation !== undefined && `by ${article(authorAssociation)}`,
    repository,
    changedFiles && plural(changedFiles.length, "changed file"),
  ];
  return escapeInvisible(parts.filter(Boolean).join(" · "));
}

function article(association: string): string {
  if (association === "NONE") return "an author without a role in the repository";
  return `${/^[AEIOU]/.test(association) ? "an" : "a"} ${association}`;
}

function whatHappens(event: GitEvent): string {
  const names = shortNames(event);
  const { branch, tag, targetBranch, comment } = event;
  if (names === "push.heads" && branch !== undefined) return `push to ${branch}`;
  if (names === "push.tags" && tag !== undefined) return `push of the tag ${tag}`;
  if (comment !== undefined && names.startsWith("pullrequest"))
    return `comment ${quoted(comment)} on a pull request${way(event)}`;
  if (targetBranch !== undefined && names.startsWith("release"))
    return `${names}${tag === undefined ? "" : ` ${tag}`} of ${targetBranch}`;
  const text = comment === undefined ? "" : ` ${quoted(comment)}`;
  // Flags give an action in the spellings of several providers, the given one first.
  const [first = "", ...others] = event.names;
  const action = /^pullrequest[.:](.+)$/.exec(first)?.[1];
  if (action !== undefined && others.length > 0 && others.every((name) => isSameEvent(first, name)))
    return `pull request event ${quoted(action)}${way(event)}`;
  return `${names}${way(event)}${tag === undefined ? "" : ` ${tag}`}${text}`;
}

/** The source and target branch, if known. */
function way(event: GitEvent): string {
  const { branch, targetBranch: target } = event;
  // Gerrit sends the branch of a change as its source too.
  const isChange = event.names.some((name) => findEvent(name)?.subject.startsWith("change"));
  if (isChange && branch !== undefined && branch === target) return ` on ${branch}`;
  const from = branch === undefined ? "" : target === undefined ? ` on ${branch}` : ` from ${branch}`;
  return `${from}${target === undefined ? "" : ` into ${target}`}`;
}

/** The names of an event without the wide ones that narrower ones imply. */
function shortNames({ names, webhook, openNames = [] }: GitEvent): string {
  const narrow = names.filter((name) => name !== "push" && name !== "pullrequest");
  return (
    (narrow.length > 0 ? narrow : names).join(", ") ||
    (webhook && [webhook.event, webhook.variant].filter(Boolean).join(" ")) ||
    joinList(
      openNames.map(({ name }) => name),
      "or",
    ) ||
    "an event without a name"
  );
}

/** The sentence on the changes that would make a trigger fire. */
export function formatWouldFire(
  { possible, changes, reason, attempt, assumed }: WouldFire,
  hasOptions = true,
): string {
  if (possible === false) return sentence(`It can never fire: ${reason}`);
  if (possible === null && assumed.length > 0) {
    const may = attempt.length > 0 ? `It might fire if ${joinList(attempt.map(formatChange))}. ` : "";
    const questions = assumed.length === 1 ? "an open question" : "open questions";
    return `${may}It depends on ${questions}: ${joinList(assumed)}${settling(assumed, hasOptions)}.`;
  }
  if (possible === null) return sentence(`It is unknown whether any change makes it fire: ${reason}`);
  return `It would fire if ${joinList(changes.map(formatChange))}.`;
}

/** The maximum number of listed events that are named. */
const NAMED_EVENTS = 3;

/** The sentence on the change of the spec that would make a trigger fire. */
export function formatSpecChange(change: SpecChange, { changes }: WouldFire): string {
  const then = change.verdict === "fires" ? "" : "; the verdict is then unknown";
  return `${changes.length > 0 ? "Or change" : "Change"} the spec: ${formatSpecEdit(change)}${then}.`;
}

/** The other triggers that a change of the spec changes too, as the end of a clause. */
function sharedNote({ shared }: SpecChange): string {
  if (shared.length === 0) return "";
  const [more, noun] = [shared.length - NAMED_TRIGGERS, shared.length === 1 ? "trigger" : "triggers"];
  const named = shared.slice(0, NAMED_TRIGGERS).map(quoted);
  return `; it also changes the ${noun} ${joinList([...named, ...(more > 0 ? [`${more} more`] : [])])}`;
}

/** The maximum number of triggers that are named after a change of the spec. */
const NAMED_TRIGGERS = 3;

/** A change of the spec as an imperative; `path` is the file if it is not obvious. */
export function formatSpecEdit(change: SpecChange, path?: string): string {
  return `${editText(change, path)}${sharedNote(change)}`;
}

function editText(
  { key, action, value, listed, range: { start } }: SpecChange,
  path: string | undefined,
): string {
  const at = ` at ${path === undefined ? "" : `${path}:`}${start.line}:${start.column}`;
  if (key === "disabled" && action === "set") return `write "${key}: ${value}"${at}`;
  if (key === "pullRequestAllowForkEvents")
    return `write "${key}: ${value}" in the trigger${at}, which lets the code of forks run in its builds`;
  if (action === "rename")
    return `rename "${key}" to "${value}"${at}, which filters by the target branch in place of the source branch`;
  if (action === "set") return `write ${written(value)} in "${key}"${at}`;
  if (action === "insert") {
    const isPlain = key === "disabled" || key === "events";
    const text = isPlain ? value : `'${value.replaceAll("'", "''")}'`;
    return `write ${written(`${key}: ${text}`)} in the trigger${at}`;
  }
  const lists = listed.length === 0 ? "is empty" : `lists only ${quoteList(listed, "and")}`;
  return `add ${quoted(value)} to "${key}"${at}${listed.length > NAMED_EVENTS ? "" : `, which ${lists}`}`;
}

/** How readers without a command line settle an open question. */
const IN_CONFIG = '; answer it in "assume" of the config';

/** How to settle open questions; empty if one of them has no other answer. */
function settling(ids: readonly string[], hasOptions: boolean): string {
  const options = ids.flatMap((id) => {
    const answers = findOpenQuestion(id)?.answers.filter((each) => each !== "unknown") ?? [];
    return answers.length > 0 ? [answers.map((answer) => `--assume ${id}=${answer}`).join(" or ")] : [];
  });
  if (options.length === 0 || options.length < ids.length) return "";
  if (!hasOptions) return IN_CONFIG;
  return `; answer ${ids.length === 1 ? "it" : "them"} with ${options.join(", and with ")}`;
}

function formatChange({ fact, to }: Change): string {
  if (fact === "at") return `it were ${String(to)}`;
  const { change = `${fact} were %` } = factRow(fact);
  if (typeof change !== "string") return change[to ? 0 : 1];
  return change.replace("%", () => joinList([to].flat().map((each) => quoted(String(each)))));
}

function factRow(fact: FactName): Partial<Fact> {
  if (fact === "at") return {};
  return factRows[fact === "event" ? "names" : fact];
}

/** A value in quotes; long ones are cut. */
export function quoted(text: string): string {
  return written(text, 60);
}

/** A text in quotes to copy, which is only cut if it is very long. */
function written(text: string, limit = 1000): string {
  return `"${escapeInvisible(cut(text, limit))}"`;
}

/** The ordinary cases of which a report of several triggers has other words. */
const WORDS_OF_CASES: Readonly<Partial<Record<OrdinaryCase, string>>> = {
  "build-of-definition": "the event starts a build of each definition without a spec",
  "own-repository": "the event comes from each trigger's own repository",
  "ordinary-message": "the commit message has none of the texts that conditions search for",
  "steps-succeed": "each step that runs succeeds",
  "no-exports": "no step exports other variables than its cf_export commands show",
};

/** The open questions without an answer by default. */
const openByDefault: ReadonlySet<string> = new Set(
  openQuestions.flatMap((question) => (question.default === "unknown" ? [question.id] : [])),
);

/** The open questions of an answer as a note; empty without any. */
export function questionsNote(assumed: readonly string[], isAnswered: boolean, hasOptions: boolean): string {
  const questions = [...new Set(assumed)].filter((id) => !isOrdinary(id));
  if (questions.length === 0) return "";
  // The answer that dryfire has to a question leaves nothing open, whatever it is.
  const open = isAnswered ? [] : questions.filter((id) => openByDefault.has(id));
  const answered = questions.filter((id) => !open.includes(id));
  const noun = open.length === 1 ? "open question" : "open questions";
  return [
    open.length > 0 ? `${noun}: ${open.join(", ")}${hasOptions ? "; use --assume" : IN_CONFIG}` : "",
    answered.length > 0 ? `assumed: ${answered.join(", ")}` : "",
  ]
    .filter((part) => part !== "")
    .join("; ");
}

/** True if an assumption is an ordinary case, which is not mentioned, and not an open question. */
export function isOrdinary(id: string): id is OrdinaryCase {
  return Object.hasOwn(ordinaryCases, id);
}

/** An ordinary case in words; undefined for an open question. */
export function ordinaryCaseOf(id: string, hasOptions = true): string | undefined {
  if (!isOrdinary(id)) return undefined;
  const { assumption, option } = ordinaryCases[id];
  const words = WORDS_OF_CASES[id] ?? assumption;
  return hasOptions && option ? `${words} (${option})` : words;
}

/** The option for the other case; undefined if no option gives it, or for an open question. */
export function optionOfCase(id: string): string | undefined {
  return isOrdinary(id) ? ordinaryCases[id].option : undefined;
}

/** The option that gives a fact; undefined if no single option does. */
export function optionFor(fact: FactName): string | undefined {
  const { flag } = factRow(fact);
  return flag && `--${flag.name}${flag.or === undefined ? "" : ` or ${flag.or}`}`;
}
