import { findPlaceholder } from "../src/catalogue/placeholders.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { hasPitfall } from "../src/match/glob/plain-globs.ts";
import { mayBeDead, restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import type { GitTrigger } from "../src/pipeline/model.ts";
import type { DeadFilter } from "../src/simulate/would-fire/cannot-fire.ts";
import { globOf, reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "dead-trigger",
  severity: "warning",
  summary: "a trigger can never fire because one of its filters matches nothing",
  why: "This is proved, not guessed: the filter matches none of the names that Git allows, or the glob requires a path that Git cannot store. Branch names do not include `refs/heads/`, so a filter that begins with it matches nothing. Triggers without events, or with events that their provider never sends, are reported by other rules; disabled triggers are not reported.",
  sources: [
    "git-check-ref-format: the characters that a name may have",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: the filter is matched against the name of the branch or tag",
  ],
  gitTrigger(trigger, context) {
    if (!trigger.disabled?.value && isSuspicious(trigger)) return check(trigger, context);
  },
});

/** The texts of the filters already show for most triggers that each one matches something. */
function isSuspicious(trigger: GitTrigger): boolean {
  const { branchRegex, pullRequestTargetBranchRegex: target, commentRegex } = trigger;
  if (mayBeDead(branchRegex, "name") || mayBeDead(target, "name") || mayBeDead(commentRegex, "text"))
    return true;
  const glob = trigger.modifiedFilesGlob?.value.replace(/^!*\.\//, "");
  return glob !== undefined && /(?:^|[/{,])\.\.?(?:[/},]|$)/.test(glob) && globOf(trigger) !== undefined;
}

async function check(trigger: GitTrigger, context: RuleContext): Promise<void> {
  const { deadFilters, loadProver } = await import("../src/simulate/would-fire/cannot-fire.ts");
  const prover = await loadProver([trigger]);
  const { settings, budget } = context;
  for (const dead of deadFilters(trigger, { ...settings, budget, ...(prover && { prover }) })) {
    const isOther =
      findPlaceholder(dead.filter.value) !== undefined ||
      (dead.cause === "no-path" ? isLeftOut(trigger) : !restrictiveLiteral(dead.filter.value));
    if (!isOther) reportDead(dead, context);
  }
}

/** True if another rule reports the glob, because of a pitfall or because it is a regex. */
function isLeftOut(trigger: GitTrigger): boolean {
  const glob = globOf(trigger);
  return !glob || hasPitfall(glob.value);
}

function reportDead({ filter, cause, part }: DeadFilter, context: RuleContext): void {
  const text = filter.value;
  if (cause === "full-form") {
    const prefix = text.slice(part!.start, part!.end).replaceAll("\\", "");
    const message = `"${text}" matches nothing because names do not include "${prefix}"; remove that part`;
    reportPart(context, filter, part!, message, `/^${text.slice(part!.end)}`);
  } else if (cause === "no-path") {
    const segment = text.slice(part!.start, part!.end);
    const message = `"${segment}" is never part of a changed file's path, so this trigger never fires; write the path from the repository root`;
    reportPart(context, filter, part!, message);
  } else {
    const nothing = cause === "nothing" ? "nothing" : "no name that a branch or tag can have";
    context.report(filter, `"${text}" matches ${nothing}, so this trigger never fires; correct the filter`);
  }
}
