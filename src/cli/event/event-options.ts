import type { Arguments, Option } from "../command.ts";

const group = "Event";

/** The options that describe an event. */
export const eventOptions: Readonly<Record<string, Option>> = {
  push: { type: "string", value: "BRANCH", group, description: "a push of commits to a branch" },
  pr: {
    type: "string",
    value: "SOURCE:TARGET",
    group,
    description: "something that happens to a pull request; --action says what",
  },
  action: {
    type: "string",
    value: "ACTION",
    group,
    description: "what happens to the pull request, such as opened, synchronize or merged",
  },
  release: { type: "string", value: "ACTION", group, description: "a release, such as published" },
  event: { type: "string", value: "NAME", group, description: "any event by its name in a trigger" },
  at: {
    type: "string",
    value: "TIME",
    group,
    description: "a minute for cron triggers; UTC where no zone is given",
  },
  repo: { type: "string", value: "OWNER/NAME", group, description: "the repository of the event" },
  branch: {
    type: "string",
    value: "BRANCH",
    alias: "b",
    group,
    description: "the branch, or the source of a pull request",
  },
  tag: { type: "string", value: "TAG", group, description: "the tag; alone, a push of that tag" },
  target: { type: "string", value: "BRANCH", group, description: "the target branch of a pull request" },
  changed: {
    type: "string",
    value: "PATH",
    group,
    repeatable: true,
    description: "a changed file, from the repository's root",
  },
  "changed-from": {
    type: "string",
    value: "FILE",
    group,
    description:
      "a list of changed files, one a line, such as git diff --name-only prints; - for standard input",
  },
  message: { type: "string", value: "TEXT", group, description: "the message of the head commit" },
  comment: { type: "string", value: "TEXT", group, description: "the text of a comment; alone, a comment" },
  "author-association": {
    type: "string",
    value: "WORD",
    group,
    description: "the author's association with the repository, such as COLLABORATOR or NONE",
  },
  fork: { type: "boolean", group, description: "the pull request comes from a fork" },
  provider: { type: "string", value: "NAME", group, description: "the Git provider that sends the event" },
};

/** Whether any option describes an event. */
export function describesEvent(args: Arguments): boolean {
  return Object.entries(eventOptions).some(([name, option]) =>
    option.repeatable
      ? args.strings(name).length > 0
      : args.string(name) !== undefined || args.flag(name) !== undefined,
  );
}
