import { RULES } from "../../../rules/index.ts";
import type { Assumptions } from "../../catalogue/open-questions.ts";
import { schemaFindingsOf } from "../../lint/schema-findings.ts";
import { definitionPath, type Pipeline, type SpecFile } from "../../pipeline/model.ts";
import { readSpecFile } from "../../pipeline/read-spec-file.ts";
import type { KeyPath } from "../../schema/paths.ts";
import { pipelineName } from "../../simulate/pipelines.ts";
import { plural } from "../../util/text.ts";
import type { Arguments, Io, Option } from "../command.ts";
import { type ProjectConfig, projectSettings, type Root } from "../config/config-project-settings.ts";
import { assertInside } from "../files/inside-repository.ts";
import { readText } from "../files/read-text.ts";
import { DefinitionFinder } from "../input/definition-finder.ts";

/** The option that names the repository of `specTemplate`. */
export const repoRootOption: Readonly<Record<string, Option>> = {
  "repo-root": {
    value: "DIR",
    group: "Build",
    description:
      "read the steps of each specTemplate from this folder, the root of its repository; by default from the checkout, for a specTemplate of its repository",
  },
};

/** Returns the file that has the steps of a pipeline with a `specTemplate`, if it is here. */
export type DefinitionOf = (pipeline: Pipeline) => SpecFile | undefined;

/** The settings of the configs of pipelines, and the files with their steps. */
interface ProjectFiles {
  readonly projectOf: (pipeline: Pipeline) => ProjectConfig | undefined;
  readonly definitionOf: DefinitionOf;
}

/**
 * Reads the configs of pipelines, and the files with their steps from `--repo-root`, else from the
 * root that a config gives. Throws `UsageError` for an unusable config, for a `--repo-root` that is
 * not in a checkout, and for a file that leads out of it.
 */
export async function readProjects(
  pipelines: readonly Pipeline[],
  args: Arguments,
  { cwd }: Pick<Io, "cwd">,
): Promise<ProjectFiles> {
  const projectOf = await projectSettings(pipelines, args, { cwd });
  const root = args.string("repo-root");
  if (root !== undefined) (await import("../git/event-from-git.ts")).repositoryFiles(cwd, root);
  const rootOf = (pipeline: Pipeline): Root => root ?? projectOf(pipeline)?.repoRoot;
  return { projectOf, definitionOf: await readDefinitions(pipelines, cwd, rootOf) };
}

/**
 * Reads the files with the steps of pipelines whose `specTemplate` is in Git: tracked files of the
 * root of their repository. Throws `UsageError` for a file that leads out of it.
 */
export async function readDefinitions(
  pipelines: readonly Pipeline[],
  cwd: string,
  rootOf: (pipeline: Pipeline) => Root = () => undefined,
): Promise<DefinitionOf> {
  const finder = new DefinitionFinder(cwd);
  const read = new Map<string, SpecFile>();
  const files = new Map<Pipeline, SpecFile>();
  for (const pipeline of pipelines) {
    const place = definitionPath(pipeline);
    const found = place && (await finder.find(place, rootOf(pipeline)));
    if (!found) continue;
    const { path, absolute, boundary } = found;
    assertInside(boundary, absolute, path);
    const file = read.get(absolute) ?? (await readSpecFile(path, readText(absolute, path, "spec")));
    read.set(absolute, file);
    files.set(pipeline, file);
  }
  return (pipeline) => files.get(pipeline);
}

/**
 * Returns a sentence for each definition alone that has errors of lint, and one for the specs that
 * have some in their steps. That Codefresh refuses to build a definition is inferred: the published
 * validator runs where a user checks one. It also runs on the `steps` and `stages` of a spec before
 * the command line sends it (codefresh-io/cli, lib/interface/cli/helpers/validation.js).
 */
export async function faultsTakenAsCorrected(
  pipelines: readonly Pipeline[],
  assume: Assumptions,
): Promise<readonly string[]> {
  const errors = new Set(RULES.flatMap(({ id, severity }) => (severity === "error" ? id : [])));
  const sentences: string[] = [];
  const specs = new Map<string, number>();
  for (const pipeline of pipelines) {
    const { isDefinition = false, file } = pipeline;
    const found = (await schemaFindingsOf(pipeline, { assume })) ?? [];
    const { length } = found.filter(
      ([rule, { path }]) => errors.has(rule) && (isDefinition || isOfSteps(path)),
    );
    if (length === 0) continue;
    if (!isDefinition) specs.set(pipelineName(pipeline), length);
    else
      sentences.push(
        `"${file.source.path}" has ${plural(length, "error")}, for which Codefresh most likely refuses a build; its steps are shown as if it had none (see dryfire lint)`,
      );
  }
  const [first, ...others] = specs.keys();
  if (first === undefined) return sentences;
  const count = [...specs.values()].reduce((sum, each) => sum + each);
  const names = others.length === 0 ? `"${first}"` : `${specs.size} pipelines, such as "${first}",`;
  const have = `the steps of ${names} have ${plural(count, "error")}`;
  return [
    ...sentences,
    `${have}, for which "codefresh create" and "replace" refuse a spec; they are shown as if they had none (see dryfire lint)`,
  ];
}

function isOfSteps([root, key]: KeyPath): boolean {
  return root === "spec" && (key === "steps" || key === "stages");
}
