import { resolve } from "node:path";
import { eventFromJson } from "../../../event-json/event-from-json.ts";
import type { Pipeline, SpecFile } from "../../../pipeline/model.ts";
import { leftOutBuilds, withBoundedBuilds } from "../../../report/simulate/bounded-builds.ts";
import { simulateJson } from "../../../report/simulate/simulate-json.ts";
import { findSecrets, type SecretSet } from "../../../secrets/locate.ts";
import { redactDetected, redactDetectedNow, redactorFor } from "../../../secrets/redact.ts";
import type { GitEvent, SimulatedEvent } from "../../../simulate/event/event.ts";
import { charactersIn, simulatedIn } from "../../../simulate/pipelines.ts";
import { type SimulateOptions, type Simulation, simulate } from "../../../simulate/simulate.ts";
import { loadProver } from "../../../simulate/would-fire/cannot-fire.ts";
import { UsageError, unlessUsageError } from "../../command.ts";
import type { Root } from "../../config/config-project-settings.ts";
import { nextPush } from "../../git/event-from-git.ts";
import { choose } from "../../simulate/pipeline-options.ts";
import { nodeHost } from "../../simulate/regex-deadline.ts";
import { readDefinitions } from "../../simulate/step-definitions.ts";
import type { Analysis, Workspace } from "../documents.ts";
import type { Folder } from "../folder.ts";

/** The parameters of the request `dryfire/simulate`. */
export interface SimulateParams {
  readonly textDocument: { readonly uri: string };
  /**
   * An event as in `--event-file`, by the schema of `dryfire schema event`; by default the push of
   * the current branch of the checkout.
   */
  readonly event?: unknown;
  /** Only this pipeline, by `project/name` or by the name alone. */
  readonly pipeline?: string;
  /** Only this trigger. */
  readonly trigger?: string;
  /** Verdicts also for a spec that Codefresh would reject. */
  readonly assumeAccepted?: boolean;
}

/**
 * Returns what `dryfire simulate --format json` prints for a document as it is in the editor.
 * Throws `UsageError` for an invalid event, and without one outside of a checkout, and for an
 * unknown pipeline or trigger. `report` gets the sentence on builds that are left out.
 */
export async function simulateRequest(
  params: SimulateParams,
  analysis: Analysis,
  workspace: Workspace,
  report: (sentence: string) => void,
): Promise<unknown> {
  for (const [key, type] of [
    ["pipeline", "string"],
    ["trigger", "string"],
    ["assumeAccepted", "boolean"],
  ] as const)
    if (params[key] !== undefined && typeof params[key] !== type)
      throw new UsageError(`"${key}" must be a ${type}`);
  const event = params.event === undefined ? currentPush(analysis.document.folder) : readEvent(params.event);
  const { pipeline, trigger, assumeAccepted = false } = params;
  const { file } = analysis;
  const isGit = event.kind === "git";
  // A definition has no cron triggers.
  const all = isGit ? simulatedIn(file) : file.pipelines;
  const triggers = trigger === undefined ? [] : [trigger];
  const chosen = choose(all, isGit ? "git" : "cron", pipeline === undefined ? [] : [pipeline], triggers);
  const options: SimulateOptions = {
    assumeAccepted,
    prover: isGit ? await loadProver(chosen.flatMap((each) => each.triggers)) : undefined,
    mask: redactDetectedNow,
    ...(trigger !== undefined && { triggers }),
  };
  const { result, secrets } = await simulateDocument(analysis, event, workspace, {
    ...options,
    only: chosen,
  });
  const redactor = await redactorFor(secrets, [event]);
  const whole = await redactDetected(redactor.data(result), { computed: false });
  const { parts, left } = withBoundedBuilds([{ result: whole }], charactersIn(chosen));
  if (left > 0) report(leftOutBuilds(left, 'give "trigger" or "pipeline" to see fewer'));
  return JSON.parse([...simulateJson(parts[0]!.result)].join(""));
}

function readEvent(value: unknown): SimulatedEvent {
  const result = eventFromJson(value);
  if ("error" in result) throw new UsageError(`the event is not valid: ${result.error}`);
  return result.event;
}

/** How a document is simulated. */
interface DocumentOptions extends SimulateOptions {
  readonly only?: readonly Pipeline[];
}

/** A simulation and the secrets of its specs, which no output may show. */
interface DocumentSimulation {
  readonly result: Simulation;
  readonly secrets: SecretSet;
}

/** Simulates an event on pipelines of a document, by default all, as they are in the editor. */
export async function simulateDocument(
  { file, document }: Analysis,
  event: SimulatedEvent,
  workspace: Workspace,
  { only: pipelines = file.pipelines, ...options }: DocumentOptions = {},
): Promise<DocumentSimulation> {
  const { folder, absolute } = document;
  const definitionOf = await definitionsOf(pipelines, folder, workspace);
  const secrets = await findSecrets([file, ...pipelines.flatMap((each) => definitionOf(each) ?? [])]);
  const settings = await folder.projectOf(absolute);
  const result = simulate(pipelines, event, {
    ...(settings && { assume: settings.assume, integrations: settings.integrations }),
    host: nodeHost(),
    secrets,
    definitionOf,
    ...options,
  });
  return { result, secrets };
}

/** The files with the steps of pipelines, as they are in the editor where they are open. */
async function definitionsOf(
  pipelines: readonly Pipeline[],
  folder: Folder,
  workspace: Workspace,
): Promise<(pipeline: Pipeline) => SpecFile | undefined> {
  const { root } = folder;
  const roots = new Map<Pipeline, Root>();
  for (const pipeline of pipelines) {
    const config = await folder.configOf(resolve(root, pipeline.file.source.path));
    roots.set(pipeline, config?.repoRoot);
  }
  const onDisk = await readDefinitions(pipelines, root, (pipeline) => roots.get(pipeline));
  return (pipeline) => {
    const file = onDisk(pipeline);
    return file && (workspace.documentAt(resolve(root, file.source.path))?.latest?.file ?? file);
  };
}

/** Milliseconds for which the event of a checkout is used again. */
const FRESH = 3_000;

const pushes = new WeakMap<Folder, { readonly at: number; readonly read: GitEvent | UsageError }>();

/**
 * Returns the push of the current branch of the checkout around a folder. Throws `UsageError`
 * outside of a checkout.
 */
export function currentPush(folder: Folder): GitEvent {
  const known = pushes.get(folder);
  const now = performance.now();
  const read =
    known && now - known.at < FRESH
      ? known.read
      : unlessUsageError(
          () => nextPush(folder.root),
          (error) => error,
        );
  if (read !== known?.read) pushes.set(folder, { at: now, read });
  if (read instanceof UsageError) throw read;
  return read;
}
