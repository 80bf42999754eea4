import type { GitEvent } from "../../simulate/event/event.ts";
import { type Arguments, UsageError } from "../command.ts";
import { eventFromFlags } from "./event-flags.ts";

/** An event without some of its facts. */
export function without<T extends Partial<GitEvent>, K extends keyof GitEvent>(
  event: T,
  ...keys: readonly K[]
): Omit<T, K> {
  const dropped: ReadonlySet<string> = new Set(keys);
  return Object.fromEntries(Object.entries(event).filter(([key]) => !dropped.has(key))) as Omit<T, K>;
}

/** Arguments with other texts for some options; undefined takes one away. */
export function withStrings(args: Arguments, given: Readonly<Record<string, string | undefined>>): Arguments {
  return { ...args, string: (name) => (Object.hasOwn(given, name) ? given[name] : args.string(name)) };
}

/**
 * An event with the facts that flags add. They are read as those of the event's own name, so that foreign ones are refused
 * by a `UsageError`.
 */
export function withFlags(event: GitEvent, args: Arguments, changedFrom: string | undefined): GitEvent {
  const name = event.names.at(-1) ?? event.openNames?.[0]?.name ?? "push";
  try {
    const named = withStrings(args, { event: name, pr: undefined });
    const facts = without(eventFromFlags(named, changedFrom) as GitEvent, "names");
    const replaced = facts.changedFiles ? without(event, "changedFilesIncomplete") : event;
    return { ...(replaced as GitEvent), ...facts };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(error.message.replace(`"--event ${name}"`, "the event"));
  }
}
