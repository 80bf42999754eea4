import { SIGNS } from "../../report/simulate/words.ts";
import type { EffectiveBuild } from "../../simulate/build/effective-build.ts";
import type { SimulatedStep } from "../../simulate/steps/simulated-step.ts";
import { groupBy } from "../../util/group-by.ts";
import { cut, plural } from "../../util/text.ts";
import { svg } from "./dom.ts";

const BOX = { width: 168, height: 42, gapX: 44, gapY: 14, indent: 12 } as const;
const HEAD = 26;
const MARGIN = 6;
/** The characters of a name that a box has room for. */
const NAME_LENGTH = 22;

interface Placed {
  readonly step: SimulatedStep;
  readonly column: number;
  readonly x: number;
  readonly y: number;
}

/** The steps of a build in columns, with the title of each column that has one. */
interface Columns {
  readonly titles: readonly (string | null)[];
  readonly columns: readonly (readonly SimulatedStep[])[];
}

/**
 * Draws the steps of a build: a column for each stage, or in parallel mode for each level of
 * dependence; arrows go from a step to those after it that depend on it. The colour of a box is its
 * outcome, which its text names too.
 */
export function drawSteps(
  build: Pick<EffectiveBuild, "steps" | "mode">,
  onSelect: (index: number) => void,
): SVGSVGElement {
  const { steps, mode } = build;
  const { titles, columns } = mode === "parallel" ? byLevel(steps) : byStage(steps);
  const head = titles.some((title) => title !== null) ? HEAD : 0;
  const placed = columns.flatMap((own, column) =>
    own.map((step, row): Placed => {
      const indent = step.parent === null ? 0 : BOX.indent;
      const x = MARGIN + column * (BOX.width + BOX.gapX) + indent;
      return { step, column, x, y: MARGIN + head + row * (BOX.height + BOX.gapY) };
    }),
  );
  const rows = Math.max(...columns.map(({ length }) => length));
  const width = 2 * MARGIN + columns.length * (BOX.width + BOX.gapX) - BOX.gapX + BOX.indent;
  const height = 2 * MARGIN + head + rows * (BOX.height + BOX.gapY) - BOX.gapY;
  const label = `Graph of ${plural(steps.length, "step")}; the list below has the same steps.`;
  return svg(
    "svg",
    { class: "graph", role: "img", "aria-label": label, width, height, viewBox: `0 0 ${width} ${height}` },
    svg("defs", {}, arrowHead()),
    titles.map(
      (title, column) =>
        title !== null &&
        svg(
          "text",
          { class: "stage", x: MARGIN + column * (BOX.width + BOX.gapX), y: MARGIN + 14 },
          cut(title, NAME_LENGTH),
        ),
    ),
    edgesOf(placed, mode).map(([from, to, kind]) =>
      svg("path", { class: `edge ${kind}`, d: curve(from, to), "marker-end": "url(#arrow)" }),
    ),
    placed.map((each) => box(each, () => onSelect(steps.indexOf(each.step)))),
  );
}

function arrowHead(): SVGElement {
  const size = { viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" };
  return svg("marker", { id: "arrow", ...size }, svg("path", { d: "M0 0 L8 4 L0 8 z" }));
}

function box({ step: { label, outcome, type, parent }, x, y }: Placed, onSelect: () => void): SVGElement {
  const width = parent === null ? BOX.width : BOX.width - BOX.indent;
  return svg(
    "g",
    { class: `step ${outcome}`, transform: `translate(${x} ${y})`, onclick: onSelect },
    svg("title", {}, `${label} (${type}): ${outcome}`),
    svg("rect", { width, height: BOX.height, rx: 6 }),
    svg("text", { class: "name", x: 10, y: 18 }, cut(label, NAME_LENGTH)),
    svg("text", { class: "outcome", x: 10, y: 33 }, `${SIGNS[outcome]} ${outcome.replace("-", " ")}`),
  );
}

/** The columns are the stages in the order of their first steps. */
function byStage(steps: readonly SimulatedStep[]): Columns {
  const stageOf = new Map(steps.map(({ label, stage }) => [label, stage]));
  const stages = groupBy(steps, ({ stage, parent }) => stage ?? stageOf.get(parent ?? "") ?? null);
  return { titles: [...stages.keys()], columns: [...stages.values()] };
}

/** The column of a step is the length of the longest chain of steps that it depends on. */
function byLevel(steps: readonly SimulatedStep[]): Columns {
  const named = new Map(steps.map((step) => [step.label, step]));
  const levels = new Map<string, number>();
  const levelOf = ({ label: step, needs, parent }: SimulatedStep, above: readonly string[]): number => {
    const known = levels.get(step);
    if (known !== undefined) return known;
    if (above.includes(step)) return 0;
    const before = [...needs, ...(parent === null ? [] : [parent])].flatMap((name) => named.get(name) ?? []);
    const level = Math.max(0, ...before.map((each) => levelOf(each, [...above, step]) + 1));
    levels.set(step, level);
    return level;
  };
  const columns: SimulatedStep[][] = [];
  for (const step of steps) {
    const level = levelOf(step, []);
    while (columns.length <= level) columns.push([]);
    columns[level]!.push(step);
  }
  return { titles: columns.map(() => null), columns };
}

type Edge = readonly [from: Placed, to: Placed, kind: "order" | "needs"];

function edgesOf(placed: readonly Placed[], mode: EffectiveBuild["mode"]): Edge[] {
  const named = new Map(placed.map((each) => [each.step.step, each]));
  const edges: Edge[] = [];
  let before: Placed | undefined;
  for (const each of placed) {
    const { parent, needs, step } = each.step;
    const above = parent === null ? undefined : named.get(parent);
    if (above) edges.push([above, each, "order"]);
    if (parent === null && mode !== "parallel") {
      if (before) edges.push([before, each, "order"]);
      before = each;
    }
    for (const need of needs) {
      const from = need === step ? undefined : named.get(need);
      if (from) edges.push([from, each, "needs"]);
    }
  }
  return edges;
}

function curve(from: Placed, to: Placed): string {
  const widthOf = ({ step: { parent } }: Placed) => BOX.width - (parent === null ? 0 : BOX.indent);
  if (from.column === to.column) {
    const x = Math.max(from.x, to.x) + 18;
    const isBelow = to.y > from.y;
    const [start, end] = isBelow ? [from.y + BOX.height, to.y - 1] : [from.y, to.y + BOX.height + 1];
    if (Math.abs(end - start) <= BOX.gapY) return `M${x} ${start} L${x} ${end}`;
    const side = from.x + widthOf(from) + 16;
    const [y1, y2] = [from.y + BOX.height / 2, to.y + BOX.height / 2];
    return `M${from.x + widthOf(from)} ${y1} C${side} ${y1} ${side} ${y2} ${to.x + widthOf(to) + 1} ${y2}`;
  }
  const [x1, y1] = [from.x + widthOf(from), from.y + BOX.height / 2];
  const [x2, y2] = [to.x - 1, to.y + BOX.height / 2];
  const middle = x2 > x1 ? (x1 + x2) / 2 : x1 + BOX.gapX / 2;
  return `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}
