import type { EffectiveBuild } from "../../simulate/build/effective-build.ts";
import type { Simulation } from "../../simulate/simulation.ts";
import type { SimulatedStep } from "../../simulate/steps/simulated-step.ts";
import type { StepOutcome } from "../../simulate/steps/status.ts";
import { printable } from "../text/escape.ts";
import { SIGNS } from "./words.ts";

/** A build to draw, with its title. */
export interface DrawnBuild {
  readonly title: string;
  readonly build: Pick<EffectiveBuild, "steps" | "result" | "mode">;
}

/** The builds that the triggers of a simulation start. */
export function buildsIn({ pipelines }: Pick<Simulation, "pipelines">): readonly DrawnBuild[] {
  return pipelines.flatMap(({ pipeline, triggers }) =>
    triggers.flatMap(({ trigger, build }) => (build ? [{ title: `${pipeline} ${trigger}`, build }] : [])),
  );
}

/** The look of each outcome; a reader without colours has the sign and the word in the text. */
const STYLES: Readonly<Record<StepOutcome, string>> = {
  runs: "fill:#d9f2d9,stroke:#2e7d32,color:#000",
  skipped: "fill:#eeeeee,stroke:#757575,color:#000",
  "never-runs": "fill:#eeeeee,stroke:#757575,color:#000,stroke-dasharray:4",
  "not-reached": "fill:#fbe0e0,stroke:#c62828,color:#000",
  unknown: "fill:#fff4cc,stroke:#b28704,color:#000",
};

const OUTCOMES = Object.keys(STYLES) as StepOutcome[];

/**
 * Draws the steps of builds as a flowchart of Mermaid: a box for each build and each stage in it. A
 * solid arrow is the order in which steps run, or a parallel step to those in it; a dotted one goes
 * from a step to one whose `when` reads its result. `mayStartMore` is true if it is unknown whether
 * other builds start.
 */
export function simulateMermaid(builds: readonly DrawnBuild[], mayStartMore: boolean): string {
  const lines = builds.flatMap(({ title, build }, index) => [
    `  subgraph ${boxId(index)}[${label(title)}]`,
    ...buildLines(build, index),
    "  end",
  ]);
  const noBuild = mayStartMore ? "it is unknown whether a build starts" : "no build starts";
  const none = builds.length === 0 ? [`  none["${noBuild}"]`] : [];
  const styles = OUTCOMES.map((outcome) => `  classDef ${outcome} ${STYLES[outcome]}`);
  const classes = builds.flatMap(({ build }, index) => classesOf(build.steps, `${boxId(index)}s`));
  return `${["flowchart LR", ...none, ...lines, ...classes, ...styles].join("\n")}\n`;
}

function buildLines({ steps, result, mode }: DrawnBuild["build"], index: number): string[] {
  const prefix = `${boxId(index)}s`;
  if (steps.length === 0) {
    const text = result === null ? "the pipeline has no steps" : `? ${result.reason}`;
    return [`    ${prefix}[${label(text)}]`];
  }
  const stages = new Map<string | null, string[]>();
  const ids = new Map<string, string>();
  const stageOf = new Map<string, string | null>();
  for (const [at, { step, label: text, stage: own, parent, outcome, makes }] of steps.entries()) {
    const id = `${prefix}${at}`;
    const stage = own ?? stageOf.get(parent ?? "") ?? null;
    if (step !== null && !ids.has(step)) ids.set(step, id);
    if (step !== null && !stageOf.has(step)) stageOf.set(step, stage);
    const nodes = stages.get(stage) ?? [];
    stages.set(stage, nodes);
    const count = makes?.by === "matrix" ? ` × ${makes.count.toLocaleString("en")}` : "";
    nodes.push(`${id}[${label(`${SIGNS[outcome]} ${text}${count} · ${outcome.replace("-", " ")}`)}]`);
  }
  return [
    ...[...stages].flatMap(([stage, nodes], at) =>
      stage === null
        ? nodes.map((node) => `    ${node}`)
        : [
            `    subgraph ${prefix}g${at}[${label(stage)}]`,
            ...nodes.map((node) => `      ${node}`),
            "    end",
          ],
    ),
    ...edgesOf(steps, { prefix, ids, isParallel: mode === "parallel" }).map((edge) => `    ${edge}`),
  ];
}

/** The ids of the nodes of a build. */
interface Nodes {
  readonly prefix: string;
  readonly ids: ReadonlyMap<string, string>;
  readonly isParallel: boolean;
}

function edgesOf(steps: readonly SimulatedStep[], { prefix, ids, isParallel }: Nodes): string[] {
  const edges: string[] = [];
  let before: string | undefined;
  for (const [at, { step, parent, needs }] of steps.entries()) {
    const id = `${prefix}${at}`;
    if (parent !== null && ids.has(parent)) edges.push(`${ids.get(parent)} --> ${id}`);
    if (parent === null && !isParallel) {
      if (before !== undefined) edges.push(`${before} --> ${id}`);
      before = id;
    }
    for (const need of needs)
      if (need !== step && ids.has(need)) edges.push(`${ids.get(need)} ${isParallel ? "-->" : "-.->"} ${id}`);
  }
  return edges;
}

function classesOf(steps: readonly SimulatedStep[], prefix: string): string[] {
  return OUTCOMES.flatMap((outcome) => {
    const own = steps.flatMap((step, at) => (step.outcome === outcome ? [`${prefix}${at}`] : []));
    return own.length > 0 ? [`  class ${own.join(",")} ${outcome}`] : [];
  });
}

function boxId(index: number): string {
  return `b${index}`;
}

/**
 * A text in quotes in which Mermaid reads only letters, digits and a few signs as they are, and all
 * others as the codes of characters: a name cannot end the text, or add a line or a tag.
 */
function label(text: string): string {
  const escaped = printable(text).replace(
    /[^\p{L}\p{N} _.\-/\u00b7]/gu,
    (sign) => `#${sign.codePointAt(0)};`,
  );
  return `"${escaped}"`;
}
