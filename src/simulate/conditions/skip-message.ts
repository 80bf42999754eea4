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

/** The events on which a skip string works: `skip-events` makes it `all` or `pushes`. */
function applies({ traits, assume }: GitContext): "yes" | "no" | "perhaps" {
  const answer = assume["skip-events"];
  if (answer === "all" || traits.kind === "branch-push") return "yes";
  if (traits.kind === "tag-push" || traits.kind === "push") return answer === "pushes" ? "yes" : "perhaps";
  return traits.pullRequest && !traits.comment && answer !== "pushes" ? "yes" : "no";
}

/** A skip string of the event that counts if some questions have another answer than by default. */
interface FoundSkip {
  readonly text: string;
  readonly questions: readonly (keyof typeof COUNTS)[];
}

/** The answers with which a skip string in another letter case, or of an earlier commit, counts. */
const COUNTS = { "skip-case": "no", "skip-commit": "any" } as const;

/** The first skip string of the head commit and that of the earlier ones, if any. */
function foundSkips({ message = "", earlierMessages = [] }: GitContext["event"]): readonly FoundSkip[] {
  const found = (messages: readonly string[], questions: FoundSkip["questions"]): FoundSkip[] => {
    const exact = messages.map((each) => findSkipString(each)).find(Boolean);
    const text = exact ?? messages.map((each) => findSkipString(each, true)).find(Boolean);
    if (text === undefined) return [];
    return [{ text, questions: exact === undefined ? [...questions, "skip-case"] : questions }];
  };
  return [...found([message], []), ...found(earlierMessages, ["skip-commit"])];
}

/** Checks whether a skip string in the commit message prevents the build (semantics f). */
export function skipMessage(context: GitContext): ConditionParts {
  const { event, assume } = context;
  const applied = applies(context);
  const all = foundSkips(event);
  const counting = all.find(({ questions }) => questions.every((id) => assume[id] === COUNTS[id]));
  const actual = event.message === undefined ? {} : { actual: firstLine(event.message) };
  const assumed = [...new Set(counting ? counting.questions : all.flatMap(({ questions }) => questions))];
  if (applied === "no") return { ...elsewhere((counting ?? all[0])?.text, assumed), ...actual };
  if (counting) return { ...withSkip(context, counting, applied), ...actual };
  return { ...withoutSkip(event.message, all[0], assumed), ...actual };
}

/** An event on which skip strings are assumed to have no effect. */
function elsewhere(found: string | undefined, assumed: readonly string[]): ConditionParts {
  const reason = "skip strings apply only to pushes and pull requests";
  const parts = { outcome: "not-applicable", rule: "skip-string-other-events", reason } as const;
  if (found === undefined) return parts;
  const questions = ["skip-events", ...assumed];
  return { ...parts, reason: `${reason}, so "${found}" has no effect here`, assumed: questions };
}

function withSkip(
  { traits }: GitContext,
  { text, questions }: FoundSkip,
  applied: "yes" | "perhaps",
): ConditionParts {
  const commit = questions.includes("skip-commit") ? "an earlier commit" : "the commit message";
  const reason = `${commit} has "${text}"`;
  const assumed = traits.kind === "branch-push" ? questions : ["skip-events", ...questions];
  if (applied === "perhaps") {
    const open = traits.kind === "push" ? "is unknown, and so is whether this is one" : "is unknown";
    const unknown = `${reason}; its effect on a tag push ${open}`;
    return { outcome: "unknown", rule: "skip-string-tag", reason: unknown, assumed };
  }
  const push = traits.kind === "push" || traits.kind === "branch-push";
  const rule = ruleOf(questions) ?? (push ? "skip-string" : "skip-string-pull-request");
  return { outcome: "fail", rule, reason, assumed };
}

/** The rule about a skip string that counts only by an answer. */
function ruleOf(questions: FoundSkip["questions"]): RuleId | undefined {
  if (questions.includes("skip-commit")) return "skip-string-earlier";
  return questions.includes("skip-case") ? "skip-string-case" : undefined;
}

/** No skip string counts: mention what could be mistaken for one. */
function withoutSkip(
  message: string | undefined,
  nearest: FoundSkip | undefined,
  assumed: readonly string[],
): ConditionParts {
  const rule = nearest && ruleOf(nearest.questions);
  if (rule !== undefined) {
    const reason =
      rule === "skip-string-case"
        ? `"${nearest!.text}" is assumed not to be a skip string, because of its letter case`
        : `an earlier commit has "${nearest!.text}", but it is assumed that only the head commit's message is read`;
    return { outcome: "pass", rule, reason, assumed };
  }
  const parts = { outcome: "pass", rule: "skip-string-absent" } as const;
  if (message === undefined)
    return { ...parts, reason: "assumed no skip string", assumed: ["no-skip-string"] };
  const alike = lookalikes.exec(message)?.[0];
  return { ...parts, reason: alike === undefined ? "no skip string" : `"${alike}" is not a skip string` };
}

function firstLine(message: string): string {
  const [first = "", ...rest] = message.trim().split(/\r?\n/);
  return rest.length > 0 ? `${first} …` : first;
}
