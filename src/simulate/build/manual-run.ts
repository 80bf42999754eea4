import { HELD_BUILDS_NOTE } from "../../catalogue/offered-ranges.ts";
import { systemVariables as rows } from "../../catalogue/system-variables.ts";
import type { Range } from "../../document/source.ts";
import type { GitTrigger, Integrations, Pipeline } from "../../pipeline/model.ts";
import type { SecretSet } from "../../secrets/locate.ts";
import { namesSecret } from "../../secrets/names.ts";
import { MASK } from "../../util/secret-prefixes.ts";
import type { GitEvent } from "../event/event.ts";
import { emptyTrigger, isFrozen, pipelineName, triggerName } from "../pipelines.ts";
import { type Acceptance, type AcceptanceOptions, acceptanceOf, isRejected } from "../rejection.ts";
import { type StepOptions, simulateWorkflow } from "../steps/simulate-steps.ts";
import {
  type BuildVariable,
  besideSystem,
  buildVariables,
  overriding,
} from "../variables/build-variables.ts";
import type { SystemVariable } from "../variables/system-variables.ts";
import { type EffectiveBuild, effectiveBuild } from "./effective-build.ts";

/** The options of a manual run. */
export interface ManualRun {
  /** The selected trigger; none if absent. */
  readonly trigger?: GitTrigger;
  readonly branch?: string;
  /** Variables in the given order; the last of several equal keys counts. */
  readonly variables: readonly (readonly [key: string, value: string])[];
}

/** The settings of the pipeline, and what is known of its secrets and steps. */
export interface ManualOptions extends AcceptanceOptions {
  readonly integrations?: Integrations | undefined;
  readonly secrets?: SecretSet;
  readonly steps?: StepOptions;
}

/** The build of a manual run: the JSON of `dryfire simulate --run` without its `version`. */
export interface ManualBuild extends Acceptance {
  /** The name of the pipeline. */
  readonly pipeline: string;
  /** The file. */
  readonly path: string;
  /** The trigger that is picked; null where none is. */
  readonly trigger: string | null;
  /** The place of the trigger, else of the pipeline's name. */
  readonly range: Range;
  /** The branch; null where none was given. */
  readonly branch: string | null;
  /** The build; null if Codefresh would reject the spec. */
  readonly build: EffectiveBuild | null;
  /** Notes on the build, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Returns the build that `codefresh run PIPELINE -t TRIGGER -b BRANCH -v KEY=VALUE` starts
 * (codefresh-io/cli, `run.cmd.js`). The trigger's conditions are not evaluated, and a disabled
 * trigger can be selected (semantics g, inferred). Given variables win over those of the trigger
 * and the pipeline (semantics i; docs.codefresh.io, variables). Secrets are masked. A spec that
 * Codefresh would reject has no build.
 */
export function manualBuild(
  pipeline: Pipeline,
  run: ManualRun,
  { assume = {}, assumeAccepted = false, integrations = {}, secrets, steps }: ManualOptions = {},
): ManualBuild {
  const { trigger, branch } = run;
  const acceptance = acceptanceOf(pipeline, { assume, assumeAccepted });
  const event: GitEvent = { kind: "git", names: [], ...(branch !== undefined && { branch }) };
  const own = trigger ?? emptyTrigger(pipeline);
  const build = effectiveBuild(own, event, { assume, integrations }, secrets);
  const ofRun = startedByUser(build.systemVariables);
  const variables = withGiven(
    besideSystem(buildVariables(own, assume, secrets), ofRun, assume),
    run.variables,
  );
  const system = trigger ? ofRun : withoutTrigger(ofRun);
  const { source } = pipeline.file;
  const place = trigger ? (trigger.name ?? trigger.node) : (pipeline.name ?? pipeline.node);
  return {
    pipeline: pipelineName(pipeline),
    path: source.path,
    trigger: trigger ? triggerName(trigger) : null,
    range: source.range(place.span),
    branch: branch ?? null,
    ...acceptance,
    build: isRejected(acceptance)
      ? null
      : {
          ...build,
          variables,
          systemVariables: system,
          ...simulateWorkflow(pipeline, { variables, systemVariables: system }, { assume, ...steps }),
        },
    notes: notesOf(pipeline, run),
  };
}

/** The system variables of a build that a user starts (docs.codefresh.io, variables). */
function startedByUser(variables: readonly SystemVariable[]): readonly SystemVariable[] {
  return variables.map((each) =>
    each.name === "CF_BUILD_TRIGGER" ? { ...each, state: "known", value: "build" } : each,
  );
}

/** Without a trigger the repository is unknown: those of every build and given ones are left. */
function withoutTrigger(variables: readonly SystemVariable[]): readonly SystemVariable[] {
  return variables.filter(({ name, state }) => state === "known" || ofEveryBuild.has(name));
}

const ofEveryBuild = new Set(rows.filter(({ scope }) => scope === "every").map(({ name }) => name));

/** Adds the variables of the run to those of the spec. A secret stays a secret. */
function withGiven(own: readonly BuildVariable[], given: ManualRun["variables"]): readonly BuildVariable[] {
  const variables = new Map(own.map((variable) => [variable.key, variable]));
  for (const [key, value] of new Map(given)) {
    const before = variables.get(key);
    const secret = before?.secret || namesSecret(key);
    const shown = { value: secret ? MASK : value, secret, range: null };
    const own: BuildVariable = { key, ...shown, origin: "run", overrides: [], assumed: [] };
    variables.set(key, overriding(own, before));
  }
  return [...variables.values()];
}

function notesOf(pipeline: Pipeline, { trigger, branch }: ManualRun): string[] {
  const { triggers } = pipeline;
  return [
    ...(isFrozen(pipeline) ? [HELD_BUILDS_NOTE] : []),
    "filters do not apply to a manual run",
    ...(trigger?.disabled?.value
      ? ["the trigger is disabled, but can still be selected for a manual run (inferred)"]
      : []),
    ...(!trigger && triggers.length > 0
      ? [
          `no trigger was named, so the build has only the pipeline's own settings, and its repository is unknown (use --trigger)`,
        ]
      : []),
    ...(branch === undefined
      ? [`no branch was given, so the branch of the build is unknown (use --branch)`]
      : []),
  ];
}
