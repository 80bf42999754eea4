import type { Place } from "../../document/located.ts";
import { quote } from "../../util/text.ts";
import type { ConditionParts } from "../condition.ts";
import { associationOf } from "../event/fact-values.ts";
import { noFilter } from "./branch.ts";
import { type GitContext, wrongType } from "./context.ts";
import { answersOf } from "./event.ts";
import { regexFilter } from "./filter.ts";

/** Checks the comment filter against a comment's text (semantics c). */
export function comment({ trigger, event, traits, patterns }: GitContext): ConditionParts {
  const filter = trigger.commentRegex;
  if (!traits.comment) {
    const reason = "not a comment event";
    return { outcome: "not-applicable", rule: "comment-other-event", reason, place: filter };
  }
  const mistyped = wrongType(trigger, "commentRegex");
  if (mistyped) return mistyped;
  if (!filter) return noFilter("comment");
  const kind = { noun: "comment", fact: "comment", rule: "comment-text", any: true } as const;
  return regexFilter(filter, { text: event.comment, ...kind }, patterns);
}

const restricted = "pullrequest.commentAdded";
const unrestricted = "pullrequest.commentAddedUnrestricted";

/**
 * Checks whether the comment's author may start a build (semantics c). Only the restricted name
 * asks for the author; it is unknown whether the wide name does, should it cover comments.
 */
export function commentAuthor(context: GitContext): ConditionParts {
  const { trigger, traits, event } = context;
  const answers = traits.comment ? answersOf(context).filter(({ answer }) => answer !== "no") : [];
  const of = (wanted: string) => answers.find(({ name }) => name.value === wanted)?.name;
  const listed = trigger.events.find(({ value }) => value === restricted || value === unrestricted);
  const place = of(restricted) ?? of("pullrequest") ?? listed;
  const open = of(unrestricted);
  if (open) {
    const parts = { outcome: "pass", rule: "comment-author-unrestricted", expected: "anyone" } as const;
    const reason = `"${unrestricted}" accepts comments from anyone`;
    return { ...parts, reason, place: open, actual: event.authorAssociation ?? null };
  }
  const acceptsAnyone = answers.some(
    ({ answer, name }) => answer === "yes" && name.value !== restricted && name.value !== "pullrequest",
  );
  if (acceptsAnyone || !(of(restricted) || of("pullrequest"))) {
    const reason = traits.comment
      ? "the author of the comment does not matter for this event"
      : "not a comment event";
    return { outcome: "not-applicable", rule: "comment-author-not-asked", reason, place };
  }
  const result = validated(context, place);
  const other = answers.find(({ name }) => name.value !== restricted)?.name.value;
  return result.outcome === "fail" && other !== undefined ? perhapsOpen(result, other) : result;
}

/** The author is refused, but another listed name may cover the comment. */
function perhapsOpen(
  { place, expected = null, actual = null }: ConditionParts,
  other: string,
): ConditionParts {
  const reason = `the author's association is ${actual}, and it is unknown whether that matters for "${other}"`;
  return { outcome: "unknown", rule: "comment-author-wide", reason, place, expected, actual };
}

function validated(context: GitContext, place: Place | undefined): ConditionParts {
  const { trigger, event } = context;
  const key = "skipCommentAuthorAssociationValidation";
  const off = trigger[key];
  const mistyped = wrongType(trigger, key, "boolean");
  if (mistyped) return mistyped;
  const actual = event.authorAssociation ?? null;
  const expected = "OWNER, COLLABORATOR or MEMBER";
  if (off?.value) {
    const reason = `"${key}" is true, so anyone may comment`;
    const rule = "comment-author-validation-off";
    return { outcome: "pass", rule, reason, place: off, expected: "anyone", actual };
  }
  return { ...byAssociation(context), place, expected, actual };
}

function byAssociation({ event, assume }: GitContext): ConditionParts {
  const association = event.authorAssociation?.toUpperCase();
  if (association === undefined) {
    const reason = "the author's association with the repository was not given";
    return { outcome: "unknown", rule: "missing-fact", reason, missing: "authorAssociation" };
  }
  if (association === "OWNER" || association === "COLLABORATOR") {
    const reason = `the author's association is ${association}`;
    return { outcome: "pass", rule: "comment-author-collaborator", reason };
  }
  if (association === "MEMBER") return ofMember(assume["member-comments"] !== "no");
  if (associationOf(association) === undefined) {
    const reason = `GitHub does not document the author's association ${quote(association)}, so it is unknown whether the author may comment`;
    return { outcome: "unknown", rule: "comment-author-collaborator", reason, certainty: "unknown" };
  }
  const reason = `the author's association is ${association}, but "${restricted}" accepts only owners and collaborators`;
  return { outcome: "fail", rule: "comment-author-collaborator", reason };
}

function ofMember(counts: boolean): ConditionParts {
  const reason = `assumed that a MEMBER ${counts ? "counts" : "does not count"} as a collaborator`;
  const assumed = ["member-comments"];
  return { outcome: counts ? "pass" : "fail", rule: "comment-author-member", reason, assumed };
}
