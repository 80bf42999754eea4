import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { GlobMatch } from "../src/match/glob/index.ts";
import { hasPitfall } from "../src/match/glob/plain-globs.ts";
import { filesOf, globOf } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-matches-nothing",
  severity: "warning",
  summary: "a glob matches none of the files that the repository tracks",
  why: "A change of a tracked file can never match the glob: it is misspelled, or its files were moved. The files are those of the Git checkout around the working folder, if one of its remotes is the trigger's repository; those of `--repo-root` or `repoRoot` in the config are assumed to belong to it.",
  sources: ["the tracked files, matched with minimatch 3 and picomatch 4"],
  needsRepositoryFiles: true,
  gitTrigger(trigger, context) {
    const glob = globOf(trigger);
    // Another rule reports a pitfall, which is the cause.
    if (!glob || hasPitfall(glob.value)) return;
    const files = filesOf(trigger, context);
    if (files) return check(glob, files, context);
  },
});

async function check(
  glob: Located<string>,
  found: NonNullable<ReturnType<typeof filesOf>>,
  context: RuleContext,
): Promise<void> {
  const files = await found;
  if (!files || files.length === 0) return;
  const [{ globOptions }, { compileGlob }] = await Promise.all([
    import("../src/simulate/patterns.ts"),
    import("../src/match/glob/index.ts"),
  ]);
  const matcher = compileGlob(glob.value, {
    ...globOptions(context.settings.assume),
    budget: context.budget,
  });
  if (matcher.matchFiles(files, false).outcome !== "no") return;
  const folder = `${glob.value.replace(/\/$/, "")}/**`;
  const isFolder = compileGlob(folder, { budget: context.budget }).matchFiles(files, false).outcome === "yes";
  const fix = isFolder ? replaceValue(glob, folder, false) : undefined;
  const advice = isFolder
    ? `write "${folder}" for the files in that folder`
    : adviceOn(matcher.matchFiles(files));
  const message = `"${glob.value}" matches none of the ${files.length} tracked files; ${advice}`;
  context.report(glob, message, { fix });
}

function adviceOn({ near }: GlobMatch): string {
  if (!near || near.segment === 0) return "correct the path or remove the filter";
  if (near.cause === "hidden") return `write the leading dot, as in "${near.file}"`;
  return `correct "${near.piece.text}" (the nearest file is "${near.file}")`;
}
