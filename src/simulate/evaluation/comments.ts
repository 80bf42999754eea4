import { sources } from "../../catalogue/citations.ts";
import { type Cells, none } from "./row.ts";

const { schema, gitTriggers } = sources;

/** Which comments a trigger accepts, and from whom. */
export const commentsRules = {
  "comment-other-event": [
    "comment",
    "documented",
    gitTriggers,
    "The comment filter applies only to comments.",
  ],
  "comment-text": [
    "comment",
    "documented",
    gitTriggers,
    "The comment filter is matched against the text of the comment.",
  ],
  "comment-author-not-asked": [
    "comment-author",
    "schema",
    schema,
    "The author of a comment matters only for `pullrequest.commentAdded`.",
  ],
  "comment-author-wide": [
    "comment-author",
    "unknown",
    none,
    "If `pullrequest` covers comments, it is unknown whether it accepts those of everyone.",
  ],
  "comment-author-unrestricted": [
    "comment-author",
    "schema",
    schema,
    "`pullrequest.commentAddedUnrestricted` accepts comments from anyone.",
  ],
  "comment-author-validation-off": [
    "comment-author",
    "inferred",
    schema,
    "`skipCommentAuthorAssociationValidation: true` disables the check of the comment's author.",
  ],
  "comment-author-collaborator": [
    "comment-author",
    "documented",
    gitTriggers,
    "`pullrequest.commentAdded` accepts comments only from owners and collaborators of the repository.",
  ],
  "comment-author-member": [
    "comment-author",
    "inferred",
    gitTriggers,
    "A public member of the organization counts as a collaborator.",
  ],
} as const satisfies Record<string, Cells>;
