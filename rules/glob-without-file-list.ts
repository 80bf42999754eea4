import { type EventSubject, findEvent } from "../src/catalogue/events/events.ts";
import { defineRule } from "../src/lint/rule.ts";
import { globOf } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-without-file-list",
  severity: "warning",
  summary: "a trigger filters changed files and listens only to events that list none",
  why: "The webhooks of tags, releases and comments name no changed files. What the platform makes of a glob then is not documented, beyond that the filter is not supported for every type of event: the trigger may never fire, or the glob may filter nothing.",
  sources: [
    'docs.codefresh.io _docs/kb/articles: "modified file glob expression is not supported for this trigger event type"',
    "GitHub's webhook of a tag push, whose list of commits is empty",
  ],
  gitTrigger(trigger, context) {
    const { events } = trigger;
    const glob = globOf(trigger, context);
    if (!glob || events.length === 0 || context.settings.assume["files-missing"] !== undefined) return;
    if (!events.every(({ value }) => WITHOUT_FILES.has(findEvent(value)?.subject ?? "push"))) return;
    const listed = events.length === 1 ? `"${events[0]!.value}" lists` : "the events listed here list";
    const message = `${listed} no changed files, and what a glob does then is not known; remove it, or listen to pushes or pull requests`;
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
