import type { InlayHint, Range } from "vscode-languageserver/node";
import { InlayHintKind } from "vscode-languageserver/node";
import { type CronSchedule, loadCronWords, readCron } from "../../../match/cron/index.ts";
import type { CronTrigger } from "../../../pipeline/model.ts";
import { nextRuns } from "../../../simulate/schedule/schedule.ts";
import type { Assumptions } from "../../../simulate/settings.ts";
import { sentence, WEEKDAYS } from "../../../util/text.ts";
import type { Analysis } from "../documents.ts";
import { spanToRange, touches } from "../positions.ts";

/** The runs that a hover lists. */
const MAX_RUNS = 3;

/** Returns a hint with the words for each cron expression in a range; none for a refused one. */
export async function cronHints({ file, config }: Analysis, range: Range): Promise<InlayHint[]> {
  const expressions = file.pipelines.flatMap(({ cronTriggers }) =>
    cronTriggers.flatMap(({ expression }) => expression ?? []),
  );
  const shown = expressions
    .map((expression) => ({ expression, place: spanToRange(file.source, expression.span) }))
    .filter(({ place }) => touches(place, range));
  if (shown.length === 0) return [];
  const words = await loadCronWords();
  return shown.flatMap(({ expression, place }) => {
    const { schedule, open } = readCron(expression.value, config.settings.assume);
    const meaning = schedule && `${words(schedule)}${inUtc(schedule)}`;
    const label = open === undefined ? meaning : "unknown (six fields: seconds first, or a year last)";
    if (label === undefined) return [];
    return [{ position: place.end, label, kind: InlayHintKind.Type, paddingLeft: true }];
  });
}

/** Returns the expression of a cron trigger in words with its next runs, as lines of Markdown. */
export async function cronLines(trigger: CronTrigger, assume: Assumptions, now: Date): Promise<string[]> {
  const { meaning, omission, runs, doubt } = await nextRuns(trigger, assume, now, MAX_RUNS);
  const words = meaning?.words ?? "";
  return [
    ...(meaning ? [`**${words[0]!.toUpperCase()}${words.slice(1)}**${inUtc(meaning.schedule)}`, ""] : []),
    ...(omission ? [sentence(omission.message)] : runLines(runs)),
    ...(doubt ? ["", sentence(doubt.reason)] : []),
  ];
}

function runLines(runs: readonly Date[]): string[] {
  if (runs.length === 0) return ["It has no run in the next five years."];
  return ["Next runs:", "", ...runs.map((run) => `- ${formatRun(run)}`)];
}

/** A schedule without a zone of its own, or an interval, needs the note of its clock. */
function inUtc(schedule: CronSchedule): string {
  return schedule.kind === "every" || schedule.zone !== undefined ? "" : " (UTC)";
}

/** An instant to the minute, or to the second where that is not 0: `Mon 2026-05-04 03:00 UTC`. */
export function formatRun(run: Date): string {
  const [day, time] = run.toISOString().split("T") as [string, string];
  return `${WEEKDAYS[run.getUTCDay()]!.slice(0, 3)} ${day} ${time.slice(0, run.getUTCSeconds() === 0 ? 5 : 8)} UTC`;
}
