import type { Assumptions } from "../../simulate/settings.ts";
import { openQuestions } from "../../simulate/settings.ts";
import { nearest } from "../../util/closest-match.ts";
import { UsageError } from "../command.ts";

/** Reads `--assume ID=ANSWER`, each checked against the open questions. Throws `UsageError` for what is none. */
export function assumeFromFlags(given: readonly string[]): Assumptions {
  return Object.fromEntries(given.map(readAssumption));
}

function readAssumption(text: string): [string, string] {
  const equals = text.indexOf("=");
  if (equals < 0)
    throw new UsageError(`"--assume ${text}" has no answer; write it as --assume ${text}=ANSWER`);
  const [id, answer] = [text.slice(0, equals), text.slice(equals + 1)];
  const question = Object.hasOwn(openQuestions, id) ? openQuestions[id] : undefined;
  if (!question) {
    const [near] = nearest(id, Object.keys(openQuestions));
    const hint = near
      ? `did you mean "${near}"?`
      : `the questions are ${Object.keys(openQuestions).join(", ")}`;
    throw new UsageError(`there is no open question "${id}"; ${hint}`);
  }
  if (!question.answers.includes(answer)) {
    throw new UsageError(`"${id}" cannot be "${answer}"; it is one of ${question.answers.join(", ")}`);
  }
  return [id, answer];
}
