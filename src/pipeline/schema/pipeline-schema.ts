import { PARALLEL } from "../../catalogue/steps/common-keys.ts";
import { anyMapping, list, mapping, oneOf, text } from "../../schema/builders.ts";
import { type JsonSchema, withoutAnnotations } from "../../schema/json-schema.ts";
import { once } from "../../util/memoize.ts";
import { definitions } from "./shared-parts.ts";
import { date, documented, field, flag, generated, id, integer, shared } from "./spec-builders.ts";
import { cronTrigger, ENVIRONMENTS, gitTrigger } from "./trigger-schemas.ts";

const deprecate = (): JsonSchema => {
  const owner = mapping("the owner", { name: field("The owner's name.", text()) });
  const scm = mapping("the repository", {
    provider: field("The Git provider.", text()),
    owner: field("The repository's owner.", owner),
    name: field("The repository's name.", text()),
  });
  return mapping("this mapping", {
    repoPipeline: field("Of an older kind of pipeline.", flag()),
    applicationPort: documented("Of an older kind of pipeline.", text()),
    basic: field("Of an older kind of pipeline.", flag()),
    template: field("Of an older kind of pipeline.", text()),
    implicitGitCloneService: field(
      "Of an older kind of pipeline.",
      mapping("this mapping", {
        context: field("The Git integration.", text()),
        scm: field("The repository.", scm),
      }),
    ),
  });
};

const metadata = (): JsonSchema =>
  mapping(
    "the metadata",
    {
      name: documented(
        "The full name of the pipeline: project_name/pipeline_name.",
        text({ "x-rule": "pipeline-name-format", "x-expects": "a name as project_name/pipeline_name" }),
      ),
      project: documented("The project of the pipeline; Codefresh derives it from the name.", text()),
      description: documented("The purpose of the pipeline.", text()),
      shortName: field("The pipeline's name without its project.", text()),
      executionContextId: field("The execution context of the pipeline.", text()),
      labels: documented(
        "Labels of any name; tags is the list of access control tags.",
        anyMapping({ properties: { tags: documented("The access control tags, as a list.", {}) } }),
      ),
      labelKeys: field("The names of the labels.", list(text())),
      isPublic: documented("True shows the build logs to everyone.", flag()),
      template: documented(
        "Whether the pipeline is offered as a template for new ones.",
        mapping("the template", {
          isTemplate: documented("True offers it.", flag()),
          generatedFrom: field("The template that the pipeline was made from.", id()),
        }),
      ),
      originalYamlString: documented("The full text of the pipeline editor, for archival.", {}),
      deprecate: documented("Left from older kinds of pipeline.", deprecate()),
      id: generated(id()),
      accountId: generated(id()),
      projectId: generated(id()),
      revision: generated(integer("fromZero")),
      created_at: generated(date()),
      updated_at: generated(date()),
    },
    ["name"],
  );

const debug = (): JsonSchema => {
  const phases = mapping(
    "the phases",
    {
      before: field("Stop before the step.", flag()),
      after: field("Stop after the step.", flag()),
      override: field("Stop in place of the step.", flag()),
    },
    [],
    { minProperties: 1 },
  );
  const step = mapping("the step", { phases: field("The points at which the step stops.", phases) }, [
    "phases",
  ]);
  return mapping(
    "the debug settings",
    { steps: field("Steps that stop for debugging, by name.", anyMapping({ additionalProperties: step })) },
    ["steps"],
  );
};

const running = (what: string): JsonSchema =>
  documented(
    `The maximum number of concurrent builds of one ${what}; without it, any number.`,
    integer("any", { "x-unlimited": true }),
  );

const limits = (): Record<string, JsonSchema> => ({
  concurrency: documented(
    "The maximum number of concurrent builds; 0 freezes the pipeline.",
    integer("fromZero", { "x-unlimited": true }),
  ),
  triggerConcurrency: running("trigger"),
  branchConcurrency: running("branch"),
  priority: field("Which of the waiting builds goes first: the highest.", integer("hundred", { default: 0 })),
  requiredAvailableStorage: field("Free space that the build volume must have left.", text()),
  serviceAccount: field("The service account that the build uses towards Amazon ECR.", text()),
  packId: field("The machine size of the build.", id()),
  lowMemoryWarningThreshold: field(
    "The memory usage, in percent, at which to warn.",
    oneOf(["70", "90", "100"]),
  ),
  permitRestartFromFailedSteps: field("True allows a build to be restarted from a failed step.", flag()),
  clustersInfo: field(
    "The Kubernetes clusters that builds can reach.",
    mapping("this mapping", {
      injectAll: field("True injects all of the account's clusters.", flag()),
      clusters: field("The names of the clusters to inject.", list(text())),
    }),
  ),
  scopes: field("The permissions of the build's API key.", list(text())),
  scopeSnapshot: generated(id()),
});

const definition = (): Record<string, JsonSchema> => ({
  steps: documented("The steps of the pipeline, by name.", anyMapping()),
  stages: documented("The stages that group the steps in the build's view.", list(text())),
  services: field("Services that run next to the steps.", anyMapping()),
  hooks: field("Commands that run at the start and end of a build.", anyMapping()),
  success_criteria: field("The conditions for a successful build.", anyMapping()),
  mode: field("Whether steps run one after the other or side by side.", oneOf(["sequential", "parallel"])),
  fail_fast: field("Whether the build stops at the first failed step.", {
    type: ["object", "string", "boolean"],
    minLength: 1,
    "x-mapping": true,
    "x-expects": "true, false, a string or a mapping",
  }),
  strict_fail_fast: field("Whether a failed step fails the build; a text must be exactly one variable.", {
    type: ["boolean", "string"],
    pattern: "^\\$\\{\\{.+\\}\\}$",
    "x-expects": "true, false or exactly one ${{VARIABLE}}",
  }),
  build_version: field("The engine that runs the build.", oneOf(["v1", "v2"])),
  variablesSchema: field("A JSON Schema of the variables, as text.", text()),
  debug: field("Where builds stop for debugging.", debug()),
});

const spec = (): JsonSchema =>
  mapping(
    "the spec",
    {
      triggers: documented("The Git triggers of the pipeline.", list(gitTrigger())),
      cronTriggers: documented("The cron triggers of the pipeline.", list(cronTrigger())),
      variables: shared("variables"),
      contexts: shared("contexts"),
      runtimeEnvironment: shared("runtimeEnvironment"),
      externalResources: shared("externalResources"),
      terminationPolicy: shared("terminationPolicy"),
      options: shared("options"),
      specTemplate: shared("specTemplate"),
      ...definition(),
      ...limits(),
    },
    [],
    {
      "x-synonyms": {
        template: "specTemplate",
        concurrencyLimit: "concurrency",
        maxConcurrency: "concurrency",
      },
      "x-foreign": { ...ENVIRONMENTS, parallel: PARALLEL, timeout: 'write a "timeout" in its steps' },
    },
  );

const versionRules = {
  "x-rule": "spec-version",
  "x-type-rule": "spec-version",
  "x-expects": "the string '1.0'",
};

function build(): JsonSchema {
  const root = mapping(
    "the pipeline",
    {
      version: documented("Always '1.0', in quotes.", oneOf(["1.0"], versionRules)),
      kind: documented("Always pipeline.", oneOf(["pipeline"])),
      metadata: documented("The name of the pipeline and what describes it.", metadata()),
      spec: documented("The steps of the pipeline and its triggers.", spec()),
      last_executed: generated(date()),
    },
    ["metadata"],
  );
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Codefresh pipeline spec",
    ...root,
    definitions: definitions(),
  };
}

/** Returns the schema of a spec with annotations for findings; built on first use. */
export const annotatedSchema = once(build);

/**
 * The JSON Schema (draft 7) of a pipeline spec, for editors and other validators: every field with
 * its type, bounds, description and, as `$comment`, its source. It does not check values that YAML
 * reads as dates.
 */
export function pipelineSchema(): JsonSchema {
  return withoutAnnotations(annotatedSchema());
}

/** The same schema with the keys of the steps. */
export async function pipelineSchemaWithSteps(): Promise<JsonSchema> {
  const { stepDefinitions } = await import("./definition-schema.ts");
  const schema = pipelineSchema();
  const spec = schema.properties!.spec as JsonSchema;
  Object.assign(spec.properties!.steps!, { additionalProperties: { $ref: "#/definitions/step" } });
  return { ...schema, definitions: { ...schema.definitions, ...stepDefinitions() } };
}
