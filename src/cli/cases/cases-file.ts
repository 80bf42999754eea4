import { LocatedMapping, type Value } from "../../document/located.ts";
import { Source, type Span } from "../../document/source.ts";
import { type DocumentFault, readDocument } from "../../schema/read-document.ts";
import type { CaseText, Expectations } from "../../simulate/cases/cases.ts";
import type { Assumptions } from "../../simulate/settings.ts";
import type { StepOptions } from "../../simulate/steps/simulate-steps.ts";
import type { StepResult } from "../../simulate/steps/status.ts";
import { firstNotBefore } from "../../util/binary-search.ts";
import { closestMatch } from "../../util/closest-match.ts";
import {
  type CasesContext,
  EVENT_KEYS,
  type EventOptions,
  entriesOf,
  readEventOptions,
  textsOf,
} from "./case-keys.ts";
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
  /** True for a pipeline spec in place of cases. */
  readonly isSpec: boolean;
  /** Its faults; later checks add more. */
  readonly faults: DocumentFault[];
}

/** Reads a cases file, YAML or JSON; `path` is its name in reports. Never throws for its text. */
export async function readCases(path: string, text: string): Promise<CasesFile> {
  const { root, faults: found } = await readDocument(text, { validate, schema: casesSchema });
  const top = root instanceof LocatedMapping ? root : undefined;
  const isOther = top !== undefined && isSpec(top);
  const message = isOther
    ? SPEC_FOR_CASES
    : top && found.length > 0 && isForeign(top)
      ? NOT_CASES
      : undefined;
  const faults = message === undefined ? found : [{ span: top!.entries[0]!.key.span, message }];
  const context = { source: new Source(path, text), faults };
  const items = top?.items("cases") ?? [];
  const names = new Set<string>();
  const read = items.map((item) => readCase(item, context, names));
  const starts = faults.map(({ span }) => span.start).sort((a, b) => a - b);
  const cases = read.map((one, index) => ({ ...one, sound: !hasOneIn(items[index]!.span, starts) }));
  return {
    ...context,
    specs: textsOf(top?.get("specs"), context),
    assume: assumptionsOf(top?.mapping("assume")),
    assumeAccepted: top?.boolean("assume-accepted")?.value ?? false,
    cases,
    list: top?.get("cases"),
    isSpec: isOther,
  };
}

/** True for a pipeline spec, or the steps of one, in place of cases. */
function isSpec(top: LocatedMapping): boolean {
  if (top.has("cases") || top.has("specs")) return false;
  return ["spec", "steps"].some((key) => top.mapping(key) !== undefined);
}

/** True for a mapping with keys of which none is, or may be meant as, a key of a cases file. */
function isForeign(top: LocatedMapping): boolean {
  const keys = Object.keys(casesSchema().properties ?? {});
  return top.entries.length > 0 && top.entries.every(({ name }) => closestMatch(name, keys) === undefined);
}

const NOT_CASES = 'this is not a cases file, which has "specs" and "cases"; name a cases file';

const SPEC_FOR_CASES =
  'this is a pipeline spec, not a cases file; write a case with "dryfire test --record FILE --name TEXT --push BRANCH SPEC", or name a cases file';

function assumptionsOf(assume: LocatedMapping | undefined): Assumptions {
  const answers = (assume?.entries ?? []).map(({ key }) => [key.value, assume!.string(key.value)?.value]);
  return Object.fromEntries(answers.filter(([, answer]) => answer !== undefined));
}

/** True if one of the sorted offsets is in a span. */
function hasOneIn({ start, end }: Span, sorted: readonly number[]): boolean {
  const first = sorted[firstNotBefore(sorted, (offset) => offset < start)];
  return first !== undefined && first <= end;
}

function textsByKey(value: Value | undefined, context: CasesContext): Record<string, string> {
  return Object.fromEntries(
    entriesOf(value).flatMap(({ key, value: own }) =>
      textsOf(own, context).map((text) => [key.value, text.value]),
    ),
  );
}

/** `names` are those of the cases before, and get its own: reports need different ones. */
function readCase(item: Value, context: CasesContext, names: Set<string>): Omit<WrittenCase, "sound"> {
  const entries = entriesOf(item);
  const keys = new Map(entries.map(({ key, value }) => [key.value, value]));
  const [name] = textsOf(keys.get("name"), context);
  if (name && names.has(name.value)) {
    const message = `duplicate case name "${name.value}"; give each case a different name`;
    context.faults.push({ span: name.span, message });
  } else if (name) names.add(name.value);
  const event = new Map([...keys].filter(([key]) => EVENT_KEYS.includes(key)));
  return {
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
}
