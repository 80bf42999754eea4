import { resolve } from "node:path";
import { definitionPath, type Pipeline, type SpecFile } from "../../pipeline/model.ts";
import { readSpecFile } from "../../pipeline/read-spec-file.ts";
import type { Option } from "../command.ts";
import { assertInside, boundaryOf, repositoryAbove } from "../input/inside-repository.ts";
import { exists, shownPath } from "../input/paths.ts";
import { readText } from "../input/read-text.ts";

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
 * folder of `--repo-root`, else of the checkout if a remote has the address of the repository.
 * Throws `UsageError` for a folder that is not in a checkout, and for a file that leads out of it.
 */
export async function readDefinitions(
  pipelines: readonly Pipeline[],
  root: string | undefined,
  cwd: string,
): Promise<DefinitionOf> {
  const wanted = pipelines.flatMap((pipeline) => {
    const found = definitionPath(pipeline);
    return found ? [{ pipeline, ...found }] : [];
  });
  if (wanted.length === 0 && root === undefined) return () => undefined;
  const { folder, filesOf } = await repositoryAt(root, cwd);
  const tracked = new Map<string, ReadonlySet<string> | undefined>();
  const read = new Map<string, SpecFile>();
  const files = new Map<Pipeline, SpecFile>();
  for (const { pipeline, repository, path } of wanted) {
    if (!tracked.has(repository)) tracked.set(repository, await filesOf(repository));
    if (folder === undefined || !tracked.get(repository)?.has(path)) continue;
    const absolute = resolve(folder, path);
    // A tracked file may be deleted in the work tree.
    if (!exists(absolute)) continue;
    const shown = shownPath(absolute, cwd);
    assertInside(boundaryOf(folder, cwd), absolute, shown);
    const file = read.get(path) ?? (await readSpecFile(shown, readText(absolute, shown, "spec")));
    read.set(path, file);
    files.set(pipeline, file);
  }
  return (pipeline) => files.get(pipeline);
}

/** The root of a repository, and what git tracks in it. */
interface Repository {
  readonly folder: string | undefined;
  filesOf(repository: string): Promise<ReadonlySet<string> | undefined>;
}

async function repositoryAt(root: string | undefined, cwd: string): Promise<Repository> {
  if (root !== undefined) {
    const files = new Set((await import("../git/event-from-git.ts")).repositoryFiles(cwd, root));
    return { folder: resolve(cwd, root), filesOf: () => Promise.resolve(files) };
  }
  const checkout = new (await import("../git/checkout.ts")).Checkout(cwd);
  return {
    folder: repositoryAbove(cwd),
    filesOf: async (repository) => {
      const files = await checkout.filesOf(repository);
      return files && new Set(files);
    },
  };
}
