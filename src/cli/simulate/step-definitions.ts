import { resolve } from "node:path";
import { RULES } from "../../../rules/index.ts";
import type { Assumptions } from "../../catalogue/open-questions.ts";
import { schemaFindingsOf } from "../../lint/schema-findings.ts";
import { definitionPath, type Pipeline, type SpecFile } from "../../pipeline/model.ts";
import { readSpecFile } from "../../pipeline/read-spec-file.ts";
import type { KeyPath } from "../../schema/paths.ts";
import { pipelineName } from "../../simulate/pipelines.ts";
import { plural } from "../../util/text.ts";
import type { Option } from "../command.ts";
import type { Root, Roots } from "../config/config-project-settings.ts";
import { assertInside, boundaryOf, repositoryAbove } from "../files/inside-repository.ts";
import { exists, shownPath } from "../files/paths.ts";
import { readText } from "../files/read-text.ts";

/** The option that names the repository of `specTemplate`. */
export const repoRootOption: Readonly<Record<string, Option>> = {
  "repo-root": {
    type: "string",
    value: "DIR",
    group: "Build",
    description:
      "read the steps of each specTemplate from this folder, the root of its repository; by default from the checkout, for a specTemplate of its repository",
  },
};

/** Returns the file that has the steps of a pipeline with a `specTemplate`, if it is here. */
export type DefinitionOf = (pipeline: Pipeline) => SpecFile | undefined;

/**
 * Reads the files with the steps of pipelines whose `specTemplate` is in Git: tracked files of the
 * root of their repository. Throws `UsageError` for a `--repo-root` that is not in a checkout, and
 * for a file that leads out of it.
 */
export async function readDefinitions(
  pipelines: readonly Pipeline[],
  roots: Roots,
  cwd: string,
): Promise<DefinitionOf> {
  const wanted = pipelines.flatMap((pipeline) => {
    const found = definitionPath(pipeline);
    return found ? [{ pipeline, ...found }] : [];
  });
  const repositories = new Map<Root, Repository>();
  if (roots.option !== undefined) repositories.set(roots.option, await repositoryOfOption(roots.option, cwd));
  const tracked = new Map<string, ReadonlySet<string> | undefined>();
  const read = new Map<string, SpecFile>();
  const files = new Map<Pipeline, SpecFile>();
  for (const { pipeline, repository, path } of wanted) {
    const root = roots.option ?? roots.ofConfig(pipeline);
    if (root === false) continue;
    if (!repositories.has(root)) repositories.set(root, await repositoryOfConfig(root, cwd));
    const { folder, filesOf } = repositories.get(root)!;
    const id = `${root} ${repository}`;
    if (!tracked.has(id)) tracked.set(id, await filesOf(repository));
    if (folder === undefined || !tracked.get(id)?.has(path)) continue;
    const absolute = resolve(folder, path);
    // A tracked file may be deleted in the work tree.
    if (!exists(absolute)) continue;
    const shown = shownPath(absolute, cwd);
    assertInside(boundaryOf(folder, cwd), absolute, shown);
    const file = read.get(absolute) ?? (await readSpecFile(shown, readText(absolute, shown, "spec")));
    read.set(absolute, file);
    files.set(pipeline, file);
  }
  return (pipeline) => files.get(pipeline);
}

/** The root of a repository, and what git tracks in it. */
interface Repository {
  readonly folder: string | undefined;
  filesOf(repository: string): Promise<ReadonlySet<string> | undefined>;
}

async function repositoryOfOption(root: string, cwd: string): Promise<Repository> {
  const files = new Set((await import("../git/event-from-git.ts")).repositoryFiles(cwd, root));
  return { folder: resolve(cwd, root), filesOf: () => Promise.resolve(files) };
}

/** The repository at the root that a config gives, else the checkout around the working folder. */
async function repositoryOfConfig(root: string | undefined, cwd: string): Promise<Repository> {
  const checkout = new (await import("../git/checkout.ts")).Checkout(root ?? cwd, root !== undefined);
  return {
    folder: root ?? repositoryAbove(cwd),
    filesOf: async (repository) => {
      const files = await checkout.filesOf(repository);
      return files && new Set(files);
    },
  };
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
