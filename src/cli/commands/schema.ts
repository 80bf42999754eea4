import { withoutAnnotations } from "../../schema/json-schema.ts";
import { closestMatch } from "../../util/closest-match.ts";
import { type Arguments, type Command, type ExitCode, type Io, UsageError } from "../command.ts";

/** A JSON Schema that can be printed. */
interface PrintedSchema {
  readonly about: string;
  load(): Promise<object>;
}

/** The schemas by name. */
export const SCHEMAS: Readonly<Record<string, PrintedSchema>> = {
  pipeline: {
    about: "a pipeline spec",
    load: async () => (await import("../../pipeline/schema/pipeline-schema.ts")).pipelineSchemaWithSteps(),
  },
  "codefresh-yml": {
    about: "a pipeline definition",
    load: async () => (await import("../../pipeline/schema/definition-schema.ts")).definitionSchema(),
  },
  "lint-report": {
    about: "lint --format json",
    load: async () => (await import("../../report/schemas/lint-report.generated.ts")).default,
  },
  gitlab: {
    about: "lint --format gitlab",
    load: async () => (await import("../../report/schemas/gitlab.generated.ts")).default,
  },
  "simulate-report": {
    about: "simulate --format json",
    load: async () => (await import("../../report/schemas/simulate-report.generated.ts")).default,
  },
  "replay-report": {
    about: "replay --format json",
    load: async () => (await import("../../report/schemas/replay-report.generated.ts")).default,
  },
  "schedule-report": {
    about: "schedule --format json",
    load: async () => (await import("../../report/schemas/schedule-report.generated.ts")).default,
  },
  "diff-report": {
    about: "diff --format json",
    load: async () => (await import("../../report/schemas/diff-report.generated.ts")).default,
  },
  rules: {
    about: "rules --format json",
    load: async () => (await import("../../report/schemas/rules.generated.ts")).default,
  },
  "run-report": {
    about: "simulate --run PIPELINE --format json",
    load: async () => (await import("../../report/schemas/run-report.generated.ts")).default,
  },
  event: {
    about: "an event file of simulate",
    load: async () => (await import("../../report/schemas/event.ts")).eventSchema,
  },
  cases: {
    about: "a cases file of test",
    load: async () => (await import("../cases/cases-schema.ts")).casesSchema(true),
  },
  "test-report": {
    about: "test --format json",
    load: async () => (await import("../../report/schemas/test-report.generated.ts")).default,
  },
  config: {
    about: "dryfire.config.yaml",
    load: async () => {
      const [{ configSchema }, { RULES }] = await Promise.all([
        import("../../lint/config/config-schema.ts"),
        import("../../../rules/index.ts"),
      ]);
      return configSchema(RULES);
    },
  },
};

const NAMES = Object.keys(SCHEMAS);

/** `dryfire schema`: prints the JSON Schema of a pipeline spec or of an output. */
export const command: Command = {
  name: "schema",
  summary: "Prints a JSON Schema of a pipeline spec, of a file that dryfire reads, or of an output.",
  usage: "[NAME]",
  positionals: "NAME is one of these, by default pipeline:",
  words: Object.fromEntries(Object.entries(SCHEMAS).map(([name, { about }]) => [name, about])),
  options: {},
  examples: [
    ["dryfire schema", "the schema of a pipeline spec"],
    ["dryfire schema lint-report", "the schema of the JSON that lint prints"],
  ],
  run,
};

async function run({ positionals }: Arguments, io: Io): Promise<ExitCode> {
  const [name = "pipeline", ...more] = positionals;
  if (more.length > 0) throw new UsageError(`too many schemas: "${positionals.join('", "')}"; name one`);
  const schema = Object.hasOwn(SCHEMAS, name) ? SCHEMAS[name] : undefined;
  if (!schema) throw unknown(name);
  io.out(`${JSON.stringify(withoutAnnotations(await schema.load()), null, 2)}\n`);
  return 0;
}

function unknown(name: string): UsageError {
  const near = closestMatch(name, NAMES);
  const hint = near ? `did you mean "${near}"? ` : "";
  return new UsageError(`unknown schema "${name}"; ${hint}the schemas are ${NAMES.join(", ")}`);
}
