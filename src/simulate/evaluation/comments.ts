import { sources } from "../../catalogue/citations.ts";
import type { Cells } from "./row.ts";

const { schema, gitTriggers } = sources;

/** Which comments a trigger accepts, and from whom. */
export const commentsRules = {
  "comment-other-event": [
    "comment",
    "documented",
    gitTriggers,
    "The comment filter plays no part in events that are no comments.",
  ],
  "comment-text": ["comment", "documented", gitTriggers, "On a comment the comment filter sees its text."],
  "comment-author-not-asked": [
    "comment-author",
    "schema",
    schema,
    "Who wrote a comment matters to `pullrequest.commentAdded` only.",
  ],
  "comment-author-unrestricted": [
    "comment-author",
    "schema",
    schema,
    "`pullrequest.commentAddedUnrestricted` takes comments from anybody.",
  ],
  "comment-author-validation-off": [
    "comment-author",
    "inferred",
    schema,
    "`skipCommentAuthorAssociationValidation: true` turns the question who wrote the comment off.",
  ],
  "comment-author-collaborator": [
    "comment-author",
    "documented",
    gitTriggers,
    "`pullrequest.commentAdded` takes comments from owners and collaborators of the repository only.",
  ],
  "comment-author-member": [
    "comment-author",
    "inferred",
    gitTriggers,
    "A public member of the organization counts as a collaborator.",
  ],
} as const satisfies Record<string, Cells>;
