import { type EventSubject, findEvent } from "../src/catalogue/events/events.ts";
import { defineRule } from "../src/lint/rule.ts";
import { quoteList } from "../src/util/text.ts";
import { globOf } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-without-file-list",
  severity: "warning",
  summary: "a trigger filters changed files but listens to an event that lists none",
  why: "The webhooks of tags, deleted branches, releases, comments and most changes of Gerrit do not list changed files. The effect of the filter on such an event is undocumented, except that not every type of event supports it: the event may never fire the trigger, or the glob may have no effect.",
  sources: [
    'docs.codefresh.io _docs/kb/articles/glob-expression-trigger-not-working.md: "modified file glob expression is not supported for this trigger event type"',
    "GitHub's webhook of a tag push, whose list of commits is empty",
  ],
  gitTrigger(trigger, context) {
    const { events } = trigger;
    const glob = globOf(trigger);
    if (!glob || context.settings.assume["files-missing"] !== undefined) return;
    const subjects = events.map(({ value }) => findEvent(value)?.subject ?? "push");
    const none = subjects.every((subject) => WITHOUT_FILES.has(subject) || COMMENTS.has(subject));
    const without = events.filter((_, index) => none || WITHOUT_FILES.has(subjects[index]!));
    if (without.length === 0) return;
    const names = quoteList([...new Set(without.map(({ value }) => value))], "and");
    const isOne = without.length === 1;
    const advice =
      without.length === events.length
        ? "remove it, or listen to pushes or pull requests"
        : `move ${isOne ? "that event" : "those events"} to a trigger without one`;
    const message = `${names} ${isOne ? "lists" : "list"} no changed files, and the effect of a glob is then undocumented; ${advice}`;
    context.report(glob, message);
  },
});

const WITHOUT_FILES: ReadonlySet<EventSubject> = new Set([
  "tag-push",
  "branch-deletion",
  "release",
  "change",
  "repository",
]);

/** The documentation's own example has a glob and a comment event next to pushes. */
const COMMENTS: ReadonlySet<EventSubject> = new Set(["comment", "restricted-comment", "change-comment"]);
