import type { SimulatedPipeline, Simulation } from "../../simulate/simulate.ts";
import { joinList, plural } from "../../util/text.ts";
import { printable } from "../text/escape.ts";
import { type Screen, type ScreenOptions, screenFor } from "../text/style.ts";
import { hanging } from "../text/width.ts";
import { type Choice, choose } from "./choose-triggers.ts";
import { specBlocks } from "./rejection-text.ts";
import { arrowLines, briefTrigger, detailedTrigger, type Row } from "./trigger-text.ts";
import { describeEvent, formatSpecEdit, ordinaryCaseOf } from "./words.ts";

/** How the result is formatted. */
export interface SimulatePrettyOptions extends ScreenOptions {
  /**
   * Shows every condition of every trigger and the builds, not only what prevents each from firing;
   * a single trigger is always shown so.
   */
  readonly explain?: boolean;
  /** Whether only triggers of some names were simulated; specs without them are not shown. */
  readonly named?: boolean;
}

/** The result for people: firing triggers, unknown ones, near misses, the rest. */
export function simulatePretty(result: Simulation, options: SimulatePrettyOptions): string {
  const screen = screenFor(options);
  const { explain = isLone(result) } = options;
  const { blocks, shown } = answerBlocks(result, { ...options, explain });
  const hint =
    explain || shown.length === 0 || !screen.hasOptions ? "" : ` ${explainHint(result.summary.fires)}`;
  const [first = "", ...more] = hanging(`${summaryText(result)}.${hint}`, "", screen.columns);
  const assumptions = explain ? [] : assumptionLines(shown, screen);
  const about = [...blocks, ...assumptions, [screen.bold(first), ...more]];
  return `${[...specBlocks(specsOf(result, options), screen), stack(about)].join("\n\n")}\n`;
}

/** The specs to name before the results. */
export function specsOf({ pipelines }: Simulation, { named }: SimulatePrettyOptions): SimulatedPipeline[] {
  return pipelines.filter(({ triggers }) => !named || triggers.length > 0);
}

function isLone({ pipelines }: Simulation): boolean {
  return pipelines.reduce((sum, { triggers }) => sum + triggers.length, 0) === 1;
}

/** A result without its last lines, as blocks of lines, and the triggers in them. */
export function answerBlocks(
  result: Simulation,
  options: SimulatePrettyOptions,
): { blocks: string[][]; shown: readonly Row[] } {
  const screen = screenFor(options);
  const { explain = false } = options;
  const choice = choose(rowsOf(result), explain);
  const { shown } = choice;
  const draw = explain ? detailedTrigger : briefTrigger;
  const blocks = [
    hanging(describeEvent(result.event), "", screen.columns).map(screen.bold),
    ...shown.map((row) => draw(row, screen)),
    ...countedText(choice, screen),
    ...result.overlaps.map((overlap) => overlapText(overlap, screen)),
  ];
  return { blocks, shown };
}

/**
 * The triggers of a result with every condition and what would change it, for reports that compare
 * it with expectations.
 */
export function prettyTriggers(
  result: Pick<Simulation, "pipelines">,
  options: SimulatePrettyOptions,
): string[][] {
  const screen = screenFor(options);
  return rowsOf(result).map((row) => detailedTrigger(row, screen));
}

/** The triggers of a result with their pipelines. */
export function rowsOf({ pipelines }: Pick<Simulation, "pipelines">): Row[] {
  return pipelines.flatMap(({ pipeline, path, frozen, definition, triggers }) =>
    triggers.map((trigger) => ({ trigger, pipeline, path, frozen, definition })),
  );
}

/** Joins blocks with an empty line between them, except between triggers of one line each. */
export function stack(blocks: readonly (readonly string[])[]): string {
  const lines: string[] = [];
  for (const [index, block] of blocks.entries()) {
    const tight =
      index > 1 && index < blocks.length - 1 && block.length === 1 && blocks[index - 1]!.length === 1;
    if (index > 0 && !tight) lines.push("");
    // A block of many steps is too long for the arguments of a call.
    for (const line of block) lines.push(line);
  }
  return lines.join("\n");
}

/** The maximum number of triggers or repositories that are named next to a count. */
const NAMED = 3;

/** One line with the triggers that are only counted; if no other is shown, what would help. */
function countedText(
  { shown, unexplained, more, notListening, elsewhere }: Choice,
  screen: Screen,
): string[][] {
  if (unexplained > 0) {
    const left = `${plural(unexplained, "more trigger")} ${unexplained === 1 ? "is" : "are"} not explained`;
    const advice = screen.hasOptions ? "; use --trigger NAME to see one" : "";
    return [hanging(`– ${left}${advice}`, "", screen.columns).map(screen.dim)];
  }
  const total = more + notListening.length + elsewhere.length;
  if (total === 0) return [];
  const counts = [
    [more, "skips", "skip", ""],
    [notListening.length, "does not listen", "do not listen", " to this event"],
    [elsewhere.length, "is", "are", ` for another repository or provider (${namesOf(elsewhere)})`],
  ] as const;
  const noun = shown.length > 0 ? "more trigger" : "trigger";
  const clauses = counts
    .filter(([count]) => count > 0)
    .map(([count, one, many, rest], index) => {
      const subject = index === 0 ? plural(count, noun) : `${count}`;
      return `${subject} ${count === 1 ? one : many}${rest}`;
    });
  const withoutEvent = notListening.some(({ trigger }) =>
    trigger.conditions.some(({ rule }) => rule === "webhook-without-event"),
  );
  const what = withoutEvent
    ? "no trigger listens to this webhook: Codefresh has no event for it"
    : joinList(clauses);
  const hidden = withoutEvent ? "the triggers" : total === 1 ? "it" : "them";
  const advice = `; use --explain or --trigger NAME to see ${hidden}`;
  const text = screen.hasOptions ? `${what}${advice}` : what;
  const helpful: string[][] = [];
  // Each search for a change takes time, and there may be thousands of triggers.
  if (shown.length === 0)
    for (const row of notListening)
      if (helpful.length < NAMED) helpful.push(...helpText(row, screen.columns));
  return [[...hanging(`– ${text}`, "", screen.columns).map(screen.dim), ...helpful.flat()]];
}

/** The change of the spec with which a trigger would fire. */
function helpText({ trigger, pipeline, path }: Row, columns: number): string[][] {
  const { wouldFire } = trigger;
  if (wouldFire?.specChange?.verdict !== "fires") return [];
  const edit = formatSpecEdit(wouldFire.specChange, path);
  return [arrowLines(`${pipeline} ${trigger.trigger} fires if you ${edit}.`, columns)];
}

function namesOf(rows: readonly Row[]): string {
  const names = rows.flatMap(({ trigger: { origin } }) => {
    const provider = origin.provider === null ? "" : ` on ${origin.provider}`;
    return origin.repository === null ? [] : [`${origin.repository}${provider}`];
  });
  const distinct = [...new Set(names)];
  const rest = distinct.length - NAMED;
  return joinList([...distinct.slice(0, NAMED), ...(rest > 0 ? [`${rest} more`] : [])]);
}

/** The maximum number of triggers of an overlap that are named. */
const namedTriggers = 10;

function overlapText({ reason, triggers }: Simulation["overlaps"][number], screen: Screen): string[] {
  const named = triggers.slice(0, namedTriggers);
  const names = named.map(({ pipeline, trigger }) => `    ${printable(`${pipeline} ${trigger}`)}`);
  const more = triggers.length - named.length;
  return [
    ...hanging(`! ${reason}:`, "", screen.columns).map(screen.yellow),
    ...names,
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

/** The assumptions of all shown results, listed once. */
export function assumptionLines(rows: readonly Row[], screen: Screen): string[][] {
  const ids = new Set(rows.flatMap(({ trigger }) => trigger.conditions.flatMap(({ assumed }) => assumed)));
  // The assumptions about results and exports are printed below the steps.
  const steps = rows.flatMap(({ trigger }) => trigger.build?.steps ?? []);
  if (steps.some(({ assumed }) => assumed.includes("ordinary-message"))) ids.add("ordinary-message");
  const cases = [...ids].flatMap((id) => ordinaryCaseOf(id, screen.hasOptions) ?? []);
  if (cases.length === 0) return [];
  return [hanging(`Assumptions: ${joinList(cases)}.`, "", screen.columns).map(screen.dim)];
}

/** How to see more. */
export function explainHint(builds: number): string {
  const build = builds > 0 ? ` and the build${builds > 1 ? "s" : ""}` : "";
  return `Use --explain to see every condition${build}.`;
}

/** The sentence on the number of triggers that fire, without its full stop. */
export function summaryText({ summary, pipelines, event }: Simulation): string {
  const kind = event.kind === "git" ? "Git trigger" : "cron trigger";
  const alone = pipelines.filter(({ definition }) => definition).length;
  const assumed = `a build of ${plural(alone, "definition")} is assumed`;
  if (alone > 0 && alone === pipelines.length) return `No trigger was tested; ${assumed}`;
  const found = verdictText(summary, kind, `in ${plural(pipelines.length - alone, "pipeline")}`);
  return alone > 0 ? `${found}; ${assumed}` : found;
}

function verdictText(summary: Simulation["summary"], kind: string, where: string): string {
  const total = summary.fires + summary.skips + summary.unknown;
  if (total === 0) return `No ${kind} ${where}`;
  return total === 1 ? formatOne(summary, kind) : formatSeveral(summary, `${plural(total, kind)} ${where}`);
}

function formatOne({ fires, unknown }: Simulation["summary"], kind: string): string {
  if (unknown > 0) return `It is unknown whether the one ${kind} fires`;
  return `The one ${kind} ${fires > 0 ? "fires" : "does not fire"}`;
}

function formatSeveral({ fires, unknown }: Simulation["summary"], of: string): string {
  const verb = fires > 1 ? "fire" : "fires";
  const open = unknown === 0 ? "" : `; ${unknown} ${unknown === 1 ? "is" : "are"} unknown`;
  return `${fires === 0 ? "None" : fires} of ${of} ${verb}${open}`;
}
