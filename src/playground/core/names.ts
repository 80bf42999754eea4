import type { Located } from "../../document/located.ts";
import { Budget } from "../../match/budget.ts";
import { nextCertainRun, readCron } from "../../match/cron/index.ts";
import { exampleFiles } from "../../match/glob/examples.ts";
import { examples } from "../../match/regex/examples.ts";
import { parseRegexLiteral } from "../../match/regex/index.ts";
import { type CronTrigger, type GitTrigger, type Pipeline, providerOf } from "../../pipeline/model.ts";
import { formatInstant } from "../../simulate/conditions/schedule.ts";
import { charactersIn } from "../../simulate/pipelines.ts";
import type { ProjectSettings } from "../../simulate/settings.ts";
import { COMMON_BRANCHES, COMMON_TAGS } from "../../simulate/would-fire/common-facts.ts";
import type { NamesAnswer } from "./protocol.ts";

type SettingsOf = (pipeline: Pipeline) => ProjectSettings | undefined;

/** The most names of a kind, of a list to choose from. */
const MAX_NAMES = 40;

/**
 * Returns the names that specs show, and texts that pass their filters, as choices for an event;
 * those of the specs first. `now` is the start for the next run.
 */
export function namesIn(pipelines: readonly Pipeline[], now: Date, settings: SettingsOf): NamesAnswer {
  const triggers = pipelines.flatMap((each) => each.triggers);
  const crons = pipelines.flatMap(({ cronTriggers }) =>
    cronTriggers.filter(({ disabled }) => !disabled?.value),
  );
  const budget = new Budget(charactersIn(pipelines));
  const passing = (filters: readonly (Located<string> | undefined)[], common: readonly string[]) => {
    const texts = new Set(filters.flatMap((filter) => filter?.value || []));
    const own = [...texts].flatMap((text) => {
      const parsed = parseRegexLiteral(text);
      return "source" in parsed ? examples(parsed, { budget, prefer: common, limit: 2 }) : [];
    });
    return distinct([...own, ...common]);
  };
  const branchFilters = (some: readonly GitTrigger[]) => some.map(({ branchRegex }) => branchRegex);
  const tagTriggers = triggers.filter(({ events }) => events.some(({ value }) => value === "push.tags"));
  const globs = new Set(triggers.flatMap(({ modifiedFilesGlob }) => modifiedFilesGlob?.value || []));
  return {
    repositories: distinct(triggers.flatMap(({ repo }) => repo?.value ?? [])),
    providers: distinct(
      triggers.flatMap((each) => providerOf(each, settings(each.pipeline)?.integrations ?? {})?.id ?? []),
    ),
    branches: distinct([
      ...crons.flatMap(({ branch }) => branch?.value ?? []),
      ...passing(branchFilters(triggers), COMMON_BRANCHES),
    ]),
    targets: passing(
      triggers.map((trigger) => trigger.pullRequestTargetBranchRegex),
      COMMON_BRANCHES,
    ),
    tags: passing(branchFilters(tagTriggers), COMMON_TAGS),
    files: distinct([...globs].flatMap((glob) => exampleFiles(glob, { budget }))),
    events: distinct(triggers.flatMap(({ events }) => events.map(({ value }) => value))),
    comments: passing(
      triggers.map(({ commentRegex }) => commentRegex),
      [],
    ),
    nextRun: nextRunOf(crons, now, settings),
  };
}

function nextRunOf(crons: readonly CronTrigger[], now: Date, settings: SettingsOf): string | null {
  const runs = crons.flatMap(({ expression, pipeline }) => {
    const cron = expression && readCron(expression.value, settings(pipeline)?.assume ?? {});
    const next = cron && nextCertainRun(cron, now);
    return next ? [next.getTime()] : [];
  });
  return runs.length > 0 ? formatInstant(new Date(Math.min(...runs))) : null;
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].slice(0, MAX_NAMES);
}
