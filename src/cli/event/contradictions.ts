import { eventFacts } from "../../catalogue/events/events.ts";
import type { GitEvent } from "../../simulate/event/event.ts";
import { type Arguments, UsageError } from "../command.ts";

/** The options that say what kind of event it is; a comment and a tag do so where none of the others is there. */
export type EventForm = "push" | "pr" | "release" | "event" | "comment" | "tag";

/** Refuses options whose fact an event of this kind does not have. */
export function refuseForeign(args: Arguments, form: EventForm, event: GitEvent): void {
  const facts = eventFacts(event.names[0]!)!;
  const has = (name: string) => args.string(name) !== undefined || args.flag(name) === true;
  const shown =
    args.string(form) === undefined || form === "tag" ? `--${form}` : `--${form} ${args.string(form)}`;
  const refuse = (name: string, why: string): never => {
    throw new UsageError(`"--${name}" contradicts "${shown}": ${why}; leave one of them out`);
  };
  if (form === "push" || form === "pr") {
    if (has("branch")) refuse("branch", "that names the branch already");
  }
  if (form === "pr" && has("target")) refuse("target", "that names the target already");
  if (has("action") && form !== "pr") refuse("action", "only --pr has an action");
  if (has("tag") && !facts.tag) refuse("tag", "such an event has no tag");
  if (has("branch") && !facts.branch) refuse("branch", "such an event has no branch");
  if (has("target") && !facts.targetBranch) refuse("target", "only pull requests and changes have a target");
  if (has("comment") && !facts.comment) refuse("comment", "such an event has no comment");
  if (has("fork") && !facts.pullRequest) refuse("fork", "only pull requests come from forks");
  if (has("author-association") && !facts.pullRequest) {
    refuse("author-association", "only pull requests and their comments have an author");
  }
}
