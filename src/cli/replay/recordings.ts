import { resolve } from "node:path";
import { jsonFault, SPEC } from "../../event-json/body-fault.ts";
import { printable } from "../../report/text/escape.ts";
import { formBody } from "../../simulate/payloads/json.ts";
import { consecutiveJson, parseJson } from "../../util/json.ts";
import { forShell } from "../../util/text.ts";
import { readCases } from "../cases/cases-file.ts";
import { CASES_NAME } from "../cases/find-cases.ts";
import { casesIo, eventsOfCase, throwFaults } from "../cases/run-cases.ts";
import { type Io, UsageError } from "../command.ts";
import { EventFiles } from "../event/event-files.ts";
import { refuseHeaders } from "../event/payload-file.ts";
import { boundaryOf } from "../files/inside-repository.ts";
import { isFolder, shownPath } from "../files/paths.ts";
import { readLines, readText } from "../files/read-text.ts";
import { Walk } from "../input/walk-folders.ts";
import { type Recording, readRecording } from "./recording.ts";

/** A record and its place: `hooks.ndjson:12`, `hooks.json[3]`, or the name of a case. */
export interface PlacedRecording {
  readonly place: string;
  readonly recording: Recording;
}

/** Reads a parsed record. */
type Read = (value: unknown) => Recording;

/** The `io` of a run, with the files that cases name. */
type RecordingIo = Io & { readonly files: EventFiles; readonly read: Read };

/** The files of a folder that may hold records. */
const RECORD_NAME = /\.(?:json|ndjson|jsonl)$/i;

/**
 * Yields the records of files, of folders with such files, and of `-` (standard input), in the
 * order of the arguments. A file has one record, a list, or a record on each line; a line at a time
 * is held, so that it may have any size. A bad record, or a file of a folder that is empty or not
 * JSON, yields the reason; `problem` gets a sentence for each other file that cannot be read.
 * `headers` are those of bodies alone.
 */
export async function* readRecordings(
  args: readonly string[],
  io: Io,
  headers: Readonly<Record<string, string>>,
  problem: (sentence: string) => void,
): AsyncGenerator<PlacedRecording> {
  const own = { ...io, files: new EventFiles(), read: (value: unknown) => readRecording(value, headers) };
  for (const argument of args) {
    const absolute = resolve(io.cwd, argument);
    const isSearched = argument !== "-" && isFolder(absolute);
    if (isSearched) yield* ofFolder(argument, own, problem);
    else yield* reporting(ofFile(absolute, argument, own, true), problem);
  }
}

/** Yields records up to the first usage error, which `problem` gets. */
async function* reporting(
  records: AsyncIterable<PlacedRecording>,
  problem: (sentence: string) => void,
): AsyncGenerator<PlacedRecording> {
  try {
    yield* records;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    for (const sentence of error.sentences) problem(sentence);
  }
}

async function* ofFolder(
  argument: string,
  io: RecordingIo,
  problem: (sentence: string) => void,
): AsyncGenerator<PlacedRecording> {
  const folder = resolve(io.cwd, argument);
  let found = 0;
  let hasYaml = false;
  const walk = new Walk(folder, { boundary: boundaryOf(folder, io.cwd), problem });
  for (const absolute of await walk.files()) {
    hasYaml ||= /\.ya?ml$/i.test(absolute);
    if (!RECORD_NAME.test(absolute) && !CASES_NAME.test(absolute)) continue;
    found++;
    yield* reporting(ofFile(absolute, shownPath(absolute, io.cwd), io, false), problem);
  }
  if (found > 0) return;
  const remedy = hasYaml
    ? `if it has the specs, write --specs ${forShell(argument)}`
    : "name a folder with .json, .ndjson or .jsonl files";
  problem(`no records in "${argument}"; ${remedy}`);
}

async function* ofFile(
  absolute: string,
  shown: string,
  io: RecordingIo,
  named: boolean,
): AsyncGenerator<PlacedRecording> {
  if (named && shown === "-") yield* ofLines((await io.readStdin()).split("\n"), "<stdin>", named, io.read);
  else if (/\.ya?ml$/i.test(shown)) yield* ofCases(absolute, shown, io);
  else yield* ofLines(readLines(absolute, shown, "event", named), shown, named, io.read);
}

/** The event of each case; a case of an action with several webhooks has them all. */
async function* ofCases(absolute: string, shown: string, io: RecordingIo): AsyncGenerator<PlacedRecording> {
  const file = await readCases(shown, readText(absolute, shown, "cases"));
  if (file.isSpec)
    throw new UsageError(`"${shown}" is ${SPEC}; write --specs ${forShell(shown)}, and name the records`);
  throwFaults(file);
  const own = casesIo(io, absolute, io.files);
  for (const written of file.cases) {
    const read = await eventsOfCase(written, file.faults, [], own);
    throwFaults(file);
    const events = read!.events.map(({ event }) => event);
    yield { place: `${shown}: ${written.name}`, recording: { events, at: undefined } };
  }
}

/** The most characters of a value that is spread over lines, since it is held as a whole. */
const MAX_WHOLE = 64 * 2 ** 20;

/**
 * If the first line is a whole value, each line is a record; otherwise the lines together are one
 * record, a list, or records one after another. Where they are not and a line is a record, each
 * broken line is a bad one. Without any record, a file is a bad one; a named file is refused.
 */
function* ofLines(
  lines: Iterable<string>,
  shown: string,
  named: boolean,
  read: Read,
): Generator<PlacedRecording> {
  const name = printable(shown);
  let mode: "undecided" | "lines" | "whole" = "undecided";
  const held: NumberedLine[] = [];
  let [number, size] = [0, 0];
  for (const text of lines) {
    number++;
    const line = number === 1 ? text.replace(/^\ufeff/, "") : text;
    if (line.trim() === "" || (mode !== "whole" && isSeparator(line))) continue;
    const parsed: ReturnType<typeof parseJson> = mode === "whole" ? undefined : recordOn(line);
    if (mode === "undecided") mode = parsed ? "lines" : "whole";
    if (mode === "lines") {
      const place = number === 1 && Array.isArray(parsed?.value) ? name : `${name}:${number}`;
      if (parsed) yield* ofValue(parsed, place, read);
      else yield* ofText(line, place, read);
    } else {
      held.push([number, line]);
      size += line.length;
      if (size > MAX_WHOLE)
        throw new UsageError(`"${shown}" is larger than 64 MB; write one record on each line`);
    }
  }
  if (mode === "lines") return;
  if (named && mode === "undecided") throw new UsageError(`"${shown}" is empty; give a file with records`);
  yield* ofWhole(held, name, named ? shown : undefined, read);
}

/** True for a line between two records that were written or copied one after another. */
function isSeparator(line: string): boolean {
  return /^\s*(?:,|---)\s*$/.test(line);
}

/** The value on a line: JSON, which may end with the comma of a list, or GitHub's form. */
function recordOn(line: string): ReturnType<typeof parseJson> {
  return parseJson(formBody(line) ?? line.replace(/,\s*$/, ""));
}

/** A line of a file, with its number. */
type NumberedLine = readonly [number: number, line: string];

/**
 * The records of a file whose first line is not a whole value. `refused` is the name in the error
 * for a file without any record.
 */
function* ofWhole(
  lines: readonly NumberedLine[],
  name: string,
  refused: string | undefined,
  read: Read,
): Generator<PlacedRecording> {
  const text = lines.map(([, line]) => line).join("\n");
  const whole = parseJson(text);
  if (whole) return yield* ofValue(whole, name, read);
  if (refused !== undefined) refuseHeaders(text, refused);
  const each = lines.flatMap(([at, line]) =>
    isSeparator(line) ? [] : [...ofText(line, `${name}:${at}`, read)],
  );
  if (each.some(({ recording }) => "events" in recording)) return yield* each;
  const parts = consecutiveJson(text);
  let [index, counted] = [0, 0];
  if (parts.length > 1) {
    for (const part of parts) {
      index += text.slice(counted, part.start).split("\n").length - 1;
      counted = part.start;
      yield* ofValue(parseJson(part.text), `${name}:${lines[index]![0]}`, read);
    }
  } else if (refused === undefined) yield* ofValue(undefined, name, read);
  else if (!text.includes("{"))
    throw new UsageError(`"${refused}" is not JSON; give webhook bodies, deliveries or events`);
  else throw new UsageError(`"${refused}" ${jsonFault(text)}`);
}

/** The records of a text: one, a list, or records one after another. */
function* ofText(text: string, place: string, read: Read): Generator<PlacedRecording> {
  const parsed = recordOn(text);
  const parts = parsed ? [] : consecutiveJson(text);
  if (parts.length > 1) for (const part of parts) yield* ofValue(parseJson(part.text), place, read);
  else yield* ofValue(parsed, place, read);
}

/** The records of a parsed value: one, or those of a list. */
function* ofValue(
  parsed: { readonly value: unknown } | undefined,
  place: string,
  read: Read,
): Generator<PlacedRecording> {
  if (!parsed) yield { place, recording: { error: "not valid JSON" } };
  else if (!Array.isArray(parsed.value)) yield { place, recording: read(parsed.value) };
  else
    for (const [index, value] of parsed.value.entries())
      yield { place: `${place}[${index}]`, recording: read(value) };
}
