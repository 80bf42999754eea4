import { casesFileSchema } from "../../report/schemas/cases-file.ts";
import { event } from "../../report/schemas/event.ts";
import type { Schema } from "../../report/schemas/parts.ts";
import { openQuestions } from "../../simulate/settings.ts";
import type { Option } from "../command.ts";
import { eventOptions } from "../event/event-options.ts";
import { CONDITIONS } from "./expectations.ts";

/** The JSON Schema of a cases file, with all flags, conditions and open questions. */
export function fullCasesSchema(): Schema {
  const flags = Object.fromEntries(
    Object.entries(eventOptions).map(([name, option]) => [name, asKey(option)]),
  );
  return casesFileSchema({ flags, conditions: CONDITIONS, questions: openQuestions, event: inlineEvent() });
}

/** An option described as a key: without dashes, and without standard input, which a case cannot read. */
function asKey(option: Option): Option {
  const description = option.description
    .replace(/; - for standard input$/, "")
    .replace(/--([a-z-]+)/g, (flag, name: string) => (Object.hasOwn(eventOptions, name) ? name : flag));
  return { ...option, description };
}

/** An event written into a case: `kind` may be left out of a Git event. */
function inlineEvent(): Schema {
  const [git, time] = event.oneOf as [Schema, Schema];
  const required = (git.required as string[]).filter((key) => key !== "kind");
  return { anyOf: [{ ...git, required }, time] };
}
