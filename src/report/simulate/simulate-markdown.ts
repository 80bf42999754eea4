import type { ManualBuild } from "../../simulate/build/manual-run.ts";
import type { StartedBuild } from "../../simulate/overlap/started-builds.ts";
import type { SimulatedTrigger, Simulation } from "../../simulate/simulation.ts";
import { plural } from "../../util/text.ts";
import { code, formatComment, sentenceCode, table, textBlock, textDetails } from "../text/markdown.ts";
import { type ScreenOptions, screenFor } from "../text/style.ts";
import { choose, MAX_EXPLAINED } from "./choose-triggers.ts";
import { rejectionItems } from "./rejection-markdown.ts";
import { rowsOf, type SimulatePrettyOptions, specsOf, summaryText } from "./simulate-pretty.ts";
import { stepsSummary } from "./steps-text.ts";
import { detailedTrigger, type Row } from "./trigger-text.ts";
import { manualRunPretty, type UserActionPart } from "./user-action-report.ts";
import { decidingConditions, describeEvent, formatSpecChange, formatWouldFire, SIGNS } from "./words.ts";

/** The columns of the texts that open with a click, which have no colour. */
const PLAIN: ScreenOptions = { color: false, columns: 100 };

/**
 * Returns Markdown for the comment of a pull request or a step summary: for each event a table of
 * the triggers with the conditions that do not pass, and every condition as a text that opens with
 * a click. Texts of specs and events are code.
 */
export function simulateMarkdown(
  parts: readonly UserActionPart[],
  builds: readonly StartedBuild[],
  options: Pick<SimulatePrettyOptions, "explain" | "named">,
): string {
  const specs = specsOf(parts[0]!.result, { ...options, ...PLAIN });
  return formatComment([
    ["### Codefresh triggers: the result of an event"],
    rejectionItems(specs),
    ...parts.flatMap(({ what, result }, index) => [
      [titleOf(result, what, parts.length > 1 ? index + 1 : undefined)],
      ...answer(result, options.explain ?? false),
    ]),
    parts.length > 1 ? [`${plural(parts.length, "webhook")} together start ${buildsOf(builds)}.`] : [],
  ]);
}

/** Returns Markdown for the build of a manual run: its text as a block. */
export function manualRunMarkdown(run: ManualBuild): string {
  const text = manualRunPretty(run, PLAIN);
  return formatComment([["### Codefresh: the build of a manual run"], textBlock(text)]);
}

function titleOf({ event }: Simulation, what: string | undefined, number: number | undefined): string {
  const lead = number === undefined ? "" : `${number}. `;
  return `${lead}${what === undefined ? "" : `${sentenceCode(what)}: `}${sentenceCode(describeEvent(event))}`;
}

function buildsOf(builds: readonly StartedBuild[]): string {
  return builds.length === 0 ? "no build" : plural(builds.length, "build");
}

function answer(result: Simulation, explain: boolean): string[][] {
  const { shown, unexplained, more, notListening, elsewhere } = choose(rowsOf(result), explain);
  const left = more + notListening.length + elsewhere.length;
  const rest = unexplained > 0 ? notListed(unexplained, "trigger") : notListed(left, "skipping trigger");
  const screen = screenFor(PLAIN);
  const details = shown.slice(0, MAX_EXPLAINED).map((row) => detailedTrigger(row, screen).join("\n"));
  return [
    [`${summaryText(result)}.${rest}`],
    table(["verdict", "trigger", "because", "line"], shown.map(rowOf)),
    result.overlaps.map(
      ({ reason, triggers }) => `- **${triggers.length} triggers**: ${sentenceCode(reason)}`,
    ),
    details.length === 0 ? [] : textDetails("Every condition", details.join("\n\n")),
  ];
}

function notListed(count: number, what: string): string {
  return count === 0 ? "" : ` ${plural(count, what)} ${count === 1 ? "is" : "are"} not listed.`;
}

function rowOf({ trigger, pipeline, path }: Row): string[] {
  const { verdict, range } = trigger;
  const shown = verdict === "fires" ? `**${verdict}**` : verdict;
  return [
    `${SIGNS[verdict]} ${shown}`,
    `${code(pipeline)} ${code(trigger.trigger)}`,
    reasonsOf(trigger).map(sentenceCode).join("<br>"),
    code(`${path}:${range.start.line}`),
  ];
}

/** The conditions that do not pass and the remedy; for a trigger that fires, its steps. */
function reasonsOf(trigger: SimulatedTrigger): string[] {
  const { verdict, wouldFire, build } = trigger;
  const steps = verdict === "fires" ? stepsSummary(build?.steps ?? []) : "";
  return [
    ...decidingConditions(trigger).map(({ id, reason }) => `${id}: ${reason}`),
    ...(wouldFire ? [formatWouldFire(wouldFire)] : []),
    ...(wouldFire?.specChange ? [formatSpecChange(wouldFire.specChange, wouldFire)] : []),
    ...(steps === "" ? [] : [steps]),
  ];
}
