import { type Assumptions, findOpenQuestion, openQuestions } from "../../catalogue/open-questions.ts";
import type { Pipeline } from "../../pipeline/model.ts";
import { isNamed, pipelineName, triggerName } from "../../simulate/pipelines.ts";
import { findMisplacedTriggers } from "../../simulate/rejection.ts";
import { didYouMean } from "../../util/closest-match.ts";
import { type Option, UsageError } from "../command.ts";

/** The option that gives results for specs with faults. */
export const acceptedOption: Readonly<Record<string, Option>> = {
  "assume-accepted": {
    description: "give results for specs that Codefresh would reject, as if it accepted them",
  },
};

/** The options that settle what is not known: open questions, and specs with faults. */
export const assumeOptions: Readonly<Record<string, Option>> = {
  assume: {
    value: "ID=ANSWER",
    repeatable: true,
    description: "answer an open question about Codefresh, such as glob-engine=minimatch",
  },
  ...acceptedOption,
};

/** The option that skips files without pipelines. */
export const nonSpecsOption: Readonly<Record<string, Option>> = {
  "skip-non-specs": { description: "skip files that are not pipeline specs" },
};

/** The option that limits a command to some pipelines. */
export const pipelineOption: Readonly<Record<string, Option>> = {
  pipeline: {
    value: "NAME",
    repeatable: true,
    description: "only this pipeline: project/name, or the name alone",
  },
};

/** Parses `--assume ID=ANSWER`. Throws `UsageError` for an unknown question or answer. */
export function assumeFromFlags(given: readonly string[]): Assumptions {
  return Object.fromEntries(given.map(readAssumption));
}

function readAssumption(text: string): [string, string] {
  const equals = text.indexOf("=");
  if (equals < 0)
    throw new UsageError(`"--assume ${text}" has no answer; write it as --assume ${text}=ANSWER`);
  const [id, answer] = [text.slice(0, equals), text.slice(equals + 1)];
  const question = findOpenQuestion(id);
  if (!question) {
    const ids = openQuestions.map((each) => each.id);
    const hint = didYouMean(id, ids, `the questions are ${ids.join(", ")}`);
    throw new UsageError(`unknown open question "${id}"; ${hint}`);
  }
  if (!question.answers.includes(answer)) {
    throw new UsageError(`"${id}" cannot be "${answer}"; use ${question.answers.join(", ")}`);
  }
  return [id, answer];
}

/**
 * Returns the pipelines of `--pipeline`, all without the option. Throws `UsageError` for an unknown
 * pipeline, and for an unknown `--trigger` in those pipelines: a wrong name is a mistake, not an
 * empty result.
 */
export function choose(
  pipelines: readonly Pipeline[],
  kind: "git" | "cron",
  names: readonly string[],
  triggers: readonly string[],
): readonly Pipeline[] {
  if (pipelines.length === 0) return pipelines;
  const known = pipelines.filter((each) => each.name || each.isDefinition).map(pipelineName);
  for (const name of names) {
    if (!pipelines.some((pipeline) => isNamed(pipeline, name))) throw unknownName("pipeline", name, known);
  }
  const chosen = pipelines.filter(
    (pipeline) => names.length === 0 || names.some((name) => isNamed(pipeline, name)),
  );
  const own = chosen.flatMap((each) => (kind === "git" ? each.triggers : each.cronTriggers).map(triggerName));
  const noun = kind === "git" ? "Git trigger" : "cron trigger";
  for (const name of triggers) {
    if (own.includes(name)) continue;
    const [misplaced] = chosen.flatMap((pipeline) =>
      findMisplacedTriggers(pipeline, kind).map(({ message }) => `${pipelineName(pipeline)} ${message}`),
    );
    throw misplaced
      ? new UsageError(`unknown ${noun} "${name}"; ${misplaced}`)
      : unknownName(noun, name, own);
  }
  return chosen;
}

function unknownName(what: string, name: string, names: readonly string[]): UsageError {
  const few = names.length > 0 && names.length < 10 ? `use ${names.join(", ")}` : "check the name";
  return new UsageError(`unknown ${what} "${name}"; ${didYouMean(name, names, few)}`);
}
