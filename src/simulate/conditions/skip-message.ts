import { skipStrings } from "../../catalogue/skip-strings.ts";
import type { ConditionParts } from "../condition.ts";
import type { RuleId } from "../evaluation/evaluation-rules.ts";
import type { GitContext } from "./context.ts";

/** Texts that look like a skip string, or are one in other systems only (semantics f). */
const lookalikes =
  /\[skip[-_]ci\]|\[ci[-_]skip\]|\[skip actions\]|\[actions skip\]|\*\*\*NO_CI\*\*\*|(?<!\[)\b(?:skip ci|ci skip)\b(?!\])/i;

/** Returns the first skip string as spelled in a message; case-sensitive by default. */
function findSkipString(message: string, anyCase = false): string | undefined {
  const text = anyCase ? message.toLowerCase() : message;
  let first: { at: number; length: number } | undefined;
  for (const skip of skipStrings) {
    const at = text.indexOf(skip);
    if (at >= 0 && (!first || at < first.at)) first = { at, length: skip.length };
  }
  return first && message.slice(first.at, first.at + first.length);
}

/** Returns a text in the message that looks like a skip string but is not. */
function findSkipLookalike(message: string): string | undefined {
  return lookalikes.exec(message)?.[0];
}

/** The events on which a skip string works: `skip-events` makes it `all` or `pushes`. */
function applies({ traits, assume }: GitContext): "yes" | "no" | "perhaps" {
  const answer = assume["skip-events"];
  if (answer === "all" || traits.kind === "branch-push") return "yes";
  if (traits.kind === "tag-push" || traits.kind === "push") return answer === "pushes" ? "yes" : "perhaps";
  return traits.pullRequest && !traits.comment && answer !== "pushes" ? "yes" : "no";
}

/** Checks whether a skip string in the commit message prevents the build (semantics f). */
export function skipMessage(context: GitContext): ConditionParts {
  const { event } = context;
  const applied = applies(context);
  if (event.message === undefined) {
    if (applied === "no") return elsewhere(undefined);
    const reason = "assumed no skip string";
    return { outcome: "pass", rule: "skip-string-absent", reason, assumed: ["no-skip-string"] };
  }
  const actual = firstLine(event.message);
  const exact = findSkipString(event.message);
  if (applied === "no") return { ...elsewhere(exact), actual };
  const found =
    exact ?? (context.assume["skip-case"] === "no" ? findSkipString(event.message, true) : undefined);
  if (found === undefined) return { ...withoutSkip(context, event.message), actual };
  return { ...withSkip(context, found, applied, exact === undefined), actual };
}

/** An event on which skip strings are assumed to have no effect. */
function elsewhere(found: string | undefined): ConditionParts {
  const reason = "skip strings apply only to pushes and pull requests";
  const parts = { outcome: "not-applicable", rule: "skip-string-other-events", reason } as const;
  if (found === undefined) return parts;
  return { ...parts, reason: `${reason}, so "${found}" has no effect here`, assumed: ["skip-events"] };
}

function withSkip(
  { traits }: GitContext,
  found: string,
  applied: "yes" | "perhaps",
  byCase: boolean,
): ConditionParts {
  const assumed = byCase ? ["skip-case"] : [];
  const reason = `the commit message has "${found}"`;
  if (applied === "perhaps") {
    const open = traits.kind === "push" ? "is unknown, and so is whether this is one" : "is unknown";
    const unknown = `${reason}; its effect on a tag push ${open}`;
    const questions = ["skip-events", ...assumed];
    return { outcome: "unknown", rule: "skip-string-tag", reason: unknown, assumed: questions };
  }
  const push = traits.kind === "push" || traits.kind === "branch-push";
  const rule: RuleId = byCase ? "skip-string-case" : push ? "skip-string" : "skip-string-pull-request";
  return { outcome: "fail", rule, reason, assumed: push ? assumed : ["skip-events", ...assumed] };
}

/** The head commit's message has none: mention what could be mistaken for one. */
function withoutSkip({ event, assume }: GitContext, message: string): ConditionParts {
  const otherCase = findSkipString(message, true);
  if (otherCase !== undefined) {
    const reason = `"${otherCase}" is assumed not to be a skip string, because of its letter case`;
    return { outcome: "pass", rule: "skip-string-case", reason, assumed: ["skip-case"] };
  }
  const earlier = event.earlierMessages?.map((each) => findSkipString(each)).find(Boolean);
  if (earlier !== undefined) return ofEarlier(earlier, assume["skip-commit"] === "any");
  const alike = findSkipLookalike(message);
  const reason = alike === undefined ? "no skip string" : `"${alike}" is not a skip string`;
  return { outcome: "pass", rule: "skip-string-absent", reason };
}

function ofEarlier(found: string, any: boolean): ConditionParts {
  const parts = { rule: "skip-string-earlier" as const, assumed: ["skip-commit"] };
  if (any) return { ...parts, outcome: "fail", reason: `an earlier commit has "${found}"` };
  const reason = `an earlier commit has "${found}", but it is assumed that only the head commit's message is read`;
  return { ...parts, outcome: "pass", reason };
}

function firstLine(message: string): string {
  const [first = "", ...rest] = message.trim().split(/\r?\n/);
  return rest.length > 0 ? `${first} …` : first;
}
