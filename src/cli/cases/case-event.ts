import { isScalar, LocatedMapping } from "../../document/located.ts";
import type { SpecFile } from "../../pipeline/model.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import { toArguments } from "../args/arguments.ts";
import { type Io, UsageError } from "../command.ts";
import { eventFromJson } from "../event/event-file.ts";
import { describesEvent } from "../event/event-options.ts";
import { type EventsRead, eventsOfActs, readEvents } from "../event/event-sources.ts";
import { withFlags } from "../event/merge-flags.ts";
import { commonProvider } from "../event/provider-of-specs.ts";
import type { EventOptions } from "./case-keys.ts";
import type { CaseValues } from "./case-values.ts";
import type { WrittenCase } from "./cases-file.ts";

/**
 * The events of a case, by the very code that reads the flags of `simulate`. `folder` is what paths are relative to. Undefined, with a
 * fault in `values`, for what is no event.
 */
export async function eventsOfCase(
  written: WrittenCase,
  values: CaseValues,
  files: readonly SpecFile[],
  io: Io,
): Promise<EventsRead | undefined> {
  const { options } = written;
  const inline = written.event.get("event");
  try {
    const read =
      inline instanceof LocatedMapping
        ? fromFacts(inline, options, values)
        : await readEvents(toArguments([], options), io);
    if (!written.event.has("merge") || options.merge === false) return read;
    return { ...read, events: eventsOfActs(read.events, commonProvider(files)) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    values.faults.push({ span: placeOf(error.message, written), message: inKeys(error.message) });
    return undefined;
  }
}

/** An event written as facts, with those that other keys add. */
function fromFacts(inline: LocatedMapping, options: EventOptions, values: CaseValues): EventsRead {
  const read = eventFromJson(values.plain(inline));
  if ("error" in read) throw new UsageError(`"event" is no event: ${read.error}`);
  const args = toArguments([], options);
  const event: SimulatedEvent =
    read.event.kind === "git" && describesEvent(args) ? withFlags(read.event, args, undefined) : read.event;
  return { events: [{ event }], notes: read.notes ?? [] };
}

const FLAG = /--([a-z][a-z-]*)/g;

/** The first key of the case that a message speaks of, else the case's name. */
function placeOf(message: string, { event, span }: WrittenCase): WrittenCase["span"] {
  for (const [, flag] of [...message.matchAll(FLAG), ...message.matchAll(/"([a-z-]+)"/g)]) {
    const key = flag === "header" ? "headers" : flag!;
    const value = event.get(key);
    if (value) return value.span;
  }
  const named = [...event.values()].find(
    (value) => isScalar(value) && message.includes(`"${String(value.value)}"`),
  );
  return named?.span ?? span;
}

/** A message about flags in the words of a cases file: `--push main` is `push: main` there. */
function inKeys(message: string): string {
  return message.replace(
    /("?)--([a-z][a-z-]*)("| |;|$)/g,
    (whole, open: string, name: string, end: string) => {
      if (name === "help") return whole;
      const key = name === "header" ? "headers" : name;
      return `${open}${key}${end === " " ? ": " : end}`;
    },
  );
}
