import { eventNames } from "./catalogue/events/events.ts";
import { findOpenQuestion, openQuestions } from "./catalogue/open-questions.ts";
import { findProvider, providers } from "./catalogue/providers.ts";
import { type Position, Source } from "./document/source.ts";
import { eventFromJson } from "./event-json/event-from-json.ts";
import type {
  DiffOptions,
  GlobOptions,
  LintOptions,
  ParseOptions,
  SimulateOptions,
  StepOptions,
} from "./library-options.ts";
import { PRESETS } from "./lint/config/config-schema.ts";
import { type Diagnostic, SEVERITIES } from "./lint/diagnostic.ts";
import type { FixOptions } from "./lint/fix/apply-fixes.ts";
import type { Rule } from "./lint/rule.ts";
import type { RuleSetting } from "./lint/rule-set.ts";
import type { GitTrigger, Pipeline, SpecFile } from "./pipeline/model.ts";
import { detectSecretsNow } from "./secrets/detect.ts";
import { maskSpan } from "./secrets/redact.ts";
import { gitFacts, type SimulatedEvent } from "./simulate/event/event.ts";
import { cleanPath, outsideFault, rootFault } from "./simulate/event/fact-values.ts";
import type { ProjectSettings } from "./simulate/settings.ts";
import { STEP_RESULTS } from "./simulate/steps/status.ts";
import { closestMatch } from "./util/closest-match.ts";
import { quote, quoteList } from "./util/text.ts";

/** Throws `TypeError` for a wrong value; `what` names the value in the message. */
type Check = (value: unknown, what: string) => void;

/** A check of each key of a type. */
type Checks<T> = { readonly [K in keyof Required<T>]: Check };

type Json = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string => typeof value === "string";
/** False for lists, for maps such as `Headers`, whose entries are not properties, and promises. */
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !(Symbol.iterator in value || value instanceof Promise);
const isListOf = (value: unknown, accepts: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(accepts);

const must =
  (form: string, accepts: (value: unknown) => boolean): Check =>
  (value, what) => {
    if (!accepts(value)) refuse(`${what} must be ${form}`);
  };

const text = must("a text", isText);
const texts = must("a list of texts", (value) => isListOf(value, isText));
const flag = must("true or false", (value) => typeof value === "boolean");
const object = must("an object", isObject);
const callback = must("a function", (value) => typeof value === "function");
const anything: Check = () => {};

/** Paths as the event of a push has them. */
const paths: Check = (value, what) => {
  texts(value, what);
  for (const path of value as readonly string[]) {
    const fault = outsideFault(cleanPath(path)) ?? rootFault(path, quote);
    if (fault) refuse(`${quote(path)} of ${what} ${fault}`);
  }
};

const named =
  (what: string, check: Check): Check =>
  (value) =>
    check(value, what);

const optional =
  (check: Check): Check =>
  (value, what) => {
    if (value !== undefined) check(value, what);
  };

const oneOf =
  (words: readonly string[]): Check =>
  (value, what) =>
    assertKnown(value, words, what);

/** An object with these keys, and perhaps others. */
const fields =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value, what) => {
    object(value, what);
    for (const [key, check] of Object.entries(checks)) check((value as Json)[key], `"${key}" of ${what}`);
  };

/** An object with some of these keys, and no others. */
const keys =
  <T>(checks: Checks<T>, title?: string): Check =>
  (value, what) => {
    object(value, what);
    for (const key of Object.keys(value as Json))
      assertKnown(key, Object.keys(checks), title ?? `key of ${what}`);
    for (const [key, check] of Object.entries<Check>(checks))
      optional(check)((value as Json)[key], `"${key}"`);
  };

const options = <T>(of: string, checks: Checks<T>): Check =>
  named(`the options of ${of}`, keys(checks, `option of ${of}`));

/** An object with any keys; `what` names the value of one. */
const record =
  (check: Check, what: string): Check =>
  (value, whole) => {
    object(value, whole);
    for (const [name, each] of Object.entries(value as Json)) check(each, `${what} "${name}"`);
  };

const assume: Check = (value, what) => {
  object(value, what);
  const ids = openQuestions.map(({ id }) => id);
  for (const [id, answer] of Object.entries(value as Json)) {
    assertKnown(id, ids, "question");
    assertKnown(answer, findOpenQuestion(id)!.answers, `answer to "${id}"`);
  }
};

const provider: Check = (value, what) => {
  const ids = providers.map(({ id }) => id);
  if (!isText(value) || !findProvider(value)) assertKnown(value, ids, what);
};

const project: Checks<ProjectSettings> = { assume, integrations: record(provider, "provider of") };
/** An object with other keys alone may have a misspelled one. */
const host = must(
  'an object with the function "execRegex"',
  (value) =>
    isObject(value) &&
    (value.execRegex === undefined ? Object.keys(value).length === 0 : typeof value.execRegex === "function"),
);

/** The options that `simulate` and `diff` share. */
const ofProjects = { ...project, projectOf: callback, host, prover: callback, assumeAccepted: flag };

const ofSteps = {
  results: record(oneOf(STEP_RESULTS), "result of step"),
  variables: record(text, "the value of variable"),
  assume,
  host,
};

const ruleSetting: Check = (value, what) => {
  must('an object, such as { severity: "off" }', isObject)(value, `the setting of ${what}`);
  const severity = named(`severity of ${what}`, oneOf([...SEVERITIES, "off"]));
  keys<RuleSetting>({ severity, options: named(`"options" of ${what}`, object) })(value, what);
};

const RULE = {
  id: text,
  severity: oneOf(SEVERITIES),
  preset: optional(oneOf(PRESETS)),
  summary: text,
  why: text,
  sources: texts,
  options: optional(record(text, "the description of option")),
  optionFault: optional(callback),
  needsRepositoryFiles: optional(flag),
  usesRepositoryFiles: optional(flag),
  marks: optional(oneOf(["unneeded", "outdated"])),
  onFaults: optional(flag),
  onPlaceholders: optional(flag),
  file: optional(callback),
  pipeline: optional(callback),
  gitTrigger: optional(callback),
  cronTrigger: optional(callback),
  variable: optional(callback),
  schemaFinding: optional(callback),
  project: optional(fields({ collect: callback, judge: callback })),
  suppression: optional(callback),
} satisfies Checks<Rule>;

/** A rule may have keys of its own, but a misspelled check would never run. */
const rule: Check = (value, what) => {
  fields(RULE)(value, what);
  for (const key of Object.keys(value as Json))
    if (!Object.hasOwn(RULE, key) && closestMatch(key, Object.keys(RULE)) !== undefined)
      assertKnown(key, Object.keys(RULE), `key of ${what}`);
};

const rules: Check = (value, what) => {
  must("a list of rules", Array.isArray)(value, what);
  for (const each of value as readonly unknown[]) rule(each, `a rule of ${what}`);
};

const isFix = (value: unknown): boolean =>
  isObject(value) &&
  isListOf(
    value.edits,
    (edit) =>
      isObject(edit) &&
      isText(edit.text) &&
      isObject(edit.range) &&
      [edit.range.start, edit.range.end].every((each) => isObject(each) && Number.isInteger(each.offset)),
  );

const diagnostics = must('a list, as "diagnostics" of lint', (value) =>
  isListOf(
    value,
    (each) => isObject(each) && isText(each.rule) && (each.fix === undefined || isFix(each.fix)),
  ),
);

const hasMethod = (value: unknown, name: string): boolean =>
  isObject(value) && typeof value[name] === "function";

/** A clone has lost its methods. */
const isFile = (value: unknown): boolean => isObject(value) && hasMethod(value.source, "range");

const isPipeline = (value: unknown): boolean =>
  isObject(value) && isFile(value.file) && hasMethod(value.node, "get");

/** True for a file or pipeline of `parseSpecs`. */
const isSpec = (value: unknown): boolean =>
  isPipeline(value) || (isFile(value) && isListOf((value as Json).pipelines, isSpec));

/** Node.js has a list for some names, and undefined for a header that is not there. */
const headers: Check = (value) => {
  if (value instanceof Map || (typeof Headers === "function" && value instanceof Headers))
    refuse("the headers must be an object; give Object.fromEntries(headers)");
  must('an object, such as { "X-GitHub-Event": "push" }', isObject)(value, "the headers");
  const isTexts = (each: unknown): boolean => isListOf(each, isText);
  const header = must("a text", (each) => each === undefined || isText(each) || isTexts(each));
  record(header, "the value of header")(value, "the headers");
};

const definition = named("a definition of steps", text);
const path = named("a path", text);
const spec = named("a spec", text);
const expression = named("an expression", text);
const pipeline = named("the pipeline", must("one of those that parseSpecs returns, not a copy", isPipeline));

/** The checks of the arguments of each exported function. */
const ARGUMENTS = {
  lint: [
    spec,
    options<LintOptions>("lint", {
      ...project,
      path,
      preset: named("preset", oneOf(PRESETS)),
      rules: record(ruleSetting, "rule"),
      localRules: rules,
      repositoryFiles: texts,
      findRepositoryFiles: callback,
    }),
  ],
  parseSpecs: [spec, options<ParseOptions>("parseSpecs", { path })],
  applyFixes: [
    spec,
    named("the diagnostics", diagnostics),
    options<FixOptions & ParseOptions>("applyFixes", { path, suggestions: flag }),
  ],
  simulate: [
    options<SimulateOptions>("simulate", {
      ...ofProjects,
      pipelines: texts,
      triggers: texts,
      steps: options<SimulateOptions["steps"] & object>("steps", ofSteps),
      definitionOf: callback,
      known: keys({ branches: texts, files: texts }),
    }),
  ],
  simulateSteps: [
    pipeline,
    named(
      "the build",
      must(
        "that of a trigger which fires",
        (value) =>
          isObject(value) && isListOf(value.variables, isObject) && isListOf(value.systemVariables, isObject),
      ),
    ),
    options<StepOptions>("steps", { ...ofSteps, definition }),
  ],
  diff: [
    options<DiffOptions>("diff", {
      ...ofProjects,
      from: must(
        'a valid date, such as new Date("2026-05-04")',
        (value) => value instanceof Date && !Number.isNaN(value.getTime()),
      ),
      known: keys({ branches: texts, files: texts, tags: texts }),
      includes: callback,
      labels: fields({ old: text, new: text }),
    }),
  ],
  eventsOfMerge: [
    named(
      "the providers",
      must(
        'a set of providers, such as new Set(["azure"])',
        (value) =>
          value instanceof Set && [...value].every((each) => providers.some(({ id }) => id === each)),
      ),
    ),
  ],
  findRejections: [pipeline, named('"assume"', assume)],
  /** The text that a function of the caller returns as `definitionOf`. */
  readDefinition: [definition],
  defineRule: [named("a rule", rule)],
  eventFromPayload: [anything, headers],
  evaluateCondition: [named("a condition", text), named("the variables", object)],
  parseCron: [expression],
  isCronAcceptedByApi: [expression],
  matchFiles: [
    named("a glob", text),
    named("the paths", paths),
    options<GlobOptions>("matchFiles", {
      engine: named("engine", oneOf(["picomatch", "minimatch"])),
      leadingSlash: named("meaning of a leading slash", oneOf(["literal", "root"])),
      host,
    }),
  ],
  parseRegexLiteral: [named("a filter", text)],
} satisfies Readonly<Record<string, readonly Check[]>>;

/** Throws `TypeError` for an argument of a wrong type, and for an unknown option or value. */
export function checkArguments(name: keyof typeof ARGUMENTS, ...values: readonly unknown[]): void {
  for (const [index, check] of ARGUMENTS[name].entries()) check(values[index], "");
}

type Callbacks = Pick<SimulateOptions & LintOptions, "projectOf" | "findRepositoryFiles" | "host">;

/** The checks of the results of the caller's functions. */
const RESULTS = {
  projectOf: optional(keys(project)),
  findRepositoryFiles: optional(texts),
  execRegex: must(
    'a part with "start" and "end", null or "timeout"',
    (value) =>
      value === null ||
      value === "timeout" ||
      (isObject(value) && [value.start, value.end].every(Number.isInteger)),
  ),
} satisfies Readonly<Record<string, Check>>;

/** Returns options whose functions throw `TypeError` where the caller's return a wrong value. */
export function withCheckedResults<T extends Callbacks>(given: T): T {
  const { projectOf, findRepositoryFiles, host } = given;
  return {
    ...given,
    ...(projectOf && { projectOf: checked("projectOf", projectOf) }),
    ...(findRepositoryFiles && { findRepositoryFiles: checked("findRepositoryFiles", findRepositoryFiles) }),
    ...(host?.execRegex && { host: { execRegex: checked("execRegex", host.execRegex.bind(host)) } }),
  };
}

function checked<A extends unknown[], R>(
  name: keyof typeof RESULTS,
  call: (...args: A) => R,
): (...args: A) => R {
  const verified = <V>(result: V): V => {
    RESULTS[name](result, `a result of "${name}"`);
    return result;
  };
  return (...args) => {
    const result = call(...args);
    const isAwaited = name === "findRepositoryFiles" && result instanceof Promise;
    return isAwaited ? (result.then(verified) as R) : verified(result);
  };
}

/** The members of an argument such as a list or a set. Throws `TypeError` for others. */
function membersOf<T>(values: Iterable<T>, form: string, accepts: (value: unknown) => boolean): T[] {
  const all = typeof values === "object" && values && Symbol.iterator in values ? [...values] : [undefined];
  if (!all.every(accepts)) refuse(`${form}, as parseSpecs returns them, not copies`);
  return all as T[];
}

/** The files and pipelines of an argument. Throws `TypeError` for others, such as a text. */
export const specsOf = (specs: Iterable<SpecFile | Pipeline>): (SpecFile | Pipeline)[] =>
  membersOf(specs, "the specs must be pipelines in a list", isSpec);

/** The triggers of an argument. Throws `TypeError` for others, such as a pipeline. */
export const triggersOf = (triggers: Iterable<GitTrigger>): GitTrigger[] =>
  membersOf(
    triggers,
    "the triggers must be those of pipelines",
    (each) => isObject(each) && isSpec(each.pipeline),
  );

/**
 * The event with short names of branches and tags. Throws `TypeError` for one of another shape: its
 * kind, time, facts and event names.
 */
export function eventOf<T extends SimulatedEvent>(given: T, kinds: readonly T["kind"][]): T {
  if (isObject(given) && "offered" in given)
    refuse(
      `this is the result of eventFromPayload; give ${given.offered ? 'one of its "events"' : 'its "event"'}`,
    );
  if (!isObject(given) || given.kind === undefined)
    refuse('the event must be an object such as { kind: "git", names: ["push.heads"], branch: "main" }');
  assertKnown(given.kind, kinds, "kind of event");
  // An undefined fact is one that was not given, as in the types.
  const facts = Object.entries(given).filter(([, fact]) => fact !== undefined);
  const event = Object.fromEntries(facts) as unknown as T;
  if (event.kind === "git") {
    const { kind, names, ...facts } = event;
    for (const key of Object.keys(facts)) assertKnown(key, Object.keys(gitFacts), `fact of a ${kind} event`);
    if (!Array.isArray(names)) refuse('"names" of a git event must be a list of event names');
    for (const name of names) assertKnown(name, eventNames, "event name");
  } else if (typeof event.at !== "string" || Number.isNaN(Date.parse(event.at)))
    refuse('"at" of a time event must be a time, such as "2026-05-04T02:00:00Z"');
  const result = eventFromJson(event);
  if ("error" in result) refuse(`the event is not valid: ${result.error}`);
  return result.event as T;
}

/**
 * Throws `TypeError` for a word that is not one of some known words, with the nearest of them.
 * `what` names the option: `severity of rule "x"`. Secrets in the message are masked.
 */
export function assertKnown(word: unknown, known: readonly string[], what: string): void {
  if (typeof word === "string" && known.includes(word)) return;
  const near = typeof word === "string" ? closestMatch(word, known) : undefined;
  const listed = known.length > 0 && known.length < 10 ? `; write ${quoteList(known, "or")}` : "";
  const hint = near === undefined ? listed : `; did you mean "${near}"?`;
  refuse(`unknown ${what} ${typeof word === "string" ? quote(word) : String(word)}${hint}`);
}

/** Throws `TypeError` for an id that two rules have. */
export function assertDistinct(ids: readonly string[]): void {
  const clash = ids.find((id, index) => ids.indexOf(id) < index);
  if (clash !== undefined) refuse(`duplicate rule id ${quote(clash)}; rename the rule in "localRules"`);
}

/** Throws `TypeError` for an option that a rule does not have, and for a wrong value of one. */
export function assertOptions(rule: Rule, options: RuleSetting["options"] = {}): void {
  for (const [option, value] of Object.entries(options)) {
    assertKnown(option, Object.keys(rule.options ?? {}), `option of rule "${rule.id}"`);
    const wanted = rule.optionFault?.(option, value);
    if (wanted !== undefined) refuse(`option "${option}" of rule "${rule.id}" must be ${wanted}`);
  }
}

/** Throws `TypeError` for diagnostics whose edits have other lines or columns in a text. */
export function assertSameText(text: string, diagnostics: readonly Diagnostic[]): void {
  const source = new Source("", text);
  const isHere = ({ line, column, offset }: Position): boolean => {
    const here = source.position(offset);
    return here.line === line && here.column === column && here.offset === offset;
  };
  const edits = diagnostics.flatMap(({ fix }) => fix?.edits ?? []);
  if (!edits.every(({ range }) => isHere(range.start) && isHere(range.end)))
    refuse("the diagnostics are of another text; give those that lint returns for this one");
}

/** Throws a `TypeError`; secrets in its message are masked. */
function refuse(message: string): never {
  throw new TypeError(maskSpan(message, { start: 0, end: message.length }, detectSecretsNow(message)));
}
