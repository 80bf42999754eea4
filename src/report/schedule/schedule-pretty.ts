import type { LeftOutTrigger, ScheduledTrigger } from "../../simulate/schedule/schedule.ts";
import type { ScheduledInstant } from "../../simulate/schedule/schedule-runs.ts";
import { plural, WEEKDAYS } from "../../util/text.ts";
import { specBlocks } from "../simulate/rejection-text.ts";
import { printable } from "../text/escape.ts";
import { type Screen, type ScreenOptions, screenFor } from "../text/style.ts";
import { behind, displayWidth, wrap } from "../text/width.ts";
import { frequencyText, type ScheduleReport, simulatedText } from "./schedule-report.ts";

/** The schedule for people, in pieces: triggers, omissions, then the runs by day. */
export function* schedulePretty(
  report: ScheduleReport,
  options: ScreenOptions,
): Generator<string, void, undefined> {
  const draw = new Drawing(options);
  const { triggers, leftOut } = report;
  for (const block of specBlocks(report.refused, draw.screen)) yield `${block}\n\n`;
  if (triggers.length > 0) yield draw.section("Cron triggers", triggers.map(draw.trigger));
  if (leftOut.length > 0) yield draw.section("Without runs", leftOut.map(draw.leftOut));
  if (triggers.length === 0) {
    yield emptyText(report);
    return;
  }
  yield draw.screen.bold(`Runs ${windowText(report)}\n\n`);
  const counts = { runs: 0, clashes: 0 };
  let day = "";
  for (const instant of report.instants) {
    const today = instant.at.toISOString().slice(0, 10);
    if (today !== day) yield `  ${draw.screen.underline(`${WEEKDAYS[instant.at.getUTCDay()]} ${today}`)}\n`;
    day = today;
    counts.runs += instant.runs.length;
    if (instant.pipelinesAtOnce > 1) counts.clashes++;
    yield draw.instant(instant);
  }
  yield draw.summary(report, counts);
}

class Drawing {
  readonly screen: Screen;

  constructor(options: ScreenOptions) {
    this.screen = screenFor(options);
  }

  section(title: string, blocks: readonly string[]): string {
    return `${this.screen.bold(title)}\n\n${blocks.join("\n")}\n`;
  }

  /** The description of a trigger, without its runs. */
  readonly trigger = (trigger: ScheduledTrigger): string => {
    const { expression, words, notes } = trigger;
    const body = [`${expression}: ${words}`, frequencyText(trigger), startText(trigger)];
    const texts = body.filter((text) => text !== "").flatMap((text) => this.#indented(text));
    const warnings = notes.flatMap((note) => this.#indented(`! ${note}`)).map(this.screen.yellow);
    return `${[this.#title(trigger), ...texts, ...warnings].join("\n")}\n`;
  };

  readonly leftOut = (trigger: LeftOutTrigger): string => {
    const { expression, message } = trigger;
    const text = expression === null ? message : `${expression}: ${message}`;
    return `${[this.#title(trigger), ...this.#indented(text)].join("\n")}\n`;
  };

  /** The runs of one instant: on its line, or below a line with their number. */
  instant({ at, local, runs, triggersAtOnce, pipelinesAtOnce }: ScheduledInstant): string {
    const time = clockText(at);
    const clock = local ? `  ${local.weekday} ${local.iso.slice(11, 16)} ${local.iso.slice(19)}` : "";
    const lead = `    ${time}${clock}  `;
    const blank = " ".repeat(lead.length);
    if (triggersAtOnce === 1) return this.#hanging(runs.map(runText), this.screen.dim(lead), blank);
    const hidden = triggersAtOnce - runs.length;
    const more = hidden > 0 ? `, ${hidden} not shown` : "";
    const together =
      pipelinesAtOnce > 1
        ? `! ${pipelinesAtOnce} pipelines at once${more}`
        : `${triggersAtOnce} triggers at once${more}`;
    const title = pipelinesAtOnce > 1 ? this.screen.yellow(together) : together;
    return `${this.screen.dim(lead)}${title}\n${this.#hanging(runs.map(runText), `${blank}`, blank)}`;
  }

  /** The last lines: the number of runs, and how to see more. */
  summary(
    { count: most, triggers }: ScheduleReport,
    { runs, clashes }: { runs: number; clashes: number },
  ): string {
    const parts = [
      `${runs === 0 ? "no run" : plural(runs, "run")} of ${plural(triggers.length, "cron trigger")}`,
      clashes > 0 && `${plural(clashes, "instant")} with several pipelines`,
      runs === most && "use --count N for more",
    ].filter((part) => part !== false);
    const text = wrap(parts.join("; "), this.screen.columns).join("\n");
    return `${runs === 0 ? "" : "\n"}${text}\n`;
  }

  #title({ pipeline, trigger, path, range }: ScheduledTrigger | LeftOutTrigger): string {
    const place = this.screen.dim(printable(`${path}:${range.start.line}:${range.start.column}`));
    return `  ${printable(pipeline)} ${this.screen.bold(printable(trigger))}  ${place}`;
  }

  #indented(text: string): string[] {
    return wrap(printable(text), this.screen.columns - 4).map((line) => `    ${line}`);
  }

  /** Texts, each wrapped; the first line starts with `lead`. */
  #hanging(texts: readonly string[], lead: string, blank: string): string {
    const width = Math.max(30, this.screen.columns - displayWidth(blank));
    const lines = texts.flatMap((text) => behind("", "  ", wrap(printable(text), width)));
    return behind(lead, blank, lines)
      .map((line) => `${line}\n`)
      .join("");
  }
}

function runText(trigger: ScheduledTrigger): string {
  const starts = startText(trigger);
  return `${trigger.pipeline} ${trigger.trigger}${starts === "" ? "" : `, ${starts}`}`;
}

/** The time of an instant in UTC. */
export function clockText(at: Date): string {
  return at.toISOString().slice(11, at.getUTCSeconds() === 0 ? 16 : 19);
}

/** The message of a run, and the Git trigger that it simulates. */
export function startText(trigger: ScheduledTrigger): string {
  const message = trigger.message === null ? null : `message "${trigger.message}"`;
  return [message, simulatedText(trigger)].filter((part) => part !== null).join(", ");
}

/** The window of a schedule in words. */
export function windowText({ from, to, zone }: ScheduleReport): string {
  const end = to ? ` to ${minuteText(to)}` : "";
  return `from ${minuteText(from)}${end} UTC${zone === null ? "" : `, with the time in ${zone}`}`;
}

function minuteText(instant: Date): string {
  return instant
    .toISOString()
    .slice(0, instant.getUTCSeconds() === 0 ? 16 : 19)
    .replace("T", " ");
}

/** The sentence of a schedule without triggers. */
export function emptyText({ pipelines, leftOut }: ScheduleReport): string {
  const what = leftOut.length > 0 ? "no cron trigger with runs" : "no cron trigger";
  return `${what} in ${plural(pipelines, "pipeline")}\n`;
}
