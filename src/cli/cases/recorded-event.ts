import { resolve } from "node:path";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import { type Arguments, UsageError } from "../command.ts";
import { eventOptions } from "../event/event-options.ts";
import type { EventsRead } from "../event/event-sources.ts";
import { pathFrom } from "../files/paths.ts";

/**
 * Returns the keys of a case for the event that options describe. Sources that another run would
 * not find (a checkout, standard input, the current time) are written as the facts that were read.
 * `cwd` is the folder to which paths in options are relative, `folder` that of the cases file.
 */
export function eventKeysOf(
  args: Arguments,
  { events }: EventsRead,
  cwd: string,
  folder: string,
): Record<string, unknown> {
  const passing = ["payload", "event-file"].some((name) => args.string(name) === "-");
  const merge = args.flag("merge") ? { merge: true } : {};
  if (passing || args.string("git") !== undefined) {
    if (events.length === 1) return { event: plain(events[0]!.event), ...merge };
    throw new UsageError("standard input has several events; record a payload from a file");
  }
  const from = (path: string) => pathFrom(folder, resolve(cwd, path));
  const [payload, file] = [args.string("payload"), args.string("event-file")];
  const headers = headersOf(args.strings("header"));
  return {
    ...(payload !== undefined && { payload: from(payload) }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(file !== undefined && { "event-file": from(file) }),
    ...flagsOf(args, events[0]!.event),
    ...merge,
  };
}

function flagsOf(args: Arguments, event: SimulatedEvent): Record<string, unknown> {
  const keys: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(eventOptions)) {
    if (!args.has(name)) continue;
    const own = option.value === undefined ? args.flag(name) : args.string(name);
    const value = option.repeatable ? args.strings(name) : own;
    if (name === "at" && event.kind === "time") keys.at = event.at;
    else if (name === "changed-from") keys.changed = changedOf(event);
    else keys[name] ??= value;
  }
  return keys;
}

function changedOf(event: SimulatedEvent): string[] {
  return event.kind === "git" ? (event.changedFiles ?? []).map(({ path }) => path) : [];
}

function headersOf(given: readonly string[]): Record<string, string> {
  const pairs = given.map((header) => {
    const colon = header.indexOf(":");
    return [header.slice(0, colon).trim(), header.slice(colon + 1).trim()];
  });
  return Object.fromEntries(pairs);
}

function plain(event: SimulatedEvent): unknown {
  return JSON.parse(JSON.stringify(event));
}
