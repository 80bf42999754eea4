/** The names of events that most triggers list, for random specs. */
export const USUAL_EVENTS = [
  "push",
  "push.heads",
  "push.tags",
  "pullrequest",
  "pullrequest.opened",
  "pullrequest.closed",
  "pullrequest.merged",
  "pullrequest.commentAdded",
  "pullrequest.commentAddedUnrestricted",
  "release",
];
