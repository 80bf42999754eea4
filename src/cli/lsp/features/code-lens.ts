import type { CodeLens } from "vscode-languageserver/node";
import { rejectionReason } from "../../../catalogue/rejection.ts";
import type { CronTrigger, Trigger } from "../../../pipeline/model.ts";
import { simulatePretty } from "../../../report/simulate/simulate-pretty.ts";
import { decidingConditions } from "../../../report/simulate/words.ts";
import { redactDetected, redactorFor } from "../../../secrets/redact.ts";
import type { GitTriggerDoubt } from "../../../simulate/conditions/schedule.ts";
import type { SimulatedEvent } from "../../../simulate/event/event.ts";
import { pipelineName, triggerKind, triggerName } from "../../../simulate/pipelines.ts";
import { acceptanceOf, isRejected } from "../../../simulate/rejection.ts";
import { nextRuns } from "../../../simulate/schedule/schedule.ts";
import type { LeftOutReason } from "../../../simulate/schedule/schedule-omissions.ts";
import type { SimulatedPipeline, SimulatedTrigger } from "../../../simulate/simulation.ts";
import { UsageError, unlessUsageError } from "../../command.ts";
import type { Analysis, Workspace } from "../documents.ts";
import { spanToRange } from "../positions.ts";
import { formatRun } from "./cron-words.ts";
import { currentPush, simulateDocument } from "./simulate.ts";

/** The command of a lens: shows the reasons, by document, trigger, its kind and its pipeline. */
export const SHOW_VERDICT = "dryfire.showVerdict";

/**
 * Returns a lens above each trigger: whether a push of the current branch fires it, with the
 * conditions that decide; for a cron trigger its next run.
 */
export async function codeLenses(analysis: Analysis, workspace: Workspace, now: Date): Promise<CodeLens[]> {
  const { file } = analysis;
  const cronTriggers = file.pipelines.flatMap((pipeline) => pipeline.cronTriggers);
  const crons = await Promise.all(
    cronTriggers.map(async (trigger) => lens(trigger, await nextRun(trigger, analysis, now), analysis)),
  );
  if (file.pipelines.every(({ triggers }) => triggers.length === 0)) return crons;
  // Outside of a checkout there is no current branch.
  const push = unlessUsageError(
    () => currentPush(analysis.document.folder),
    () => undefined,
  );
  if (push === undefined) return crons;
  const { result } = await simulateDocument(analysis, push, workspace);
  const gits = result.pipelines.flatMap((simulated, at) => {
    const triggers = file.pipelines[at]!.triggers;
    return simulated.triggers.map((each, index) =>
      lens(triggers[index]!, `push of this branch: ${verdictOf(each, simulated)}`, analysis),
    );
  });
  return [...gits, ...crons];
}

/** A verdict with the conditions that decide it: `skips (files)`. */
function verdictOf(trigger: SimulatedTrigger, pipeline: SimulatedPipeline): string {
  if (isRejected(pipeline)) return `unknown (${rejectionReason(pipeline)})`;
  const ids = decidingConditions(trigger).map(({ id }) => id);
  return ids.length === 0 ? trigger.verdict : `${trigger.verdict} (${ids.join(", ")})`;
}

const DOUBTS: Readonly<Record<GitTriggerDoubt["question"], string>> = {
  "dangling-cron-trigger": "no Git trigger has its gitTriggerId",
  "disabled-git-trigger": "its Git trigger is disabled",
};

/** The title of a cron trigger whose runs are not listed. */
const WITHOUT_RUNS: Readonly<Record<LeftOutReason, string>> = {
  disabled: "none (disabled)",
  "dangling-cron-trigger": `none (${DOUBTS["dangling-cron-trigger"]})`,
  "disabled-git-trigger": `none (${DOUBTS["disabled-git-trigger"]})`,
  "no-expression": "none (no expression)",
  refused: "none (Codefresh refuses the expression)",
  "never-fires": "none (the scheduler refuses it: it never runs)",
  "too-frequent": "none (the scheduler refuses it: it runs too often)",
  "no-second-run": "unknown (no run follows another within five years)",
  "unknown-start": "unknown (counted from the start of the scheduler)",
  "six-fields": "unknown (six fields: seconds first, or a year last)",
  "message-colon": "unknown (its message has a colon)",
  "rejected-spec": "unknown",
};

async function nextRun(trigger: CronTrigger, { config }: Analysis, now: Date): Promise<string> {
  const { assume } = config.settings;
  const acceptance = acceptanceOf(trigger.pipeline, { assume });
  if (isRejected(acceptance)) return `next run: unknown (${rejectionReason(acceptance)})`;
  const { omission, runs, doubt } = await nextRuns(trigger, assume, now, 1);
  if (omission) return `next run: ${WITHOUT_RUNS[omission.reason]}`;
  const run = runs[0] ? formatRun(runs[0]) : "none in the next five years";
  return `next run: ${run}${doubt ? ` (${DOUBTS[doubt.question]})` : ""}`;
}

function lens(trigger: Trigger, title: string, { file, document }: Analysis): CodeLens {
  const { start } = spanToRange(file.source, trigger.node.span);
  const kind = triggerKind(trigger);
  const target = [document.uri, triggerName(trigger), kind, pipelineName(trigger.pipeline)];
  return { range: { start, end: start }, command: { title, command: SHOW_VERDICT, arguments: target } };
}

/** The columns of a message in an editor. */
const COLUMNS = 80;

/**
 * Returns what `dryfire simulate --trigger NAME` prints for triggers of a kind in the pipelines of
 * a name, without its options: for the push of the current branch, or for this minute if they are
 * cron triggers; undefined if the document has none.
 */
export async function showVerdict(
  analysis: Analysis,
  [name, kind, pipeline]: readonly [name: string, kind: string, pipeline: string],
  workspace: Workspace,
): Promise<string | undefined> {
  const isGit = kind === "git";
  const pipelines = analysis.file.pipelines.filter(
    (each) =>
      pipelineName(each) === pipeline &&
      (isGit ? each.triggers : each.cronTriggers).some((trigger) => triggerName(trigger) === name),
  );
  if (pipelines.length === 0) return undefined;
  try {
    const event: SimulatedEvent = isGit
      ? currentPush(analysis.document.folder)
      : { kind: "time", at: new Date().toISOString() };
    const options = { only: pipelines, triggers: [name] };
    const { result, secrets } = await simulateDocument(analysis, event, workspace, options);
    const shown = await redactDetected((await redactorFor(secrets, [event])).data(result));
    return simulatePretty(shown, { color: false, columns: COLUMNS, named: true, inEditor: true }).trim();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
