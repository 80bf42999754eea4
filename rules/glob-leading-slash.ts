import { quotedLike } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { leadingSlashes, rootedPattern } from "../src/match/glob/braces.ts";
import { looksLikeRegex } from "../src/match/glob/pitfalls.ts";

export default defineRule({
  id: "glob-leading-slash",
  severity: "warning",
  summary: "a glob begins with a slash, with which minimatch, micromatch and picomatch match no changed file",
  why: "Changed files are named from the repository's root without a slash in front, and every version of the three libraries that was run takes the slash for itself; after `!` it excludes nothing, and in braces it spoils its own alternative. The API page has such a glob and many pages lost their `**`; whether the platform strips the slash, nobody has documented.",
  sources: [
    "minimatch 3 to 10, micromatch 3 and 4, picomatch 2 to 4, run",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, full trigger example: modifiedFilesGlob with a leading slash",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md, before and after commit 3aa1712d",
  ],
  gitTrigger({ modifiedFilesGlob: glob }, { report, subLocation }) {
    const slashes = glob && !looksLikeRegex(glob.value) ? leadingSlashes(glob.value) : [];
    if (!glob || slashes.length === 0) return;
    const rooted = rootedPattern(glob.value);
    for (const at of slashes) {
      report(
        subLocation(glob, at, at + 1),
        `minimatch, micromatch and picomatch match no changed file with "/" at the start of a glob, and whether the platform strips it is not known; write "${rooted}" for the repository's root, or "**" before the slash for any folder`,
        {
          fix: {
            title: `write "${rooted}"`,
            safe: false,
            edits: [{ span: glob.span, text: quotedLike(glob, rooted) }],
          },
        },
      );
    }
  },
});
