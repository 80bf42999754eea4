import type { Change } from "../simulate/change.ts";
import type { GitEvent, SimulatedEvent } from "../simulate/event.ts";
import type { WouldFire } from "../simulate/would-fire.ts";

/** An event in a few words: `push to main · 3 changed files`. */
export function describeEvent(event: SimulatedEvent): string {
  if (event.kind === "time") return `the minute from ${event.at}`;
  const files = event.changedFiles ? ` · ${count(event.changedFiles.length, "changed file")}` : "";
  const from = event.repository === undefined ? "" : ` · ${event.repository}`;
  return `${cut(whatHappens(event), 100)}${from}${files}`;
}

function whatHappens(event: GitEvent): string {
  const names = shortNames(event);
  const { branch, tag, targetBranch } = event;
  if (names === "push.heads" && branch !== undefined) return `push to ${branch}`;
  if (names === "push.tags" && tag !== undefined) return `push of the tag ${tag}`;
  if (event.comment !== undefined && names.startsWith("pullrequest")) return sayComment(event);
  const source = branch === undefined ? "" : ` ${branch}`;
  const way = targetBranch === undefined ? source : `${source} → ${targetBranch}`;
  const comment = event.comment === undefined ? "" : ` ${quoted(event.comment)}`;
  return `${names}${way}${tag === undefined ? "" : ` ${tag}`}${comment}${event.fork ? " from a fork" : ""}`;
}

function sayComment({ branch, targetBranch, comment, fork }: GitEvent): string {
  const ends = [branch, targetBranch].filter((end) => end !== undefined);
  const on = ends.length > 0 ? ` on the pull request ${ends.join(" → ")}` : "";
  return `comment ${quoted(comment ?? "")}${on}${fork ? " from a fork" : ""}`;
}

/** The names of an event without the wide ones that narrower ones imply. */
function shortNames({ names, webhook }: GitEvent): string {
  const narrow = names.filter((name) => name !== "push" && name !== "pullrequest");
  return (
    (narrow.length > 0 ? narrow : names).join(", ") ||
    (webhook ? [webhook.event, webhook.variant].filter(Boolean).join(" ") : "an event without a name")
  );
}

/** What would make a trigger fire, as a sentence. */
export function sayWouldFire({ possible, changes, reason, attempt, assumed }: WouldFire): string {
  if (possible === false) return sentence(`No event can fire it: ${reason}`);
  if (possible === null && attempt.length > 0) {
    const open = assumed.length === 1 ? "is an open question" : "are open questions";
    return `It might fire if ${list(attempt.map(sayChange))}: ${list(assumed)} ${open}.`;
  }
  if (possible === null) return sentence(`No change makes it fire for certain: ${reason}`);
  return `It would fire if ${list(changes.map(sayChange))}.`;
}

function sentence(text: string): string {
  return text.endsWith("?") ? text : `${text}.`;
}

const nouns: Partial<Record<Change["fact"], string>> = {
  branch: "the branch",
  tag: "the tag",
  targetBranch: "the target branch",
  repository: "the repository",
  provider: "the provider",
  event: "the event",
  comment: "the comment",
  message: "the commit message",
  authorAssociation: "the author's association",
};

function sayChange({ fact, to }: Change): string {
  if (fact === "changedFiles") return `${list((to as readonly string[]).map(quoted))} were changed`;
  if (fact === "earlierMessages") return "no earlier commit had a skip string";
  if (fact === "fork") return to ? "it came from a fork" : "it did not come from a fork";
  if (fact === "at") return `it were ${String(to)}`;
  return `${nouns[fact] ?? fact} were ${quoted(String(to))}`;
}

/** A number with its noun. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Texts as people list them: `a, b and c`. */
export function list(texts: readonly string[]): string {
  if (texts.length < 2) return texts[0] ?? "";
  return `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
}

/** A value in quotes; long ones are cut. */
export function quoted(text: string): string {
  return `"${cut(text, 60)}"`;
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
