import { casesFileSchema } from "../report/schemas/cases-file.ts";
import { event } from "../report/schemas/event.ts";
import type { Schema } from "../report/schemas/parts.ts";
import { openQuestions } from "../simulate/open-questions.ts";
import { eventOptions } from "./event-options.ts";
import { CONDITIONS } from "./test-expectations.ts";

/** The JSON Schema of a cases file, with all flags, conditions and open questions. */
export function fullCasesSchema(): Schema {
  const flags = { ...eventOptions };
  return casesFileSchema({ flags, conditions: CONDITIONS, questions: openQuestions, event: inlineEvent() });
}

/** An event written into a case: `kind` may be left out of a Git event. */
function inlineEvent(): Schema {
  const [git, time] = event.oneOf as [Schema, Schema];
  const required = (git.required as string[]).filter((key) => key !== "kind");
  return { anyOf: [{ ...git, required }, time] };
}
