import type { EventFacts } from "../src/catalogue/events/events.ts";
import { eventFacts } from "../src/catalogue/events/events.ts";
import type { Located } from "../src/document/located.ts";
import { type CheckResult, defineRule, type RuleContext } from "../src/lint/rule.ts";
import { hasPitfall } from "../src/match/glob/plain-globs.ts";
import { mayBeSlow, restrictiveLiteral } from "../src/match/regex/filter-literal.ts";
import type { GitTrigger } from "../src/pipeline/model.ts";
import { memoize } from "../src/util/memoize.ts";
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
    const facts = trigger.events.map(({ value }) => eventFacts(value));
    if (trigger.disabled?.value || facts.length === 0 || !facts.every((each) => each !== undefined)) return;
    const checks = [...filterChecks(trigger, facts, context), ...globChecks(trigger, facts, context)];
    if (checks.length > 0) return Promise.all(checks).then(() => undefined);
  },
});

/** Each filter that every listed event is put to; one that only some are put to leaves the others to fire. */
function filterChecks(
  trigger: GitTrigger,
  facts: readonly EventFacts[],
  context: RuleContext,
): CheckResult[] {
  const { branchRegex, pullRequestTargetBranchRegex: target, commentRegex } = trigger;
  const onNames = [
    facts.every(({ branch, tag }) => branch || tag) ? branchRegex : undefined,
    facts.every(({ pullRequest }) => pullRequest) ? target : undefined,
  ];
  const checks = onNames.flatMap((filter) =>
    filter && isDoubtful(filter.value) ? checkName(filter, context) : [],
  );
  const onComments = facts.every(({ comment }) => comment) ? commentRegex : undefined;
  return onComments && isDoubtful(onComments.value) ? [...checks, checkText(onComments, context)] : checks;
}

/**
 * Signs without which a filter matches some name: lookarounds, anchors and edges of words inside, an empty class, back references,
 * white space and other characters that no name has, slashes at the edges, and the folder of branches.
 */
const DOUBTFUL =
  /\(\?[=!<]|[^(|[\\]\^|\$[^)|]|\\[bB1-9sxuktnrfv]|\[\]|[\s~:]|\\[?*[\\^{]|^\^?refs\b|@\{|^\^\$|^\^\\\/|\\\/\)*\$|\\\/\\\//;

/** Names that most filters with such signs let pass. */
const USUAL = ["main", "develop", "feature/x", "release/1.0", "v1.0.0", "x-1", "test"];

const isDoubtful = memoize((text: string): boolean => {
  const literal = restrictiveLiteral(text);
  if (!literal || !DOUBTFUL.test(literal.source)) return false;
  if (mayBeSlow(literal.source)) return true;
  const regex = new RegExp(literal.source, literal.flags.replace("g", ""));
  return !USUAL.some((name) => regex.test(name));
});

/** Names of branches and tags as Git takes them, as far as a pattern without lookarounds can say. */
const REF_NAME = "/^[^\\x00-\\x20\\x7f~^:?*[\\\\\\/]+(?:\\/[^\\x00-\\x20\\x7f~^:?*[\\\\\\/]+)*$/";

async function checkName(filter: Located<string>, context: RuleContext): Promise<void> {
  const literal = restrictiveLiteral(filter.value)!;
  const prefix = /^\/\^refs\\\/(?:heads|tags|remotes)\\\//.exec(filter.value)?.[0];
  if (prefix !== undefined) {
    const message = `names come without "refs/heads/", so "${filter.value}" matches none; remove that part`;
    return reportPart(
      context,
      filter,
      { start: 2, end: prefix.length },
      message,
      `/^${filter.value.slice(prefix.length)}`,
    );
  }
  const { findIntersection } = await import("../src/match/regex/intersect.ts");
  const { possible } = await findIntersection([literal, restrictiveLiteral(REF_NAME)!], context);
  if (possible !== "no") return;
  const any = (await findIntersection([literal], { budget: context.budget })).possible === "no";
  const nothing = any ? "matches nothing at all" : "matches no name that a branch or tag can have";
  context.report(filter, `${quoted(filter)} ${nothing}, so this trigger never fires; correct the filter`);
}

async function checkText(filter: Located<string>, context: RuleContext): Promise<void> {
  const { findIntersection } = await import("../src/match/regex/intersect.ts");
  const { possible } = await findIntersection([restrictiveLiteral(filter.value)!], {
    budget: context.budget,
  });
  if (possible !== "no") return;
  context.report(
    filter,
    `${quoted(filter)} matches nothing at all, so this trigger never fires; correct the filter`,
  );
}

function quoted({ value }: Located<string>): string {
  return `"${value}"`;
}

/** A glob that asks for `.` or `..` as a part of a path; where an event lists no files, what a glob does is not known. */
function globChecks(trigger: GitTrigger, facts: readonly EventFacts[], context: RuleContext): CheckResult[] {
  const glob = globOf(trigger, context);
  if (!glob || !facts.every(({ files }) => files) || hasPitfall(glob.value)) return [];
  return /(?:^|[/{,])\.\.?(?:[/},]|$)/.test(glob.value.replace(/^!*\.\//, ""))
    ? [checkGlob(glob, context)]
    : [];
}

async function checkGlob(glob: Located<string>, context: RuleContext): Promise<void> {
  const { impossibleSegment } = await import("../src/match/glob/examples.ts");
  const place = impossibleSegment(glob.value);
  if (!place) return;
  const part = glob.value.slice(place.start, place.end);
  const message = `"${part}" is no part of any changed file's path, so this trigger never fires; write the path from the repository's root`;
  reportPart(context, glob, place, message);
}
