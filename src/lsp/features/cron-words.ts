import type { InlayHint, Range } from "vscode-languageserver/node";
import { InlayHintKind } from "vscode-languageserver/node";
import { type CronSchedule, CronSyntaxError, loadCronWords, tryParseCron } from "../../match/cron/index.ts";
import type { Analysis } from "../documents.ts";
import { spanToRange, touches } from "../positions.ts";

/** The runs that a hover lists. */
const MAX_RUNS = 3;

/** Returns a hint with the words for each cron expression in a range; none for a refused one. */
export async function cronHints({ file }: Analysis, range: Range): Promise<InlayHint[]> {
  const expressions = file.pipelines.flatMap(({ cronTriggers }) =>
    cronTriggers.flatMap(({ expression }) => expression ?? []),
  );
  const shown = expressions
    .map((expression) => ({ expression, place: spanToRange(file.source, expression.span) }))
    .filter(({ place }) => touches(place, range));
  if (shown.length === 0) return [];
  const words = await loadCronWords();
  return shown.flatMap(({ expression, place }) => {
    const schedule = tryParseCron(expression.value);
    if (schedule instanceof CronSyntaxError) return [];
    const label = `${words(schedule)}${inUtc(schedule)}`;
    return [{ position: place.end, label, kind: InlayHintKind.Type, paddingLeft: true }];
  });
}

/** Returns a cron expression in words with its next runs, as lines of Markdown. */
export async function cronLines(expression: string, now: Date): Promise<string[]> {
  const schedule = tryParseCron(expression);
  if (schedule instanceof CronSyntaxError) return [`The scheduler refuses it: ${schedule.message}.`];
  const words = (await loadCronWords())(schedule);
  return [
    `**${words[0]!.toUpperCase()}${words.slice(1)}**${inUtc(schedule)}`,
    "",
    ...runLines(schedule, now),
  ];
}

function runLines(schedule: CronSchedule, now: Date): string[] {
  if (schedule.kind === "every")
    return ["Its runs are counted from the start of the scheduler, so that their times are not known."];
  const runs: Date[] = [];
  for (let run = schedule.next(now); run && runs.length < MAX_RUNS; run = schedule.next(run)) runs.push(run);
  if (runs.length === 0) return ["It has no run in the next five years."];
  return ["Next runs:", "", ...runs.map((run) => `- ${formatRun(run)}`)];
}

/** A schedule without a zone of its own, or an interval, needs the note of its clock. */
function inUtc(schedule: CronSchedule): string {
  return schedule.kind === "every" || schedule.zone !== undefined ? "" : " (UTC)";
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** An instant to the minute, or to the second where that is not 0: `Mon 2026-05-04 03:00 UTC`. */
export function formatRun(run: Date): string {
  const [day, time] = run.toISOString().split("T") as [string, string];
  return `${WEEKDAYS[run.getUTCDay()]} ${day} ${time.slice(0, run.getUTCSeconds() === 0 ? 5 : 8)} UTC`;
}
