import { LocatedMapping, locate, type Value } from "../../document/located.ts";
import { readYaml } from "../../document/read.ts";
import { Source, type Span } from "../../document/source.ts";
import type { ConfigFault } from "../../lint/config/config-values.ts";
import { type CaseText, type Expectations, expectationKeys } from "../../simulate/cases/cases.ts";
import type { Assumptions } from "../../simulate/settings.ts";
import { openQuestions } from "../../simulate/settings.ts";
import { quoteList } from "../../util/text.ts";
import { CASE_KEYS, EVENT_KEYS, type EventOptions, FILE_KEYS, readEventOptions } from "./case-keys.ts";
import { CaseValues } from "./case-values.ts";
import { readExpectations } from "./expectations.ts";

/** One case as written; its event is still the values of its keys. */
export interface WrittenCase {
  readonly name: string;
  /** The name, or the case itself where it has none. */
  readonly span: Span;
  /** Only these pipelines; all where empty. */
  readonly pipelines: readonly CaseText[];
  /** The keys that describe the event. */
  readonly event: ReadonlyMap<string, Value>;
  /** The same as options. */
  readonly options: EventOptions;
  /** Whether nothing is wrong in it, so that it can be judged. */
  readonly sound: boolean;
  readonly expected: Expectations;
}

/** A cases file. */
export interface CasesFile {
  readonly source: Source;
  /** Paths and globs, relative to the file. */
  readonly specs: readonly CaseText[];
  readonly assume: Assumptions;
  readonly cases: readonly WrittenCase[];
  /** Where the list of cases stands. */
  readonly list: Value | undefined;
  /** To go on reading with. */
  readonly values: CaseValues;
}

/** A cases file with what is wrong in it. */
export interface ReadCases {
  readonly file: CasesFile;
  readonly faults: ConfigFault[];
}

/**
 * Reads a cases file, YAML or JSON; `path` is the name shown in reports. Of a text that is no YAML only that is said. Never throws for
 * what the text holds.
 */
export async function readCases(path: string, text: string): Promise<ReadCases> {
  const { documents, faults } = await readYaml(text);
  const values = new CaseValues(new Source(path, text));
  values.faults.push(...faults.filter(({ severity }) => severity === "error"));
  const [first, second] = documents;
  if (second?.root)
    values.fault(locate(second.root, undefined), "this is a second document; write one file for each");
  const root = first?.root && locate(first.root, undefined);
  const readable = values.faults.length === 0;
  return { file: readFile(readable ? root : undefined, values, readable), faults: values.faults };
}

function readFile(root: Value | undefined, values: CaseValues, readable: boolean): CasesFile {
  const keys = values.object(root, "the file", FILE_KEYS);
  const place = root ?? { span: { start: 0, end: 0 }, path: undefined };
  if (readable && (root === undefined || (root instanceof LocatedMapping && allKnown(root, FILE_KEYS)))) {
    if (!keys.has("specs"))
      values.fault(startOf(place), 'the file names no specs; add "specs" with their paths');
    if (!keys.has("cases"))
      values.fault(startOf(place), 'the file has no cases; add "cases" with a list of them');
  }
  const list = keys.get("cases");
  const items = values.items(list, "cases");
  return {
    source: values.source,
    specs: values.texts(keys.get("specs"), "a path of specs"),
    assume: readAssume(keys.get("assume"), values),
    cases: unique(items, values).map((item) => readCase(item, values)),
    list,
    values,
  };
}

/** Whether a mapping has no key that is a slip; what seems to be missing may be just that. */
function allKnown(mapping: LocatedMapping, known: readonly string[]): boolean {
  return mapping.entries.every(({ key }) => known.includes(key.value));
}

function startOf<T extends { readonly span: Span }>(place: T): T {
  const { start } = place.span;
  return { ...place, span: { start, end: start } };
}

/** The cases, with a fault for each whose name is taken: reports tell cases by their names. */
function unique(items: readonly Value[], values: CaseValues): readonly Value[] {
  const seen = new Set<string>();
  for (const item of items) {
    const name = item instanceof LocatedMapping ? item.string("name") : undefined;
    if (!name) continue;
    if (seen.has(name.value))
      values.fault(name, `there is another case of the name "${name.value}"; give each a name of its own`);
    seen.add(name.value);
  }
  return items;
}

function readCase(item: Value, values: CaseValues): WrittenCase {
  const before = values.faults.length;
  const keys = values.object(item, "a case", CASE_KEYS);
  const name = values.optional(keys.get("name"), "the name");
  const first = item instanceof LocatedMapping ? item.entries[0]?.key : undefined;
  const place = { span: name?.span ?? first?.span ?? item.span, path: undefined };
  const event = new Map([...keys].filter(([key]) => EVENT_KEYS.includes(key)));
  if (item instanceof LocatedMapping && allKnown(item, CASE_KEYS)) {
    if (!keys.has("name")) values.fault(place, 'the case has no name; add "name"');
    if (event.size === 0)
      values.fault(place, 'the case has no event; say what happens, such as "push: main" or "tag: v1.0.0"');
    if (!expectationKeys.some((key) => keys.has(key)))
      values.fault(place, `the case expects nothing; add ${quoteList(expectationKeys.slice(0, 5), "or")}`);
  }
  const read = {
    name: name?.value ?? "",
    span: place.span,
    pipelines: values.texts(keys.get("pipeline"), "the name of a pipeline"),
    event,
    options: readEventOptions(event, values),
    expected: readExpectations(keys, values),
  };
  return { ...read, sound: values.faults.length === before };
}

function readAssume(value: Value | undefined, values: CaseValues): Assumptions {
  const found = values.entries(value, "assume").flatMap(({ key, value: entry }) => {
    const question = Object.hasOwn(openQuestions, key.value) ? openQuestions[key.value] : undefined;
    if (!question) values.unknown(key, "question", Object.keys(openQuestions));
    const answer = values.text(entry, `the answer to "${key.value}"`);
    if (!question || !answer) return [];
    if (question.answers.includes(answer.value)) return [[key.value, answer.value]];
    values.unknown(answer, `answer to "${key.value}":`, question.answers);
    return [];
  });
  return Object.fromEntries(found);
}
