/**
 * Ordinary cases that need no flag, by the id in a condition's `assumed`, with the fact that is
 * assumed (design, section 4) and the option for the other case.
 */
export const ordinaryCases = {
  "build-of-definition": {
    assumption: "the event starts a build of the definition, which has no triggers of its own",
    option: undefined,
  },
  "own-repository": { assumption: "the event comes from the trigger's own repository", option: "--repo" },
  "no-fork": { assumption: "the pull request is not from a fork", option: "--fork" },
  "no-skip-string": { assumption: "the commit message has no skip string", option: "--message" },
  "collaborator-commits": {
    assumption: "the fork's commits are a collaborator's",
    option: "--author-association",
  },
  "ordinary-message": {
    assumption: "the commit message has none of the texts that conditions of steps search for",
    option: "--message",
  },
  "steps-succeed": {
    assumption: "each step that runs succeeds, unless its result is given",
    option: "--step",
  },
  "no-exports": {
    assumption: "no step exports a variable other than those in its `cf_export` commands",
    option: "--variable",
  },
} as const;

/** The id of an ordinary case. */
export type OrdinaryCase = keyof typeof ordinaryCases;
