import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { hasPitfall } from "../src/match/glob/plain-globs.ts";
import { mayBeDead, restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import type { GitTrigger } from "../src/pipeline/model.ts";
import type { DeadFilter } from "../src/simulate/would-fire/cannot-fire.ts";
import { globOf, reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "dead-trigger",
  severity: "warning",
  summary: "no event can fire a trigger, since one of its filters matches nothing that it is put to",
  why: "The finding is a proof, not a guess: the filter's automaton, intersected with that of all names that Git allows, is empty, or the glob asks for a path that Git cannot hold. Branch names come without `refs/heads/`, so a filter that begins with it is one of these too. A trigger without events and one whose provider sends none of them have rules of their own; a disabled one is left alone.",
  sources: [
    "git-check-ref-format: the characters that a name may have",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: the filter sees the name of the branch or tag",
  ],
  gitTrigger(trigger, context) {
    if (!trigger.disabled?.value && isSuspicious(trigger, context)) return check(trigger, context);
  },
});

/** A look at the texts of the filters, which for most triggers shows that each of them matches something. */
function isSuspicious(trigger: GitTrigger, context: RuleContext): boolean {
  const { branchRegex, pullRequestTargetBranchRegex: target, commentRegex } = trigger;
  if (mayBeDead(branchRegex, "name") || mayBeDead(target, "name") || mayBeDead(commentRegex, "text"))
    return true;
  const glob = globOf(trigger, context)?.value;
  return glob !== undefined && /(?:^|[/{,])\.\.?(?:[/},]|$)/.test(glob.replace(/^!*\.\//, ""));
}

async function check(trigger: GitTrigger, context: RuleContext): Promise<void> {
  const { deadFilters, loadProver } = await import("../src/simulate/would-fire/cannot-fire.ts");
  const prover = await loadProver([trigger]);
  const { settings, budget } = context;
  for (const dead of deadFilters(trigger, { ...settings, budget, ...(prover && { prover }) })) {
    const isOther =
      dead.cause === "no-path" ? isLeftOut(trigger, context) : !restrictiveLiteral(dead.filter.value);
    if (!isOther) reportDead(dead, context);
  }
}

/** A glob that has a pitfall or is a regex has a rule of its own. */
function isLeftOut(trigger: GitTrigger, context: RuleContext): boolean {
  const glob = globOf(trigger, context);
  return !glob || hasPitfall(glob.value);
}

function reportDead({ filter, cause, part }: DeadFilter, context: RuleContext): void {
  const text = filter.value;
  if (cause === "full-form") {
    const message = `names come without "refs/heads/", so "${text}" matches none; remove that part`;
    reportPart(context, filter, part!, message, `/^${text.slice(part!.end)}`);
  } else if (cause === "no-path") {
    const segment = text.slice(part!.start, part!.end);
    const message = `"${segment}" is no part of any changed file's path, so this trigger never fires; write the path from the repository's root`;
    reportPart(context, filter, part!, message);
  } else {
    const nothing = cause === "nothing" ? "nothing at all" : "no name that a branch or tag can have";
    context.report(filter, `"${text}" matches ${nothing}, so this trigger never fires; correct the filter`);
  }
}
