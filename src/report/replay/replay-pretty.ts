import type { BuildComparison, Difference } from "../../simulate/replay/compare-builds.ts";
import type { ReplayedEvent, ReplayedTrigger, TriggerTotal } from "../../simulate/replay/replayed-event.ts";
import { plural } from "../../util/text.ts";
import { colorOf, describeEvent, SIGNS } from "../simulate/words.ts";
import { printable } from "../text/escape.ts";
import { type Painter, type Screen, type ScreenOptions, screenFor } from "../text/style.ts";
import { hanging, wrap } from "../text/width.ts";
import type { ReplaySummary, ReplayWriter } from "./replay-report.ts";

/** How the report is formatted. */
export interface ReplayPrettyOptions extends ScreenOptions {
  /** Whether the verdicts are compared with those of other specs. */
  readonly compared: boolean;
}

/** The report as text: each event with the triggers that fire or changed, then totals. */
export function replayPretty(options: ReplayPrettyOptions): ReplayWriter {
  const screen = screenFor(options);
  let printed = false;
  return {
    head: () => "",
    event: (event) => {
      if (event.triggers.length === 0) return "";
      printed = true;
      return `${eventLines(event, screen).join("\n")}\n`;
    },
    end: (summary) => `${printed ? "\n" : ""}${endBlocks(summary, screen, options.compared).join("\n\n")}\n`,
  };
}

function eventLines({ place, event, triggers }: ReplayedEvent, screen: Screen): string[] {
  const [first = "", ...more] = hanging(`${place} ${printable(describeEvent(event))}`, "  ", screen.columns);
  return [
    screen.bold(first.trimStart()),
    ...more.map(screen.bold),
    ...triggers.flatMap((trigger) => triggerLines(trigger, screen)),
  ];
}

function triggerLines(trigger: ReplayedTrigger, screen: Screen): string[] {
  const { pipeline, verdict, before, reason } = trigger;
  const shown = verdict ?? "skips";
  const sign = colorOf(shown, screen)(SIGNS[shown]);
  const change = before === undefined ? "" : `: ${before ?? "no trigger"} → ${verdict ?? "no trigger"}`;
  const why = reason === null ? "" : `; ${reason}`;
  const [first = "", ...more] = hanging(
    printable(`${pipeline} ${trigger.trigger}${change}${why}`),
    "      ",
    screen.columns,
  );
  return [first.replace("      ", `    ${sign} `), ...more];
}

function endBlocks(summary: ReplaySummary, screen: Screen, compared: boolean): string[] {
  const { records, events, elsewhere, bad, badRecords, changed, triggers, builds } = summary;
  const counts = [
    plural(events, "event"),
    ...(records === events + bad ? [] : [`from ${plural(records, "record")}`]),
    ...(elsewhere === 0 ? [] : [`${elsewhere} of a repository or provider that no trigger has`]),
    ...(changed === null ? [] : [`${changed} with a changed verdict`]),
    ...(bad === 0 ? [] : [plural(bad, "bad record")]),
  ];
  return [
    ...(compared || triggers.length === 0 ? [] : [totalLines(triggers, screen).join("\n")]),
    ...(bad === 0 ? [] : [badLines(badRecords, bad, screen.columns).join("\n")]),
    ...(builds ? [buildLines(builds, screen).join("\n")] : []),
    screen.bold(`${counts.join(", ")}.`),
  ];
}

function totalLines(triggers: readonly TriggerTotal[], paint: Painter): string[] {
  const width = Math.max(
    5,
    ...triggers.flatMap(({ fires, unknown }) => [fires, unknown].map((count) => `${count}`.length)),
  );
  const row = (fires: string, unknown: string, name: string) =>
    `${fires.padStart(width)}  ${unknown.padStart(Math.max(7, width))}  ${name}`;
  return [
    paint.dim(row("fires", "unknown", "trigger")),
    ...triggers.map(({ fires, unknown, pipeline, trigger }) =>
      row(`${fires}`, unknown === 0 ? "" : `${unknown}`, printable(`${pipeline} ${trigger}`)),
    ),
  ];
}

function badLines(records: ReplaySummary["badRecords"], total: number, columns: number): string[] {
  const lines = records.flatMap(({ place, error }) =>
    hanging(printable(`${place}: ${error}`), "  ", columns),
  );
  const more = total - records.length;
  return ["Not events:", ...lines, ...(more > 0 ? [`  … and ${more} more`] : [])];
}

function buildLines(builds: BuildComparison, screen: Screen): string[] {
  const { compared, agree, differ, unknown, withoutEvent, explanations } = builds;
  const counts = `${agree} of ${plural(compared, "comparable verdict")} agree with the builds, ${differ.length} ${differ.length === 1 ? "differs" : "differ"}, ${unknown} ${unknown === 1 ? "is" : "are"} unknown.`;
  const lines = [
    ...wrap(counts, screen.columns).map(screen.bold),
    ...(withoutEvent === 0
      ? []
      : wrap(
          `${plural(withoutEvent, "build")} ${withoutEvent === 1 ? "has" : "have"} no recorded event.`,
          screen.columns,
        )),
    ...differ
      .slice(0, MOST_DIFFERENCES)
      .flatMap((each) => hanging(printable(differenceText(each)), "  ", screen.columns)),
    ...(differ.length > MOST_DIFFERENCES ? [`  … and ${differ.length - MOST_DIFFERENCES} more`] : []),
  ];
  const [best] = explanations;
  if (!best) return lines;
  const against = best.contradicts === 0 ? "" : ` and contradicts ${best.contradicts}`;
  return [
    ...lines,
    ...wrap(
      `The answer ${best.question}: ${best.answer} explains ${best.explains} of them${against}. For the config:`,
      screen.columns,
    ),
    "  assume:",
    `    ${best.question}: ${best.answer}`,
    ...explanations
      .slice(1)
      .map(
        ({ question, answer, explains, contradicts }) =>
          `  (${question}: ${answer} explains ${explains}${contradicts === 0 ? "" : `, contradicts ${contradicts}`})`,
      ),
  ];
}

/** More lines are in the JSON. */
const MOST_DIFFERENCES = 20;

function differenceText({ pipeline, trigger, commit, place, predicted, built }: Difference): string {
  const what = built ? "was built" : "was not built";
  return `${commit.slice(0, 10)} ${pipeline} ${trigger} ${predicted}, but ${what} (${place})`;
}
