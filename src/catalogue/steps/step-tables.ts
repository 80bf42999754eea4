import { annotations, commonKeys, freestyleDebug, imageAnnotations, successCriteria } from "./common-keys.ts";
import {
  anyMapping,
  anything,
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
  type Table,
  text,
  texts,
  words,
} from "./shapes.ts";

/** Keys that people write in a step, with the key of the platform. */
const synonyms = {
  workdir: "working_directory",
  working_dir: "working_directory",
  "working-dir": "working_directory",
  cwd: "working_directory",
  cmds: "commands",
  entrypoint: "entry_point",
  script: "commands",
  run: "commands",
  env_vars: "environment",
  envs: "environment",
  buildargs: "build_arguments",
  build_args: "build_arguments",
  "build-args": "build_arguments",
  buildArgs: "build_arguments",
};

const CONDITION = `write its condition under "when", as condition: { all: { NAME: '...' } }`;
const WAITS = 'name the steps that it waits for under "when", as steps: [{ name: STEP }]';
const GOES_ON = 'for builds that go on after a failure of it, write "fail_fast: false"';
const TYPE = 'replace it by "type", such as git-clone for a checkout, or by an "image" with "commands"';
const TRIES = "write its number as retry: { maxAttempts: ... }";

/** Keys of steps and jobs in GitHub Actions, GitLab, Azure Pipelines, CircleCI and Compose. */
const foreign = {
  if: CONDITION,
  unless: CONDITION,
  rules: CONDITION,
  uses: TYPE,
  needs: WAITS,
  requires: WAITS,
  depends_on: WAITS,
  "depends-on": WAITS,
  dependsOn: WAITS,
  only: 'write its branches under "when", as branch: { only: [...] }',
  except: 'write its branches under "when", as branch: { ignore: [...] }',
  allow_failure: GOES_ON,
  "continue-on-error": GOES_ON,
  continueOnError: GOES_ON,
  continue_on_error: GOES_ON,
  retries: TRIES,
  max_retries: TRIES,
  on_elected: 'move it under "hooks"',
  on_start: 'write it under "hooks", as "on_elected"',
};

/** Keys of jobs, which the arguments of other types of steps may have. */
const ofJobs = {
  "runs-on": 'remove it, and choose the runtime in "runtimeEnvironment" of the pipeline\'s spec',
  strategy: 'write its "matrix" as a key of the step',
  with: 'write its values in "environment", or under "arguments" of a step with a type',
  before_script: 'write its commands at the start of "commands"',
  after_script: 'write it under "hooks", as "on_finish"',
};

const secret: Shape = { is: "text", secret: true };
const variables: Shape = list(secret, { says: "a list of NAME=value texts" });
const textOrTexts = either(text, texts);
const directory: Key = key(text, { alias: "working-directory" });

const credentials = mapping(
  '"credentials"',
  { username: required(text), password: required(secret) },
  { synonyms: { user: "username", pass: "password" } },
);

const awsKeys: Readonly<Record<string, Key>> = {
  region: key(text),
  role_arn: key(text),
  aws_session_name: key(text),
  aws_duration_seconds: key(number),
};

/** The own keys of a type of step, and where it differs from others. */
type StepTable = Pick<Table, "keys"> & Partial<Table>;

const step = (type: string, { keys, ...own }: StepTable): Table => ({
  noun: `the ${type} step`,
  keys: { type: key(words(type)), ...commonKeys, ...keys },
  source: `steps/${type}.js`,
  ...own,
  synonyms: { ...synonyms, ...own.synonyms },
  foreign: { ...foreign, ...own.foreign },
});

const PLATFORM: Shape = {
  is: "dependent",
  on: "buildx",
  test: "is-off",
  passed: { is: "forbidden", because: 'requires buildx; add "buildx: true", or remove "platform"' },
  failed: text,
};

const providerArguments = mapping('"arguments"', {
  google_app_creds: key(secret),
  cache: required(mapping('"cache"', { repo: required(text), ttl: key(text) })),
  timeout: key(text),
  machineType: key(words("UNSPECIFIED", "N1_HIGHCPU_8", "N1_HIGHCPU_32")),
  diskSizeGb: key(number),
  logsBucket: key(text),
});

/** An answer to the open question `build-options`: how the validator checks a build step. */
export type BuildOptions = "v2" | "v1" | "v2-with-tag";

/** The keys that the validator refuses in a build step with its options for version 1. */
const OF_VERSION_2 = ["registry", "tags", "disable_push"];

/** The keys of a build step with other options than the assumed ones (steps/build.js). */
function buildTable(options: BuildOptions): Table {
  const table = step("build", makers.build!());
  const keys = { ...table.keys };
  if (options === "v1") for (const name of OF_VERSION_2) delete keys[name];
  else keys.tag = required(text);
  return { ...table, keys };
}

const FOR_DOCKERFILE = 'pass values to the Dockerfile in "build_arguments"';

const candidate: Table = {
  noun: "the candidate",
  keys: {
    working_directory: key({
      is: "forbidden",
      because: "is not allowed in a candidate; write it in the step",
    }),
  },
  open: true,
};

const composed: Readonly<Record<string, Key>> = {
  working_directory: directory,
  composition: required(either(anyMapping, text)),
  composition_variables: key(variables, { alias: "composition-variables" }),
};

const SERVICES = words(
  "mysql",
  "postgresql",
  "mariadb",
  "mongodb",
  "couchdb",
  "rabbitmq",
  "memcached",
  "redis",
  "cassandra",
  "neo4j",
  "elasticsearch",
  "rethinkdb",
);

const service = mapping("the service", {
  image: required(text),
  ports: key({ is: "list" }),
  environment: key(
    either(
      list({ is: "text", pattern: /^[_a-zA-Z][_a-zA-Z0-9]{1,256}=.*/, says: "NAME=value", secret: true }),
      mapOf(/[_a-zA-Z][_a-zA-Z0-9]{1,30}/, secret),
    ),
  ),
});

const namedServices = mapOf(/.*/, service);

const travisTest = mapping('"test"', {
  image: required(text),
  command: required(text),
  working_directory: key(text),
});

/** The own keys of each type of step, made on first use. */
const makers: Readonly<Record<string, () => StepTable>> = {
  freestyle: () => ({
    keys: {
      type: key(anything),
      working_directory: directory,
      image: required(text),
      commands: key(texts, { excludedBy: ["cmd"] }),
      cmd: key(textOrTexts),
      volumes: key(list({ is: "text", pattern: /:/, says: "a volume as SOURCE:PATH", takesVariables: true })),
      environment: key(variables),
      entry_point: key(textOrTexts),
      shell: key(words("sh", "bash"), { excludedBy: ["cmd"] }),
      services: key(either(anyMapping, { is: "list" })),
      debug: key(freestyleDebug),
      registry_context: key(text),
      registry_contexts: key({
        is: "mapping",
        says: 'in a step of another type; write "registry_context"',
      }),
      role_arn: key(text),
    },
    foreign: ofJobs,
    open: true,
  }),
  build: () => ({
    keys: {
      working_directory: directory,
      dockerfile: key(either(text, mapping('"dockerfile"', { content: key(text) }))),
      no_cache: key(flag),
      no_cf_cache: key(flag),
      cache_from: key(texts),
      cache_to: key(texts),
      squash: key(flag),
      image_name: required(text, { alias: "image-name" }),
      build_arguments: key(variables, { alias: "build-arguments" }),
      tag: key(text),
      tag_policy: key(words("original", "lowercase"), { alias: "tag-policy" }),
      tags: key(texts),
      metadata: key(mapping('"metadata"', { set: key(imageAnnotations) })),
      annotations: key(annotations),
      target: key(text),
      ssh: key(either(words("default"), list(text, { minItems: 1 }), mapOf(/.+/, text, { minKeys: 1 }))),
      secrets: key(
        either(
          list(mapping("the secret", { id: required(text), src: required(text) }), { minItems: 1 }),
          list(text, { minItems: 1 }),
        ),
      ),
      progress: key(text),
      buildkit: key(flag),
      registry: key(text),
      disable_push: key(flag),
      buildx: key(
        either(
          flag,
          mapping('"buildx"', {
            qemu: key(mapping('"qemu"', { image: key(text), platforms: key(text) })),
            builder: key(mapping('"builder"', { driver: key(text), driver_opts: key(text) })),
          }),
        ),
      ),
      platform: key(PLATFORM),
      provider: key(
        mapping('"provider"', {
          type: key(words("cf", "gcb")),
          arguments: key({
            is: "dependent",
            on: "type",
            test: "is-gcb",
            passed: providerArguments,
            failed: anything,
          }),
        }),
      ),
      registry_contexts: key(texts),
      ...awsKeys,
      cosign: key(
        mapping('"cosign"', {
          sign: required(flag),
          options: key(mapOf(/./, text)),
        }),
      ),
    },
    synonyms: {
      name: "title",
      image: "image_name",
      args: "build_arguments",
      context: "working_directory",
      file: "dockerfile",
    },
    foreign: { environment: FOR_DOCKERFILE, env_vars: FOR_DOCKERFILE, envs: FOR_DOCKERFILE },
  }),
  push: () => ({
    keys: {
      provider: key({ is: "text", pattern: /^standard|docker|ecr$/, says: "standard, docker or ecr" }),
      candidate: required(text),
      registry: key(text),
      credentials: key(credentials),
      tag: key(text),
      tags: key(texts),
      image_name: key(text),
      accessKeyId: key(secret),
      secretAccessKey: key(secret),
      registry_context: key(text),
      ...awsKeys,
    },
    synonyms: { name: "title", image: "candidate" },
  }),
  "git-clone": () => ({
    keys: {
      working_directory: directory,
      repo: required(text),
      revision: key(text),
      credentials: key(credentials),
      git: key(text),
      use_proxy: key(flag),
      depth: key(number),
      exclude_blobs: key(flag),
      skip_tags_on_update: key(flag),
    },
    synonyms: {
      name: "title",
      branch: "revision",
      ref: "revision",
      tag: "revision",
      commit: "revision",
      url: "repo",
      repository: "repo",
    },
  }),
  composition: () => ({
    keys: {
      ...composed,
      composition_candidates: required(mapOf(/^/, { is: "mapping", table: candidate }), {
        alias: "composition-candidates",
      }),
      registry_contexts: key(texts),
      registry_context: key({
        is: "mapping",
        says: 'in a step of another type; write "registry_contexts"',
      }),
    },
    open: true,
  }),
  // The last two are in the documentation, an older example has the alias; they are not checked.
  "launch-composition": () => ({
    keys: {
      ...composed,
      environment_name: key(anything, { alias: "environment-name" }),
      entry_point: key(anything),
    },
    open: true,
  }),
  deploy: () => ({
    keys: {
      kind: required(text),
      cluster: required(text),
      namespace: required(text),
      file_path: key(text),
      timeout: key({ is: "text", says: "a text of seconds such as '150'" }),
      service: key({
        is: "dependent",
        on: "file_path",
        test: "is-text",
        passed: { is: "forbidden", because: 'and "file_path" exclude each other; remove one of the two' },
        failed: text,
        failedIsRequired: true,
      }),
      candidate: key(mapping('"candidate"', { image: required(text), registry: required(text) })),
    },
    open: true,
  }),
  helm: () => ({ keys: { working_directory: directory }, open: true }),
  "integration-test": () => ({
    keys: {
      services: key(namedServices),
      preconfigured_services: key(list(SERVICES)),
      test: required(
        mapping('"test"', {
          image: required(text),
          commands: required(list({ is: "text", trimmed: true }, { needsItem: true })),
          working_directory: key(text),
        }),
      ),
    },
    open: true,
  }),
  travis: () => ({
    keys: { services: required(namedServices), test: required(travisTest) },
    open: true,
  }),
  simple_travis: () => ({
    keys: { services: required(list(SERVICES)), test: required(travisTest) },
    open: true,
  }),
  "pending-approval": () => ({
    keys: {
      timeout: key(
        mapping('"timeout"', {
          timeUnit: key(words("hours", "minutes")),
          duration: key(positive),
          finalState: key(words("terminated", "approved", "denied")),
        }),
      ),
    },
    synonyms: { name: "title" },
  }),
  // The validator only looks at the steps of a parallel step.
  parallel: () => ({
    keys: { steps: key(anything), success_criteria: key(successCriteria) },
    open: true,
  }),
};

/** The types of steps with a table. */
export const tabledTypes: readonly string[] = Object.keys(makers);

const made = new Map<string, Table>();

/**
 * Returns the keys of a type of step; undefined for a type without a schema. Made on first use,
 * since most definitions have few types.
 */
export function tableOf(type: string, options: BuildOptions = "v2"): Table | undefined {
  const isOther = type === "build" && options !== "v2";
  const key = isOther ? `build ${options}` : type;
  let table = made.get(key);
  if (!table && Object.hasOwn(makers, type)) {
    table = isOther ? buildTable(options) : step(type, makers[type]!());
    made.set(key, table);
  }
  return table;
}

/** The keys that every step may have, whatever its type. */
export const commonTable: Table = {
  noun: "the step",
  keys: commonKeys,
  open: true,
  synonyms: {},
  foreign,
  source: "base-schema.js",
};
