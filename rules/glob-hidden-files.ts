import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { withoutNegation } from "../src/match/glob/braces.ts";
import { globPitfalls, hasPitfall } from "../src/match/glob/plain-globs.ts";
import { filesOf, globOf } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-hidden-files",
  severity: "info",
  summary: "a glob's wildcards skip hidden files that exist in the repository or are named in the glob",
  why: "Wildcards do not match a name with a leading dot: neither `**` nor `src/*`. A commit that changes only `.github/…` or `.env` does not match `**`, and a negated glob such as `!config/**` does match `config/.env`. Only an explicit dot matches such names (`.*/**`).",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: hidden files",
    "tested with minimatch 3 to 10 and picomatch 2 to 4",
  ],
  usesRepositoryFiles: true,
  gitTrigger(trigger, context) {
    const glob = globOf(trigger);
    if (!glob || !/[*?]/.test(glob.value) || hasPitfall(glob.value)) return;
    const files = filesOf(trigger, context);
    if (files || namesHidden(glob.value)) return check(glob, files, context);
  },
});

/** Whether an extglob names a hidden file, which its wildcards do not match. */
function namesHidden(glob: string): boolean {
  return /[!@+*?]\(/.test(glob) && globPitfalls(glob).some(({ code }) => code === "hidden-segment");
}

function isHidden(path: string): boolean {
  return /(?:^|\/)\.\w/.test(path);
}

async function check(
  glob: Located<string>,
  tracked: ReturnType<typeof filesOf>,
  context: RuleContext,
): Promise<void> {
  const files = await tracked;
  const hidden = (files ?? []).filter(isHidden);
  if (hidden.length === 0 && !namesHidden(glob.value)) return;
  const [{ compileEngine }, { candidatePaths }] = await Promise.all([
    import("../src/match/glob/engines.ts"),
    import("../src/match/glob/candidate-paths.ts"),
  ]);
  const { budget } = context;
  const positive = withoutNegation(glob.value);
  const engines = (["picomatch", "minimatch"] as const).map((engine) => ({
    usual: compileEngine(positive, engine, "root", { budget }),
    dotted: compileEngine(positive, engine, "root", { budget, dot: true }),
  }));
  const isSkipped = (path: string): boolean =>
    engines.every(({ usual }) => usual(path) === false) &&
    engines.some(({ dotted }) => dotted(path) === true);
  // `glob-matches-nothing` reports a glob that matches nothing at all.
  if (files && !files.some((path) => engines.some(({ usual }) => usual(path) !== false))) return;
  const candidates = files ? [] : candidatePaths(positive, budget).filter(isHidden);
  const found = [...hidden, ...candidates].filter(isSkipped);
  if (found.length === 0) return;
  const more = found.length > 1 && files ? ` and ${found.length - 1} more` : "";
  const effect = positive === glob.value ? "do not match" : "are not excluded";
  const message = `wildcards skip hidden files, so changes of "${found[0]}"${more} ${effect}; write their leading dot in the glob to match them`;
  context.report(glob, message);
}
