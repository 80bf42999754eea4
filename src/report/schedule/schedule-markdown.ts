import type { ScheduledTrigger } from "../../simulate/schedule/schedule.ts";
import { rejectionItems } from "../simulate/rejection-markdown.ts";
import { code, formatComment, MAX_ROWS, sentenceCode, table } from "../text/markdown.ts";
import { clockText, emptyText, startText, windowText } from "./schedule-pretty.ts";
import { frequencyText, type ScheduleReport } from "./schedule-report.ts";

/**
 * Returns Markdown for the comment of a pull request or a step summary: the cron triggers, those
 * without runs, and the first runs as tables.
 */
export function scheduleMarkdown(report: ScheduleReport): string {
  const { triggers, leftOut, refused, zone } = report;
  const blocks = [
    ["### Codefresh cron triggers: the next runs"],
    rejectionItems(refused),
    table(["cron trigger", "expression", "runs", "starts", "line"], triggers.map(triggerRow)),
    table(
      ["without runs", "expression", "because", "line"],
      leftOut.map(({ pipeline, trigger, expression, message, path, range }) => [
        `${code(pipeline)} ${code(trigger)}`,
        expression === null ? "" : code(expression),
        sentenceCode(message),
        code(`${path}:${range.start.line}`),
      ]),
    ),
  ];
  if (triggers.length === 0) return formatComment([...blocks, [emptyText(report).trimEnd()]]);
  const { rows, more } = runRows(report);
  const head = zone === null ? ["UTC", "runs", ""] : ["UTC", zone, "runs", ""];
  const runs = rows.length === 0 ? ["no runs"] : table(head, rows);
  return formatComment([...blocks, [`Runs ${windowText(report)}:`], runs, more ? ["and more"] : []]);
}

function triggerRow(trigger: ScheduledTrigger): string[] {
  const { pipeline, expression, words, notes, path, range } = trigger;
  const starts = startText(trigger);
  return [
    `${code(pipeline)} ${code(trigger.trigger)}`,
    `${code(expression)}<br>${sentenceCode(words)}`,
    [frequencyText(trigger), ...notes].map(sentenceCode).join("<br>"),
    starts === "" ? "" : sentenceCode(starts),
    code(`${path}:${range.start.line}`),
  ];
}

/** The first runs, as many as a table shows; whether there are more. */
function runRows({ instants, zone }: ScheduleReport): { rows: string[][]; more: boolean } {
  const rows: string[][] = [];
  for (const { at, local, runs, pipelinesAtOnce } of instants) {
    if (rows.length === MAX_ROWS) return { rows, more: true };
    const names = runs.map(({ pipeline, trigger }) => `${code(pipeline)} ${code(trigger)}`);
    rows.push([
      `${at.toISOString().slice(0, 10)} ${clockText(at)}`,
      ...(zone === null ? [] : [local ? `${local.weekday} ${local.iso.slice(0, 16).replace("T", " ")}` : ""]),
      names.join("<br>"),
      pipelinesAtOnce > 1 ? `**${pipelinesAtOnce} pipelines at once**` : "",
    ]);
  }
  return { rows, more: false };
}
