import { findEvent, providersSending } from "../../catalogue/events/events.ts";
import { providerTitle } from "../../catalogue/providers.ts";
import type { Located } from "../../document/located.ts";
import { Budget } from "../../match/budget.ts";
import { exampleFiles } from "../../match/glob/examples.ts";
import { examples } from "../../match/regex/examples.ts";
import { parseRegexLiteral } from "../../match/regex/index.ts";
import { replacedTexts } from "../../pipeline/build-pipeline.ts";
import type { CronTrigger, GitTrigger, SpecFile, Trigger } from "../../pipeline/model.ts";
import { unrendered } from "../../simulate/condition.ts";
import { formatInstant } from "../../simulate/conditions/schedule.ts";
import { nextRuns } from "../../simulate/schedule/schedule.ts";
import type { Assumptions } from "../../simulate/settings.ts";
import { joinList, quoteList, sentence } from "../../util/text.ts";
import type { HoverAnswer } from "./protocol.ts";

/** The next runs that a hover lists. */
const MAX_RUNS = 3;

type Describe = (text: string, budget: Budget) => Promise<readonly string[]> | readonly string[];

/**
 * Describes the value of a trigger at an offset: an event, a filter or a cron expression; null for
 * everything else.
 */
export async function hoverAt(file: SpecFile, offset: number, assume: Assumptions): Promise<HoverAnswer> {
  for (const { triggers, cronTriggers } of file.pipelines) {
    const crons = cronTriggers.flatMap((trigger) => cronValues(trigger, assume));
    const replaced = [...triggers, ...cronTriggers].flatMap(replacedValues);
    for (const [value, describe] of [...replaced, ...triggers.flatMap(gitValues), ...crons]) {
      const { start, end } = value.span;
      if (start > offset || offset > end) continue;
      const lines = await describe(value.value, new Budget(file.source.text.length));
      return lines.length > 0 ? { start, end, lines } : null;
    }
  }
  return null;
}

type Described = readonly [value: Located<string>, describe: Describe];

function gitValues(trigger: GitTrigger): Described[] {
  const { node, branchRegex, pullRequestTargetBranchRegex, commentRegex, modifiedFilesGlob } = trigger;
  const filters = [branchRegex, pullRequestTargetBranchRegex, commentRegex];
  return [
    ...node.strings("events").map((event): Described => [event, eventLines]),
    ...filters.flatMap((filter): Described[] => (filter ? [[filter, regexLines]] : [])),
    ...(modifiedFilesGlob ? [[modifiedFilesGlob, globLines] as const] : []),
  ];
}

function cronValues(trigger: CronTrigger, assume: Assumptions): Described[] {
  const { expression } = trigger;
  return expression ? [[expression, () => cronLines(trigger, assume)]] : [];
}

/** The values that something replaces before Codefresh reads them. */
function replacedValues(trigger: Trigger): Described[] {
  return replacedTexts(trigger).map((value) => [value, () => [sentence(unrendered(value)!.reason)]]);
}

function eventLines(name: string): readonly string[] {
  const row = findEvent(name);
  if (!row) return [];
  const titles = providersSending(name).map(providerTitle);
  return [sentence(row.description), ...(titles.length > 0 ? [`Sent by ${joinList(titles)}.`] : [])];
}

function regexLines(text: string, budget: Budget): readonly string[] {
  const parsed = parseRegexLiteral(text);
  if (!("source" in parsed)) return [`Codefresh rejects it: ${parsed.problems[0]!.message}.`];
  return exampleLines(examples(parsed, { budget, limit: 4 }));
}

function globLines(glob: string, budget: Budget): readonly string[] {
  return exampleLines(exampleFiles(glob, { budget, limit: 4 }));
}

function exampleLines(made: readonly string[]): readonly string[] {
  return made.length === 0 ? [] : [`It matches, for example, ${quoteList(made, "and")}.`];
}

async function cronLines(trigger: CronTrigger, assume: Assumptions): Promise<readonly string[]> {
  const { meaning, omission, runs, doubt } = await nextRuns(trigger, assume, new Date(), MAX_RUNS);
  return [
    ...(meaning ? [sentence(meaning.words)] : []),
    ...(omission ? [sentence(omission.message)] : []),
    ...(runs.length > 0 ? [`Next runs: ${joinList(runs.map(formatInstant))}.`] : []),
    ...(doubt ? [sentence(doubt.reason)] : []),
  ];
}
