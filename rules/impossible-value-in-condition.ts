import { meantVariableValue, valuesOfVariable } from "../src/catalogue/system-variables.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { type Pipeline, providerOf } from "../src/pipeline/model.ts";
import { quote, quoteList } from "../src/util/text.ts";
import { checkComparedValues, type ImpossibleValue } from "./support/compared-values.ts";
import { whensOf } from "./support/step-whens.ts";

export default defineRule({
  id: "impossible-value-in-condition",
  severity: "warning",
  summary: "a condition compares a system variable that has few values with another one",
  why: "`CF_BUILD_TRIGGER` is `build` or `webhook`, and `CF_PULL_REQUEST_MERGED` is `true` or `false`. `CF_PULL_REQUEST_ACTION` has the word of the Git provider, which for GitHub is `opened` or `closed`, not `open` or `merged`.",
  sources: [
    "docs.codefresh.io _docs/pipelines/variables.md: the system variables",
    "docs.github.com/en/webhooks/webhook-events-and-payloads: the actions of a pull request",
  ],
  pipeline(pipeline, context) {
    const found = whensOf(pipeline).conditions.filter(({ value }) => LIMITED.test(value));
    if (found.length > 0) return check(found, pipeline, context);
  },
});

const LIMITED = /\$\{\{(?:CI|CF_BUILD_TRIGGER|CF_PRERELEASE_FLAG|CF_PULL_REQUEST_(?:ACTION|MERGED))\}\}/;

async function check(
  conditions: Parameters<typeof checkComparedValues>[0],
  pipeline: Pipeline,
  context: RuleContext,
): Promise<void> {
  const { possibleVariables } = await import("../src/simulate/variables/system-variables.ts");
  const { triggers, cronTriggers } = pipeline;
  const hasTriggers = triggers.length + cronTriggers.length > 0;
  // The rule unset-condition-variable reports a variable that no trigger sets.
  const set = hasTriggers ? possibleVariables(pipeline) : undefined;
  const isGithub =
    triggers.length > 0 &&
    triggers.every((trigger) => providerOf(trigger, context.settings.integrations)?.id === "github");
  return checkComparedValues(conditions, pipeline, context, (name, value) => {
    if (hasTriggers && !set?.has(name)) return undefined;
    if (name === "CF_PULL_REQUEST_ACTION" && !isGithub) return undefined;
    // The value in builds of a cron trigger is not documented.
    const mayBeCron = cronTriggers.length > 0 || !hasTriggers;
    if (name === "CF_BUILD_TRIGGER" && mayBeCron && /cron|sched|time/i.test(value)) return undefined;
    return faultOf(name, value);
  });
}

function faultOf(name: string, value: string): ImpossibleValue | undefined {
  const values = valuesOfVariable(name);
  if (!values || values.includes(value)) return undefined;
  if (name === "CF_PULL_REQUEST_ACTION" && /^merged?$/i.test(value))
    return { remedy: 'compare CF_PULL_REQUEST_MERGED with "true"' };
  const meant = meantVariableValue(name, value);
  if (meant !== undefined) return { remedy: `did you mean ${quote(meant)}?`, meant };
  return {
    remedy:
      values.length > 3 ? 'write an action of GitHub, such as "opened"' : `write ${quoteList(values, "or")}`,
  };
}
