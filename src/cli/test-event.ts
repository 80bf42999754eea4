import type { ConfigText } from "../lint/config-values.ts";
import type { SimulatedEvent } from "../simulate/event.ts";
import { isScalar, isSequence, LocatedMapping, type Value } from "../spec/located.ts";
import type { SpecFile } from "../spec/model.ts";
import { toArguments } from "./arguments.ts";
import { type Io, UsageError } from "./command.ts";
import { withFlags } from "./event-facts.ts";
import { eventFromJson } from "./event-json.ts";
import { describesEvent, eventOptions } from "./event-options.ts";
import { type EventsRead, eventsOfActs, readEvents } from "./event-sources.ts";
import { commonProvider } from "./provider-of-specs.ts";
import type { WrittenCase } from "./test-file.ts";
import type { CaseValues } from "./test-values.ts";

/** Option values as the command line would hold them. */
type Options = Record<string, string | boolean | readonly string[]>;

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
  const before = values.faults.length;
  const inline = written.event.get("event");
  const options = readOptions(written.event, values);
  if (values.faults.length > before) return undefined;
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

function readOptions(event: ReadonlyMap<string, Value>, values: CaseValues): Options {
  const options: Options = {};
  for (const [key, value] of event) {
    const read = readOption(key, value, values);
    if (read !== undefined) options[key === "headers" ? "header" : key] = read;
  }
  return options;
}

function readOption(key: string, value: Value, values: CaseValues): Options[string] | undefined {
  if (key === "event" && value instanceof LocatedMapping) return undefined;
  if (key === "headers") return headers(value, values);
  if (key === "merge" || eventOptions[key]?.type === "boolean") return values.flag(value, key);
  if (eventOptions[key]?.repeatable) return values.texts(value, `a value of ${key}`).map(textOf);
  const text = isSequence(value) ? undefined : (emptyAllowed(key, value) ?? values.text(value, key)?.value);
  if (isSequence(value)) values.fault(value, `${key} is a list; write one text`);
  if (text === "-" && ["payload", "event-file", "changed-from"].includes(key))
    values.fault(value, `a case cannot read standard input; name a file`);
  return text;
}

/** A commit message or a comment may be an empty text. */
function emptyAllowed(key: string, value: Value): string | undefined {
  return (key === "message" || key === "comment") && isScalar(value) && value.value === "" ? "" : undefined;
}

const textOf = ({ value }: ConfigText) => value;

function headers(value: Value, values: CaseValues): string[] {
  return values.entries(value, "headers").flatMap(({ key, value: own }) => {
    const text = values.text(own, `the header "${key.value}"`);
    return text ? [`${key.value}: ${text.value}`] : [];
  });
}

/** An event written as facts, with those that other keys add. */
function fromFacts(inline: LocatedMapping, options: Options, values: CaseValues): EventsRead {
  const read = eventFromJson(values.plain(inline));
  if ("error" in read) throw new UsageError(`"event" is no event: ${read.error}`);
  const args = toArguments([], options);
  const event: SimulatedEvent =
    read.event.kind === "git" && describesEvent(args) ? withFlags(read.event, args, undefined) : read.event;
  return { events: [{ event }], notes: [] };
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
