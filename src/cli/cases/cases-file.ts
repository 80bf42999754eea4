import { type Entry, LocatedMapping, type Value } from "../../document/located.ts";
import { Source, type Span } from "../../document/source.ts";
import { type DocumentFault, readDocument } from "../../schema/read-document.ts";
import type { CaseText, Expectations } from "../../simulate/cases/cases.ts";
import type { Assumptions } from "../../simulate/settings.ts";
import type { StepOptions } from "../../simulate/steps/simulate-steps.ts";
import type { StepResult } from "../../simulate/steps/status.ts";
import { type CasesContext, EVENT_KEYS, type EventOptions, readEventOptions, textsOf } from "./case-keys.ts";
import { casesSchema } from "./cases-schema.ts";
import { validate } from "./cases-validator.generated.ts";
import { readExpectations } from "./expectations.ts";

/** One case as written; its event is not parsed yet. */
export interface WrittenCase {
  readonly name: string;
  /** The name, or the case itself if it has none. */
  readonly span: Span;
  /** Only these pipelines; all if empty. */
  readonly pipelines: readonly CaseText[];
  /** The keys that describe the event. */
  readonly event: ReadonlyMap<string, Value>;
  /** The same as options. */
  readonly options: EventOptions;
  /** The results of steps, and the variables of the build. */
  readonly steps: StepOptions;
  /** The steps that it gives results. */
  readonly stepNames: readonly CaseText[];
  /** True if it has no fault, so that it can be checked. */
  readonly sound: boolean;
  readonly expected: Expectations;
}

/** A cases file. */
export interface CasesFile {
  readonly source: Source;
  /** Paths and globs, relative to the file. */
  readonly specs: readonly CaseText[];
  readonly assume: Assumptions;
  /** Whether specs that Codefresh would reject have results. */
  readonly assumeAccepted: boolean;
  readonly cases: readonly WrittenCase[];
  /** The list of cases. */
  readonly list: Value | undefined;
  /** Its faults; later checks add more. */
  readonly faults: DocumentFault[];
}

/** Reads a cases file, YAML or JSON; `path` is its name in reports. Never throws for its text. */
export async function readCases(path: string, text: string): Promise<CasesFile> {
  const { root, faults } = await readDocument(text, { validate, schema: casesSchema });
  const context = { source: new Source(path, text), faults };
  const top = root instanceof LocatedMapping ? root : undefined;
  const items = top?.items("cases") ?? [];
  const cases = items.map((item) => readCase(item, context));
  faults.push(...sharedNames(items));
  return {
    ...context,
    specs: textsOf(top?.get("specs"), context),
    assume: assumptionsOf(top?.mapping("assume")),
    assumeAccepted: top?.boolean("assume-accepted")?.value ?? false,
    cases,
    list: top?.get("cases"),
  };
}

function assumptionsOf(assume: LocatedMapping | undefined): Assumptions {
  const answers = (assume?.entries ?? []).map(({ key }) => [key.value, assume!.string(key.value)?.value]);
  return Object.fromEntries(answers.filter(([, answer]) => answer !== undefined));
}

/** A fault for each duplicate name, since reports identify cases by name. */
function sharedNames(items: readonly Value[]): DocumentFault[] {
  const seen = new Set<string>();
  return items.flatMap((item) => {
    const name = item instanceof LocatedMapping ? item.string("name") : undefined;
    if (!name || !seen.has(name.value)) {
      if (name) seen.add(name.value);
      return [];
    }
    const message = `duplicate case name "${name.value}"; give each case a different name`;
    return [{ span: name.span, message }];
  });
}

const entriesOf = (value: Value | undefined): readonly Entry[] =>
  value instanceof LocatedMapping ? value.entries : [];

function textsByKey(value: Value | undefined, context: CasesContext): Record<string, string> {
  return Object.fromEntries(
    entriesOf(value).flatMap(({ key, value: own }) =>
      textsOf(own, context).map((text) => [key.value, text.value]),
    ),
  );
}

function readCase(item: Value, context: CasesContext): WrittenCase {
  const entries = item instanceof LocatedMapping ? item.entries : [];
  const keys = new Map(entries.map(({ key, value }) => [key.value, value]));
  const [name] = textsOf(keys.get("name"), context);
  const event = new Map([...keys].filter(([key]) => EVENT_KEYS.includes(key)));
  const read = {
    name: name?.value ?? "",
    span: name?.span ?? entries[0]?.key.span ?? item.span,
    pipelines: textsOf(keys.get("pipeline"), context),
    event,
    options: readEventOptions(event, context),
    steps: {
      results: textsByKey(keys.get("step"), context) as Record<string, StepResult>,
      variables: textsByKey(keys.get("variable"), context),
    },
    stepNames: entriesOf(keys.get("step")).map(({ key: { value, span } }) => ({ value, span })),
    expected: readExpectations(keys, context),
  };
  const isInside = ({ span }: DocumentFault): boolean =>
    span.start >= item.span.start && span.end <= item.span.end;
  return { ...read, sound: !context.faults.some(isInside) };
}
