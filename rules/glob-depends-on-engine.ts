import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { enginesAgree, hasPitfall } from "../src/match/glob/plain-globs.ts";
import { globOf } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-depends-on-engine",
  severity: "warning",
  summary:
    "a glob matches other files in minimatch than in picomatch, and which of them the platform uses is not known",
  why: "The documentation sends people to a test page that runs minimatch, and says that `./` makes no difference, which is true of picomatch only. Where the two part, as on `{**/package.json,app/**}` for a file in the root, nobody outside can tell what fires. The rule shows a path on which they part.",
  sources: [
    "minimatch 3 and picomatch 4, run on the path that is shown",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md",
  ],
  gitTrigger(trigger, context) {
    const glob = globOf(trigger, context);
    if (!glob || context.settings.assume["glob-engine"] !== undefined) return;
    if (enginesAgree(glob.value) || hasPitfall(glob.value)) return;
    return check(glob, context);
  },
});

async function check(glob: Located<string>, { report, settings, budget }: RuleContext): Promise<void> {
  const { findEngineWitness } = await import("../src/match/glob/examples.ts");
  const options = { budget, prefer: settings.repositoryFiles ?? [] };
  const witness = findEngineWitness(glob.value, options);
  if (!witness) return;
  const other = spellings(glob.value).find((text) => !findEngineWitness(text, options));
  const [one, two] = witness.picomatch ? ["picomatch", "minimatch"] : ["minimatch", "picomatch"];
  const advice = other === undefined ? "write it without groups and extras" : `write "${other}"`;
  const message = `"${glob.value}" matches "${witness.file}" in ${one} and not in ${two}, and which of them is used is not known; ${advice}`;
  report(glob, message, other === undefined ? {} : { fix: replaceValue(glob, other, false) });
}

/** Other ways to write a glob, which may be read alike; the first of them that are is proposed. */
function spellings(glob: string): string[] {
  const rewritten = [
    // A globstar that begins an alternative stands for no folder in one of the two.
    glob.replace(/(?<=[{,])\*\*\/([^{},]+)(?=[,}])/g, "$1,**/$1"),
    glob.replace(/(?<=^|\/)\*\*(?=[^*/]+$)/, "**/*"),
    glob.replace(/(?<![!@*+?])\(([^()]*\|[^()]*)\)/g, (_, list: string) => `{${list.replaceAll("|", ",")}}`),
    // A folder named `[id]` or `[...slug]`, as frameworks for the web have it; any other class is meant as one.
    glob.replace(/(?<=^|[/{,])\[((?:\.\.\.)?\w{2,})\](?=[/},]|$)/g, "\\[$1\\]"),
    glob.replaceAll("[!", "[^"),
    glob.replace(/^#/, "\\#"),
    glob.replace(/^!\(([^()|]+)\)\/\*\*$/, "!$1/**"),
  ];
  return rewritten.filter((text) => text !== glob);
}
