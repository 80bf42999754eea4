import { HELD_BUILDS_NOTE } from "../../catalogue/offered-ranges.ts";
import type { SimulatedCondition, SimulatedTrigger } from "../../simulate/simulation.ts";
import { printable } from "../text/escape.ts";
import type { Painter, Screen } from "../text/style.ts";
import { behind, hanging, wrap } from "../text/width.ts";
import { prettyBuild } from "./build-text.ts";
import { stepLines, stepsSummary } from "./steps-text.ts";
import {
  colorOf,
  decidingConditions,
  formatSpecChange,
  formatWouldFire,
  isOrdinary,
  optionFor,
  optionOfCase,
  questionsNote,
  SIGNS,
} from "./words.ts";

/** A trigger and its pipeline's name and path. */
export interface Row {
  readonly trigger: SimulatedTrigger;
  readonly pipeline: string;
  readonly path: string;
  /** `concurrency: 0` holds the builds of the pipeline. */
  readonly frozen: boolean;
  /** A definition alone, whose trigger is assumed. */
  readonly definition: boolean;
}

/** The width of the column of conditions. */
const idWidth = 15;

/** The width of the column of places. */
const placeWidth = 8;

function titleLine({ trigger, pipeline, path }: Row, paint: Painter): string {
  const { verdict, range } = trigger;
  const word = colorOf(verdict, paint)(`${SIGNS[verdict]} ${verdict.padEnd(7)}`);
  const place = paint.dim(printable(`${path}:${range.start.line}:${range.start.column}`));
  return `${word} ${printable(pipeline)} ${paint.bold(printable(trigger.trigger))}  ${place}`;
}

/** Whether the builds of a trigger that may fire wait. */
function heldLines({ trigger: { verdict }, frozen }: Row, paint: Painter): string[] {
  return frozen && verdict !== "skips" ? [paint.yellow(`    ! ${HELD_BUILDS_NOTE}`)] : [];
}

/** One line for a trigger that fires; for others also what prevents and would change it. */
export function briefTrigger(row: Row, screen: Screen): string[] {
  const { trigger } = row;
  const lines = decidingConditions(trigger).flatMap((condition) =>
    conditionLines(condition, trigger, screen),
  );
  const title = `${titleLine(row, screen)}${screen.dim(openAnswers(trigger))}`;
  const steps = stepsSummary(trigger.build?.steps ?? [], row.definition);
  const summary = steps === "" ? [] : hanging(steps, "    ", screen.columns).map(screen.dim);
  return [title, ...heldLines(row, screen), ...lines, ...changeLines(trigger, screen), ...summary];
}

/** The answers to open questions that the verdict `fires` depends on. */
function openAnswers({ verdict, conditions }: SimulatedTrigger): string {
  if (verdict !== "fires") return "";
  const assumed = new Set(conditions.flatMap((condition) => condition.assumed));
  const open = [...assumed].filter((id) => !isOrdinary(id));
  return open.length > 0 ? `  (assumed: ${open.join(", ")})` : "";
}

/** The failed and unknown conditions, what would change the verdict, the rest, the build. */
export function detailedTrigger(row: Row, screen: Screen): string[] {
  const { trigger } = row;
  const first = decidingConditions(trigger);
  const others = trigger.conditions.filter((condition) => !first.includes(condition));
  const draw = (condition: SimulatedCondition) => conditionLines(condition, trigger, screen);
  const build = trigger.build
    ? [
        ...prettyBuild(trigger.build, screen, row.definition),
        ...stepLines(trigger.build, screen, row.definition),
      ]
    : [];
  return [
    titleLine(row, screen),
    ...heldLines(row, screen),
    ...first.flatMap(draw),
    ...changeLines(trigger, screen),
    ...others.flatMap(draw),
    ...build,
  ];
}

function changeLines({ wouldFire }: SimulatedTrigger, { hasOptions, columns }: Screen): string[] {
  if (!wouldFire) return [];
  const { specChange } = wouldFire;
  return [
    formatWouldFire(wouldFire, hasOptions),
    ...(specChange ? [formatSpecChange(specChange, wouldFire)] : []),
  ].flatMap((text) => arrowLines(text, columns));
}

/** A change, behind an arrow. */
export function arrowLines(text: string, columns: number): string[] {
  return behind("    → ", "      ", wrap(printable(text), Math.max(20, columns - 6)));
}

/** A condition without a value in the spec has no place: the column stays empty. */
function conditionLines(
  condition: SimulatedCondition,
  { range: whole }: SimulatedTrigger,
  screen: Screen,
): string[] {
  const { id, outcome, range } = condition;
  const own = range.start.offset !== whole.start.offset;
  const place = own ? `${range.start.line}:${range.start.column}` : "";
  const sign = colorOf(outcome, screen)(SIGNS[outcome]);
  const indent = " ".repeat(6 + idWidth + placeWidth);
  const text = wrap(printable(reasonOf(condition, screen)), Math.max(20, screen.columns - indent.length));
  const head = `    ${sign} ${id.padEnd(idWidth)}${screen.dim(place.padEnd(placeWidth))}`;
  const inTheWay = outcome === "fail" ? screen.bold : (line: string) => line;
  return behind(head, indent, text.map(inTheWay));
}

/** The reason with certainty, open questions, and the option for a missing fact. */
function reasonOf(
  { reason, certainty, assumed, outcome, missing }: SimulatedCondition,
  { hasOptions }: Screen,
): string {
  const answered = outcome === "pass" || outcome === "fail";
  const options = [...assumed.map(optionOfCase), missing && optionFor(missing)].filter(Boolean);
  const notes = [
    answered && certainty === "inferred" && "inferred",
    questionsNote(assumed, answered, hasOptions),
    hasOptions && options.length > 0 && `use ${options.join(" or ")}`,
  ].filter((note) => typeof note === "string" && note !== "");
  return notes.length > 0 ? `${reason} (${notes.join("; ")})` : reason;
}
