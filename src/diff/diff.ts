import { Budget } from "../match/budget.ts";
import type { Includes } from "../match/regex/inclusion.ts";
import type { Pipeline, SpecFile, Trigger } from "../pipeline/model.ts";
import { charactersIn, pipelinesOf } from "../simulate/pipelines.ts";
import { isRejected, specAcceptance, textAcceptance } from "../simulate/rejection.ts";
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
 * not compared; if it is the old one, the new triggers are listed as `unknown`.
 */
export function diff(
  oldSpecs: Iterable<SpecFile | Pipeline>,
  newSpecs: Iterable<SpecFile | Pipeline>,
  options: DiffOptions = {},
): Diff {
  const [old, now] = [[...oldSpecs], [...newSpecs]];
  const [before, after] = [[...pipelinesOf(old)], [...pipelinesOf(now)]];
  const unread = changedUnread(old, now);
  const characters = charactersIn([...before, ...after]);
  const projects = new Projects(options, new Budget(characters));
  const comparisons = new PipelineComparisons(projects, options, characters);
  const isPartOfBroken = options.assumeAccepted ? () => false : brokenFiles(before, unread, after);
  const refused: RefusedSpec[] = unread.map((file) => ({ ...textAcceptance(file, options), side: "old" }));
  const results: PipelineDifference[] = [];
  let unchanged = 0;
  for (const pair of pairPipelines(before, after)) {
    if (pair.old && pair.new && isSameSpec(pair.old, pair.new, options.definitions)) {
      unchanged += triggersOf(pair.new).length;
      continue;
    }
    const faults = faultsOf(pair, projects, options);
    refused.push(...faults);
    const rejected = faults.filter(isRejected).map(({ side }) => side);
    const isUnknownBefore = rejected.includes("old") || (!pair.old && isPartOfBroken(pair.new));
    if (!isUnknownBefore && rejected.length === 0) results.push(comparisons.compare(pair));
    else if (pair.new && !rejected.includes("new")) results.push(comparisons.describe(pair.new));
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
    summary: summaryOf(changes, compared, results),
  };
}

function triggersOf({ triggers, cronTriggers }: Pipeline): readonly Trigger[] {
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

/** The old texts with faults in which no spec was found, without those that did not change. */
function changedUnread(
  old: readonly (SpecFile | Pipeline)[],
  now: readonly (SpecFile | Pipeline)[],
): SpecFile[] {
  const unreadIn = (specs: typeof old): SpecFile[] =>
    specs.flatMap((spec) =>
      "pipelines" in spec && spec.pipelines.length === 0 && spec.content === "unreadable" ? [spec] : [],
    );
  const keyOf = ({ source }: SpecFile): string => `${source.path}\0${source.text}`;
  const same = new Set(unreadIn(now).map(keyOf));
  return unreadIn(old).filter((file) => !same.has(keyOf(file)));
}

/**
 * Returns a test for new pipelines that an old text with faults, or an old spec without a name, may
 * have described: those in the same file, or in any file if that file is gone.
 */
function brokenFiles(
  before: readonly Pipeline[],
  unread: readonly SpecFile[],
  after: readonly Pipeline[],
): (pipeline: Pipeline) => boolean {
  const broken = before.filter(({ file, name }) => file.faults.length > 0 || !name);
  const paths = new Set([...broken.map(({ file }) => file), ...unread].map(({ source }) => source.path));
  const left = new Set(after.map(({ file }) => file.source.path));
  const isGone = [...paths].some((path) => !left.has(path));
  return ({ file }) => isGone || paths.has(file.source.path);
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

function sumOf(
  results: readonly PipelineDifference[],
  key: "unchanged" | "reordered" | "notCompared",
): number {
  return results.reduce((sum, each) => sum + each[key], 0);
}

function summaryOf(
  changes: readonly BehaviourChange[],
  compared: Diff["compared"],
  results: readonly PipelineDifference[],
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
    unknown: count("unknown") + sumOf(results, "reordered"),
    sampled: compared.filter(isSampled).length,
    notCompared: sumOf(results, "notCompared"),
  };
}
