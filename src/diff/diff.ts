import { Budget } from "../match/budget.ts";
import type { Includes } from "../match/regex/inclusion.ts";
import type { CronTrigger, GitTrigger, Pipeline, SpecFile } from "../pipeline/model.ts";
import { charactersIn, pipelinesOf } from "../simulate/pipelines.ts";
import { isRejected, specAcceptance } from "../simulate/rejection.ts";
import { Projects } from "../simulate/settings.ts";
import type {
  BehaviourChange,
  Definitions,
  Diff,
  DiffOptions,
  DiffSide,
  DiffSummary,
  RefusedSpec,
} from "./difference.ts";
import { type Pair, pairPipelines } from "./pairing.ts";
import { PipelineComparisons, type PipelineDifference } from "./pipeline-difference.ts";
import { exact } from "./plain-values.ts";

/** Loads the automata that compare filters, which takes about 30 ms. */
export async function loadInclusion(): Promise<Includes> {
  return (await import("../match/regex/inclusion.ts")).includes;
}

/**
 * Compares the behaviour of two sets of specs: for each trigger the events and runs that it gained
 * and lost, each with a witness that was evaluated on both sides, and the builds that differ.
 * Pipelines and triggers are paired by id, name and likeness. A spec that Codefresh would reject is
 * not compared.
 */
export function diff(
  oldSpecs: Iterable<SpecFile | Pipeline>,
  newSpecs: Iterable<SpecFile | Pipeline>,
  options: DiffOptions = {},
): Diff {
  const [before, after] = [[...pipelinesOf(oldSpecs)], [...pipelinesOf(newSpecs)]];
  const characters = charactersIn([...before, ...after]);
  const projects = new Projects(options, new Budget(characters));
  const comparisons = new PipelineComparisons(projects, options, characters);
  const refused: RefusedSpec[] = [];
  const results: PipelineDifference[] = [];
  let unchanged = 0;
  for (const pair of pairPipelines(before, after)) {
    if (pair.old && pair.new && isSameSpec(pair.old, pair.new, options.definitions)) {
      unchanged += triggersOf(pair.new).length;
      continue;
    }
    const faults = faultsOf(pair, projects, options);
    refused.push(...faults);
    if (faults.some(isRejected)) continue;
    results.push(comparisons.compare(pair));
  }
  const changes = results.flatMap((result) => result.changes);
  const compared = results.flatMap((result) => result.compared);
  return {
    old: sideOf(before, options.labels?.old),
    new: sideOf(after, options.labels?.new),
    assume: projects.assume,
    refused,
    changes,
    compared,
    notes: results.flatMap(({ notes }) => notes),
    unchanged: unchanged + sumOf(results, "unchanged"),
    summary: summaryOf(changes, compared, sumOf(results, "notCompared")),
  };
}

function triggersOf({ triggers, cronTriggers }: Pipeline): readonly (GitTrigger | CronTrigger)[] {
  return [...triggers, ...cronTriggers];
}

function sideOf(pipelines: readonly Pipeline[], label: string | undefined): DiffSide {
  const triggers = pipelines.reduce((sum, pipeline) => sum + triggersOf(pipeline).length, 0);
  return { label: label ?? null, pipelines: pipelines.length, triggers };
}

/** True if two specs have the same values and order of steps, whatever the quotes and comments. */
function isSameSpec(one: Pipeline, other: Pipeline, definitions: Definitions | undefined): boolean {
  const texts = [definitions?.old(one), definitions?.new(other)].map((file) => file?.source.text);
  if (texts[0] !== texts[1]) return false;
  if (one.file.faults.length + other.file.faults.length > 0)
    return one.file.source.text === other.file.source.text;
  const [a, b] = [one, other].map(({ plain, steps }) =>
    JSON.stringify([exact(plain), steps?.entries.map(({ key }) => key.value)]),
  );
  return a === b;
}

function faultsOf(
  pair: Pair<Pipeline>,
  projects: Projects,
  { assumeAccepted = false }: DiffOptions,
): RefusedSpec[] {
  return (["old", "new"] as const).flatMap((side) => {
    const pipeline = pair[side];
    if (!pipeline) return [];
    const { assume } = projects.settingsOf(pipeline);
    const acceptance = specAcceptance(pipeline, ["git", "cron"], { assume, assumeAccepted });
    return acceptance.refused > 0 ? [{ ...acceptance, side }] : [];
  });
}

function sumOf(results: readonly PipelineDifference[], key: "unchanged" | "notCompared"): number {
  return results.reduce((sum, each) => sum + each[key], 0);
}

function summaryOf(
  changes: readonly BehaviourChange[],
  compared: Diff["compared"],
  notCompared: number,
): DiffSummary {
  const count = (wanted: BehaviourChange["kind"]): number =>
    changes.filter(({ kind }) => kind === wanted).length;
  const isSampled = ({ gained, lost }: Diff["compared"][number]): boolean =>
    !gained.found && !lost.found && (gained.proof === "sampled" || lost.proof === "sampled");
  return {
    gained: count("gained"),
    lost: count("lost"),
    added: count("added"),
    removed: count("removed"),
    renamed: count("renamed"),
    builds: count("build"),
    sampled: compared.filter(isSampled).length,
    notCompared,
  };
}
