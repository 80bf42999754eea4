import { Budget } from "../../match/budget.ts";
import { nextCertainRun, readCron } from "../../match/cron/index.ts";
import { exampleFiles } from "../../match/glob/examples.ts";
import { examples } from "../../match/regex/examples.ts";
import { parseRegexLiteral } from "../../match/regex/index.ts";
import { type GitTrigger, type Pipeline, providerOf } from "../../pipeline/model.ts";
import { formatInstant } from "../../simulate/conditions/schedule.ts";
import { charactersIn } from "../../simulate/pipelines.ts";
import type { ProjectSettings } from "../../simulate/settings.ts";
import { COMMON_BRANCHES, COMMON_TAGS } from "../../simulate/would-fire/common-facts.ts";
import type { NamesAnswer } from "./protocol.ts";

/** The most names of a kind, of a list to choose from. */
const MAX_NAMES = 40;

/**
 * Returns the names that specs show, and texts that pass their filters, as choices for an event;
 * those of the specs first. `now` is the start for the next run.
 */
export function namesIn(
  pipelines: readonly Pipeline[],
  now: Date,
  settings: (pipeline: Pipeline) => ProjectSettings | undefined,
): NamesAnswer {
  const triggers = pipelines.flatMap((each) => each.triggers);
  const crons = pipelines.flatMap(({ cronTriggers }) =>
    cronTriggers.filter(({ disabled }) => !disabled?.value),
  );
  const characters = charactersIn(pipelines);
  const budget = new Budget(characters);
  const passing = (texts: readonly (string | undefined)[], common: readonly string[]): string[] => {
    const filters = new Set(texts.filter((text) => text !== undefined && text !== ""));
    const own = [...filters].flatMap((text) => {
      const parsed = parseRegexLiteral(text!);
      return "source" in parsed ? examples(parsed, { budget, prefer: common, limit: 2 }) : [];
    });
    return distinct([...own, ...common]);
  };
  const isTagTrigger = ({ events }: GitTrigger): boolean => events.some(({ value }) => value === "push.tags");
  const tagTriggers = triggers.filter(isTagTrigger);
  const runs = crons.flatMap(({ expression, pipeline }) => {
    const cron = expression && readCron(expression.value, settings(pipeline)?.assume ?? {});
    const next = cron && nextCertainRun(cron, now);
    return next ? [next.getTime()] : [];
  });
  return {
    repositories: distinct(triggers.flatMap(({ repo }) => repo?.value ?? [])),
    providers: distinct(
      triggers.flatMap((each) => providerOf(each, settings(each.pipeline)?.integrations ?? {})?.id ?? []),
    ),
    branches: distinct([
      ...crons.flatMap(({ branch }) => branch?.value ?? []),
      ...passing(
        triggers.map(({ branchRegex }) => branchRegex?.value),
        COMMON_BRANCHES,
      ),
    ]),
    targets: passing(
      triggers.map(({ pullRequestTargetBranchRegex: filter }) => filter?.value),
      COMMON_BRANCHES,
    ),
    tags: passing(
      tagTriggers.map(({ branchRegex }) => branchRegex?.value),
      COMMON_TAGS,
    ),
    files: distinct(
      [...new Set(triggers.flatMap(({ modifiedFilesGlob: glob }) => glob?.value || []))].flatMap((glob) =>
        exampleFiles(glob, { budget }),
      ),
    ),
    events: distinct(triggers.flatMap(({ events }) => events.map(({ value }) => value))),
    comments: passing(
      triggers.map(({ commentRegex }) => commentRegex?.value),
      [],
    ),
    nextRun: runs.length > 0 ? formatInstant(new Date(Math.min(...runs))) : null,
  };
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].slice(0, MAX_NAMES);
}
