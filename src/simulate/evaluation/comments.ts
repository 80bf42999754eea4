import { sources } from "../../catalogue/citations.ts";
import { bySchema, documented, inferred, type RulesByCondition, withoutEvidence } from "./row.ts";

const { schema, gitTriggers } = sources;

/** Which comments a trigger accepts, and from whom. */
export const commentsRules = {
  comment: {
    "comment-other-event": documented(gitTriggers, "The comment filter applies only to comments."),
    "comment-text": documented(gitTriggers, "The comment filter is matched against the text of the comment."),
  },
  "comment-author": {
    "comment-author-not-asked": bySchema(
      "The author of a comment matters only for `pullrequest.commentAdded`.",
    ),
    "comment-author-wide": withoutEvidence(
      "If `pullrequest` covers comments, it is unknown whether it accepts those of everyone.",
    ),
    "comment-author-unrestricted": bySchema(
      "`pullrequest.commentAddedUnrestricted` accepts comments from anyone.",
    ),
    "comment-author-validation-off": inferred(
      schema,
      "`skipCommentAuthorAssociationValidation: true` disables the check of the comment's author.",
    ),
    "comment-author-collaborator": documented(
      gitTriggers,
      "`pullrequest.commentAdded` accepts comments only from owners and collaborators of the repository.",
    ),
    "comment-author-member": inferred(
      gitTriggers,
      "A public member of the organization counts as a collaborator.",
    ),
  },
} as const satisfies RulesByCondition;
