import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { engineSpellings, enginesAgree, hasPitfall } from "../src/match/glob/plain-globs.ts";
import { globOf } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-depends-on-engine",
  severity: "warning",
  summary:
    "a glob matches different files in minimatch and picomatch, and it is undocumented which one Codefresh uses",
  why: "The documentation links to a test page that runs minimatch, but also states that `./` makes no difference, which is true only for picomatch. If the two disagree, as on `{**/package.json,app/**}` for a file in the root, the result is unknown. The message shows a path on which they disagree. The form `folder/!(ignored)**`, which the help page prescribes, is not reported.",
  sources: [
    "tested with minimatch 3 and picomatch 4 on the path in the message",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md",
    "docs.codefresh.io _docs/kb/articles/glob-expression-trigger-not-working.md: folderName/!(fileToIgnore)**",
  ],
  gitTrigger(trigger, context) {
    const glob = globOf(trigger);
    if (!glob || context.settings.assume["glob-engine"] !== undefined) return;
    if (hasPitfall(glob.value) || enginesAgree(withoutDocumentedForm(glob.value))) return;
    return check(glob, context);
  },
});

/**
 * Returns a glob with a folder in place of `folder/!(ignored)**`, the form that Codefresh's help
 * page prescribes, so that it is not reported.
 */
function withoutDocumentedForm(glob: string): string {
  return glob.replace(/(?<=\/)!\([^()]+\)\*\*(?=[,}]|$)/g, "**");
}

async function check(glob: Located<string>, { report, settings, budget }: RuleContext): Promise<void> {
  const { findEngineWitness } = await import("../src/match/glob/examples.ts");
  const options = { budget, prefer: settings.repositoryFiles ?? [] };
  const isDisputed = (text: string) => findEngineWitness(withoutDocumentedForm(text), options) !== undefined;
  const witness = isDisputed(glob.value) ? findEngineWitness(glob.value, options) : undefined;
  if (!witness) return;
  const other = engineSpellings(glob.value).find((text) => !isDisputed(text));
  const [one, two] = witness.picomatch ? ["picomatch", "minimatch"] : ["minimatch", "picomatch"];
  const advice = other === undefined ? "write it with only *, ** and braces" : `write "${other}"`;
  const message = `"${glob.value}" matches "${witness.file}" in ${one} but not in ${two}, and it is undocumented which one Codefresh uses; ${advice}`;
  report(glob, message, { fix: replaceValue(glob, other, false) });
}
