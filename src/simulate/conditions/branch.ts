import { answerTo } from "../../catalogue/open-questions.ts";
import { findProvider } from "../../catalogue/providers.ts";
import type { Located } from "../../document/located.ts";
import { quote } from "../../util/text.ts";
import type { ConditionParts } from "../condition.ts";
import { targetOfRelease } from "../event/event-kind.ts";
import { type GitContext, wrongType } from "./context.ts";
import { matchesEvery, passesAll, regexFilter, type Subject } from "./filter.ts";

/** Checks the branch filter against the branch, tag or source branch of the event (semantics b). */
export function branch(context: GitContext): ConditionParts {
  const { trigger, patterns, traits } = context;
  const mistyped = wrongType(trigger, "branchRegex");
  if (mistyped) return mistyped;
  const filter = trigger.branchRegex;
  if (!filter) return noFilter("branch");
  if (traits.kind === "release") return ofRelease(filter, context);
  return regexFilter(filter, branchSubject(context), patterns);
}

/** The text that the branch filter sees, except for releases. */
function branchSubject({ event, traits }: GitContext): Subject {
  const { kind } = traits;
  if (kind === "tag-push") return { text: event.tag, noun: "tag", fact: "tag", rule: "branch-tag-name" };
  if (kind === "change" || kind === "change-comment" || kind === "repository") {
    const text = event.targetBranch ?? event.branch;
    return { text, noun: "branch of the change", fact: "branch", rule: "branch-change" };
  }
  const text = event.branch;
  if (traits.pullRequest) return { text, noun: "source branch", fact: "branch", rule: "branch-source" };
  const noun = kind === "push" ? "branch or tag" : "branch";
  return { text, noun, fact: "branch", rule: "branch-of-push" };
}

/** A release has a tag and a target; which of them the filter sees is unknown (semantics b). */
function ofRelease(filter: Located<string>, context: GitContext): ConditionParts {
  const { event, assume, patterns } = context;
  const answer = assume["release-branch"];
  const tag: Subject = { text: event.tag, noun: "tag", fact: "tag", rule: "branch-release" };
  const target: Subject = {
    text: targetOfRelease(event) ?? event.branch,
    noun: "target",
    fact: "targetBranch",
    rule: "branch-release",
  };
  const result = regexFilter(filter, answer === "target" ? target : tag, patterns);
  if (result.rule === "refused-value" || result.rule === "filter-matches-all") return result;
  const matcher = patterns.regex(filter.value);
  const parts = { place: filter, expected: filter.value };
  if ("literal" in matcher && passesAll(matcher, false))
    return { ...parts, ...matchesEvery("branch and every tag") };
  if (answer === "tag" || answer === "target")
    return { ...result, certainty: "inferred", assumed: ["release-branch"] };
  const alike = ofBoth(filter, event, result, patterns);
  if (alike) return alike;
  // Without both names no answer to the question is enough.
  if (event.tag === undefined && target.text === undefined) return result;
  return {
    ...parts,
    outcome: "unknown",
    rule: "branch-release",
    reason: "it is unknown whether the filter is matched against the tag or the target of a release",
    actual: event.tag ?? null,
    assumed: ["release-branch"],
  };
}

/** The result if both the tag and the target are known and the filter treats them alike. */
function ofBoth(
  filter: Located<string>,
  event: GitContext["event"],
  ofTag: ConditionParts,
  patterns: GitContext["patterns"],
): ConditionParts | undefined {
  const { tag } = event;
  const target = targetOfRelease(event);
  const matcher = patterns.regex(filter.value);
  if (tag === undefined || target === undefined || !("literal" in matcher)) return undefined;
  const answer = matcher.test(target);
  if (answer === "unknown" || ofTag.outcome !== (answer === "yes" ? "pass" : "fail")) return undefined;
  const [verb, and] = answer === "yes" ? ["matches both", "and"] : ["matches neither", "nor"];
  return {
    outcome: ofTag.outcome,
    rule: "branch-release",
    reason: `${verb} the tag ${quote(tag)} ${and} the target ${quote(target)}`,
    certainty: "inferred",
    place: filter,
    expected: filter.value,
    actual: tag,
  };
}

/** Checks the target branch filter of a pull request event (semantics b). */
export function targetBranch(context: GitContext): ConditionParts {
  const { trigger, event, traits, patterns, provider } = context;
  const key = "pullRequestTargetBranchRegex";
  const filter = trigger[key];
  const change = traits.kind === "change" || traits.kind === "change-comment";
  if (!traits.pullRequest && !change) {
    const reason = "not a pull request event";
    return { outcome: "not-applicable", rule: "target-no-pull-request", reason, place: filter };
  }
  const mistyped = wrongType(trigger, key);
  if (mistyped) return mistyped;
  if (!filter || filter.value === "") return noFilter("target branch", filter);
  if (change) return targetOfChange(filter, context);
  const text = event.targetBranch;
  const subject: Subject = { text, noun: "target branch", fact: "targetBranch", rule: "target-branch" };
  const result = regexFilter(filter, subject, patterns);
  const isSupported = provider === undefined || findProvider(provider)!.targetBranchFilter;
  if (result.outcome !== "fail" || isSupported) return result;
  const reason =
    "does not match, but Bitbucket Server does not support this filter, so its effect is unknown";
  return { ...result, outcome: "unknown", rule: "target-unsupported", reason };
}

/** A change has one branch; whether this filter sees it is an open question. */
function targetOfChange(filter: Located<string>, { event, patterns, assume }: GitContext): ConditionParts {
  const text = event.targetBranch ?? event.branch;
  const noun = "branch of the change";
  const subject: Subject = { text, noun, fact: "branch", rule: "target-change" };
  const result = regexFilter(filter, subject, patterns);
  const matcher = patterns.regex(filter.value);
  if (!("literal" in matcher)) return result;
  const place = { place: filter, expected: filter.value };
  if (passesAll(matcher, false)) return { ...place, ...matchesEvery("branch") };
  const rule = "target-change";
  const parts = { ...place, rule, actual: text ?? null, assumed: ["gerrit-target"] } as const;
  const settled = answerTo("gerrit-target", assume);
  if (settled === "yes") return { ...result, ...parts, rule: result.missing ? result.rule : rule };
  if (settled === "no") {
    const reason = "the filter is assumed not to apply to changes of Gerrit";
    return { ...parts, outcome: "not-applicable", reason };
  }
  const reason = "it is unknown whether the filter applies to changes of Gerrit";
  return { ...parts, outcome: "unknown", certainty: "unknown", reason };
}

/** A missing filter matches everything. */
export function noFilter(noun: string, empty?: Located<string>): ConditionParts {
  return { outcome: "pass", rule: "filter-absent", reason: `no filter, so any ${noun} passes`, place: empty };
}
