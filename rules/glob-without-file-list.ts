import { type EventSubject, findEvent } from "../src/catalogue/events/events.ts";
import { defineRule } from "../src/lint/rule.ts";
import { globOf } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-without-file-list",
  severity: "warning",
  summary: "a trigger filters changed files but only listens to events that list none",
  why: "The webhooks of tags, releases and comments do not list changed files. The effect of the filter is then undocumented, except that not every type of event supports it: the trigger may never fire, or the glob may have no effect.",
  sources: [
    'docs.codefresh.io _docs/kb/articles/glob-expression-trigger-not-working.md: "modified file glob expression is not supported for this trigger event type"',
    "GitHub's webhook of a tag push, whose list of commits is empty",
  ],
  gitTrigger(trigger, context) {
    const { events } = trigger;
    const glob = globOf(trigger, context);
    if (!glob || events.length === 0 || context.settings.assume["files-missing"] !== undefined) return;
    if (!events.every(({ value }) => WITHOUT_FILES.has(findEvent(value)?.subject ?? "push"))) return;
    const listed = events.length === 1 ? `"${events[0]!.value}" lists` : "the listed events list";
    const message = `${listed} no changed files, and the effect of a glob is then undocumented; remove it, or listen to pushes or pull requests`;
    context.report(glob, message);
  },
});

const WITHOUT_FILES: ReadonlySet<EventSubject> = new Set([
  "tag-push",
  "release",
  "comment",
  "restricted-comment",
  "change-comment",
]);
