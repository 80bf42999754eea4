import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { definitionPath } from "../src/pipeline/model.ts";
import { closestMatch } from "../src/util/closest-match.ts";
import { plural } from "../src/util/text.ts";
import { findPlaceholder } from "./support/placeholders.ts";
import { comparableRepository } from "./support/repositories.ts";

export default defineRule({
  id: "template-not-in-repository",
  severity: "warning",
  summary: "the `path` of a `specTemplate` is not a file that the repository tracks",
  why: "Codefresh reads the steps from that file, and a build without it fails. The rule needs the repository's files (`--repo-root`), and assumes that they belong to the template's repository if every Git trigger is on it. A file that only exists in another revision is reported too.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: specTemplate.path",
    "the tracked files",
  ],
  pipeline(pipeline, { report, settings }) {
    const files = settings.repositoryFiles ?? [];
    const definition = definitionPath(pipeline);
    const path = pipeline.specTemplate?.string("path");
    if (files.length === 0 || !definition || !path?.value || findPlaceholder(path.value)) return;
    const { triggers } = pipeline;
    const own = comparableRepository(definition.repository);
    const isOwn = triggers.every(({ repo }) => comparableRepository(repo?.value) === own);
    if (own === undefined || triggers.length === 0 || !isOwn) return;
    const wanted = definition.path;
    if (files.includes(wanted)) return;
    const near = nearestFile(wanted, files);
    const advice = near === undefined ? "correct the path" : `did you mean "${near}"?`;
    const fix = near === undefined ? {} : { fix: replaceValue(path, near, false) };
    report(path, `"${path.value}" is not among the ${plural(files.length, "tracked file")}; ${advice}`, fix);
  },
});

/** The only file with the same name, else the file whose path is nearest. */
function nearestFile(path: string, files: readonly string[]): string | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const same = files.filter((file) => file === name || file.endsWith(`/${name}`));
  const candidates = files.filter((file) => /\.(?:ya?ml|json)$/i.test(file));
  return same.length === 1 ? same[0] : closestMatch(path, candidates);
}
