import {
  anyMapping,
  boolean,
  either,
  flag,
  type Key,
  key,
  list,
  mapOf,
  mapping,
  number,
  positive,
  required,
  type Shape,
  strictFlag,
  type Table,
  text,
  texts,
  words,
} from "./shapes.ts";

/** The words of `on` in `when.steps`. */
const ON_WORDS: readonly string[] = [
  "success",
  "running",
  "failure",
  "skipped",
  "pending",
  "terminating",
  "terminated",
  "finished",
  "approved",
  "denied",
];

/** Words that people write for results of steps, with those of the platform. */
export const RESULT_SYNONYMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    success: ["succeeded", "successful", "passed"],
    failure: ["error", "failed", "fail"],
    finished: ["completed", "complete", "done", "always"],
    terminated: ["cancelled", "canceled", "aborted"],
    denied: ["rejected"],
  }).flatMap(([result, words]) => words.map((word) => [word, result])),
);

const expressions = mapOf(
  /^[a-zA-Z0-9_]+$/,
  { is: "text", maxLength: 12_000 },
  { says: "a mapping of names to expressions" },
);

/** `condition` of a `when` and of success criteria. */
const condition = mapping(
  '"condition"',
  { all: key(expressions), any: key(expressions) },
  { synonyms: { and: "all", or: "any" } },
);

const dependency = mapping(
  "the entry",
  { name: required(text), on: key(list(words(...ON_WORDS), { minItems: 1 })) },
  { synonyms: { step: "name", status: "on", result: "on", state: "on" } },
);

const dependencies = list(dependency, { minItems: 1 });

/** The remedies for words of other systems in place of a `when`. */
export const WHEN_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'write the commands in a hook "on_finish"': ["always", "always()"],
    'write the commands in a hook "on_fail"': ["on_failure", "failure", "on_fail", "failure()"],
    'remove it, or in parallel mode list the steps to wait for under "steps"': [
      "on_success",
      "success",
      "success()",
    ],
    "write a step of type pending-approval before this step": ["manual"],
  }).flatMap(([remedy, words]) => words.map((word) => [word, remedy])),
);

/** Keys of the conditions of other systems. */
const ofConditions = {
  status: 'write "steps" with the "name" of each step and "on"',
  event: 'list the events in the triggers, or test "${{CF_PULL_REQUEST_NUMBER}}" in "condition"',
  ref: 'write "branch" with "only"',
  target: 'test "${{CF_PULL_REQUEST_TARGET}}" in "condition"',
  changes: 'write "modifiedFilesGlob" in the triggers',
  paths: 'write "modifiedFilesGlob" in the triggers',
};

/** `when` of a step. */
export const when: Shape = mapping(
  '"when"',
  {
    branch: key(
      mapping(
        '"branch"',
        { ignore: key(texts), only: key(texts) },
        { synonyms: { except: "ignore", exclude: "ignore", include: "only" } },
      ),
    ),
    condition: key(condition),
    steps: key(
      either(
        {
          is: "mapping",
          table: {
            noun: '"steps"',
            keys: { all: key(dependencies), any: key(dependencies) },
            exactlyOne: ["all", "any"],
          },
        },
        dependencies,
      ),
    ),
  },
  { foreign: ofConditions },
);

const named = list(text, { minItems: 1 });

/** `success_criteria` of a pipeline and of a parallel step. */
export const successCriteria: Shape = mapping('"success_criteria"', {
  steps: key(either(mapping('"steps"', { ignore: key(named), only: key(named) }), texts)),
  condition: key(condition),
});

const annotationName: Shape = {
  is: "text",
  pattern: /^[A-Za-z0-9_]+$/,
  says: "a name of letters, digits and _",
};

const annotation = either(
  mapOf(
    /^[A-Za-z0-9_]+$/,
    either(text, boolean, number, mapping("the annotation", { evaluate: required(text) })),
  ),
  annotationName,
);

/** The annotations of an image (`metadata.set` of a build step). */
export const imageAnnotations: Shape = list(annotation);

/** `metadata` of a hook or of `on_success`, `on_fail` and `on_finish`. */
export const metadata: Shape = mapping('"metadata"', {
  set: key(list(mapOf(/^.+$/, imageAnnotations))),
});

const ofEntities = (item: Shape, more: Readonly<Record<string, Key>> = {}): Key => {
  const entity = { entity_id: key(text), entity_type: key(text), annotations: required(list(item)) };
  return key(list(mapping("the annotations", { ...entity, ...more })));
};

/** `annotations` of a step or a hook. */
export const annotations: Shape = mapping('"annotations"', {
  set: ofEntities(annotation, { display: key(text) }),
  unset: ofEntities(annotationName),
});

/** A hook as the schema of its holder sees it; `hooks.ts` has the shapes of its content. */
const hook = either(texts, anyMapping);

/** `hooks` of a pipeline or a step. */
export const hooks = mapping(
  '"hooks"',
  { on_elected: key(hook), on_finish: key(hook), on_success: key(hook), on_fail: key(hook) },
  { synonyms: { on_start: "on_elected", on_failure: "on_fail", on_error: "on_fail", always: "on_finish" } },
);

const IN_HOOKS = 'the commands after a step are in its "hooks"';

/** `on_success`, `on_fail` and `on_finish` of a step. */
export const operation: Shape = mapping(
  "the operation",
  { metadata: key(metadata), annotations: key(annotations) },
  { foreign: { exec: IN_HOOKS, commands: IN_HOOKS, steps: IN_HOOKS, image: IN_HOOKS } },
);

/** A phase or a number that a variable may have, as in the documentation. */
const phase: Shape = { is: "boolean", takesVariables: true };
const attempts: Shape = { is: "number", positive: true, takesVariables: true };

const debug = (more: Readonly<Record<string, Key>> = {}): Shape =>
  mapping('"debug"', {
    phases: key(mapping('"phases"', { before: key(phase), after: key(phase), ...more })),
  });

/** `debug` of a freestyle step, which has one more phase. */
export const freestyleDebug: Shape = debug({ override: key(phase) });

/** `timeout` of most steps: the platform ignores any other text. */
const TIMEOUT: Shape = {
  is: "text",
  pattern: /^(?:\d+(?:\.\d*)?|\.\d*)?[smh]$/,
  says: "a duration such as 30s, 5m or 1.5h",
  nullable: true,
};

/** `env` of a step: the environment that it deploys to, not variables. */
export const env = mapping('"env"', {
  name: required(text),
  endpoints: key(list(mapping("the endpoint", { name: key(text), url: key(text) }))),
  type: key(words("kubernetes", "helm-release")),
  change: key(text),
  filters: key(
    list(
      mapping("the filter", {
        cluster: key(text),
        namespace: key(text),
        releaseName: key(text),
        selectors: key(texts),
      }),
    ),
  ),
});

/** The keys of every type that has a schema. */
export const commonKeys: Readonly<Record<string, Key>> = {
  description: key(text),
  title: key(text),
  fail_fast: key(flag, { alias: "fail-fast" }),
  strict_fail_fast: key(strictFlag),
  docker_machine: key(
    either(
      mapping('"docker_machine"', { create: key(mapping('"create"', { provider: key(text) })) }),
      mapping('"docker_machine"', { use: key(mapping('"use"', { node: key(text) })) }),
    ),
  ),
  arguments: key(anyMapping),
  when: key(when, { rule: "invalid-when" }),
  stage: key(text),
  retry: key(
    mapping(
      '"retry"',
      { exponentialFactor: key(attempts), delay: key(attempts), maxAttempts: key(attempts) },
      {
        synonyms: {
          attempts: "maxAttempts",
          max: "maxAttempts",
          count: "maxAttempts",
          factor: "exponentialFactor",
        },
        ofNumber: "maxAttempts",
      },
    ),
  ),
  debug: key(debug()),
  env: key(env),
  hooks: key(hooks),
  timeout: key(TIMEOUT, { rule: "step-timeout" }),
  on_success: key(operation),
  on_fail: key(operation),
  on_finish: key(operation),
};

const IN_SPEC = `move it under "spec" of the pipeline's own spec`;

/**
 * The keys of a pipeline spec that people write in its definition, with the place for them
 * (docs.codefresh.io _docs/pipelines/specifications-latest-version.md).
 */
const ofSpec = Object.fromEntries(
  ["triggers", "cronTriggers", "variables", "contexts", "terminationPolicy", "runtimeEnvironment"].map(
    (name) => [name, IN_SPEC],
  ),
);

/** The remedy for a key `parallel` next to the steps. */
export const PARALLEL = 'write "mode: parallel" if all steps are to run at the same time, else remove it';

/** The keys at the top of a definition. */
export const rootTable: Table = {
  noun: "the definition",
  keys: {
    version: required(positive),
    steps: required(mapOf(/^.+$/, anyMapping)),
    stages: key(texts),
    mode: key({ ...words("sequential", "parallel"), takesVariables: true }),
    hooks: key(hooks),
    fail_fast: key({
      is: "either",
      shapes: [anyMapping, text, flag],
      says: "true, false or one ${{VARIABLE}}",
    }),
    strict_fail_fast: key(strictFlag),
    success_criteria: key(successCriteria),
    indicators: key({ is: "list" }),
    services: key(anyMapping),
    build_version: key(words("v1", "v2")),
  },
  foreign: { ...ofSpec, parallel: PARALLEL },
  source: "root-schema.js",
};
