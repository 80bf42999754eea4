import { findPlaceholder } from "../src/catalogue/placeholders.ts";
import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { definitionPath, type Pipeline } from "../src/pipeline/model.ts";
import { closestMatch } from "../src/util/closest-match.ts";
import { memoizeByObject } from "../src/util/memoize.ts";
import { plural } from "../src/util/text.ts";
import { comparableRepository } from "./support/repositories.ts";

export default defineRule({
  id: "template-not-in-repository",
  severity: "warning",
  summary: "the `path` of a `specTemplate` is not a file that the repository tracks",
  why: "Codefresh reads the steps from that file, and a build without it fails. The files are those of the Git checkout around the working folder, if one of its remotes is the template's repository and `revision` is the branch of the build; those of `--repo-root` or `repoRoot` in the config are assumed to belong to it if every Git trigger is on it.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: specTemplate.path",
    "the tracked files",
  ],
  needsRepositoryFiles: true,
  pipeline(pipeline, context) {
    const definition = definitionPath(pipeline);
    const path = pipeline.specTemplate?.string("path");
    if (!definition || !path?.value || findPlaceholder(path.value)) return;
    const files = filesOf(pipeline, definition.repository, context);
    if (files instanceof Promise)
      return files.then((found) => check(path, definition.path, found ?? [], context));
    check(path, definition.path, files, context);
  },
});

/** The tracked files of the template's repository; none if they are unknown. */
function filesOf(
  { triggers, specTemplate }: Pipeline,
  repository: string,
  { settings }: RuleContext,
): readonly string[] | Promise<readonly string[] | undefined> {
  const { repositoryFiles, findRepositoryFiles } = settings;
  if (!repositoryFiles) {
    // A file may only be in another revision than that of the checkout.
    const revision = specTemplate?.string("revision")?.value ?? "${{CF_BRANCH}}";
    return (revision.includes("${{") && findRepositoryFiles?.(repository)) || [];
  }
  const own = comparableRepository(repository);
  const isOwn = triggers.every(({ repo }) => comparableRepository(repo?.value) === own);
  return own !== undefined && triggers.length > 0 && isOwn ? repositoryFiles : [];
}

function check(
  path: Located<string>,
  wanted: string,
  files: readonly string[],
  { report }: RuleContext,
): void {
  if (files.length === 0 || files.includes(wanted)) return;
  const near = nearestFile(wanted, files);
  const advice = near === undefined ? "correct the path" : `did you mean "${near}"?`;
  const message = `"${path.value}" is not among the ${plural(files.length, "tracked file")}; ${advice}`;
  report(path, message, { fix: replaceValue(path, near, false) });
}

/** The only file with the same name, else the file whose path is nearest. */
function nearestFile(path: string, files: readonly string[]): string | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const same = files.filter((file) => file === name || file.endsWith(`/${name}`));
  return same.length === 1 ? same[0] : closestMatch(path, candidatesIn(files));
}

/** The files that may be definitions; the list is the same for all pipelines of a repository. */
const candidatesIn = memoizeByObject((files: readonly string[]) =>
  files.filter((file) => /\.(?:ya?ml|json)$/i.test(file)),
);
