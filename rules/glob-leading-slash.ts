import { quotedLike } from "../src/lint/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { leadingSlashes, rootedPattern } from "../src/match/glob/slashes.ts";
import { looksLikeRegex } from "../src/spec/regex-look.ts";

export default defineRule({
  id: "glob-leading-slash",
  severity: "warning",
  summary: "a glob begins with a slash, which matches no changed file in any glob library",
  why: "Changed files are named from the repository's root without a slash in front, and minimatch, micromatch and picomatch all match a leading slash with none of them. The API page has such a glob and many pages lost their `**`; whether the platform strips the slash, nobody has documented.",
  sources: [
    "minimatch 3 to 10, micromatch 3 and 4, picomatch 2 to 4, run",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, full trigger example: modifiedFilesGlob with a leading slash",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md, before and after commit 3aa1712d",
  ],
  gitTrigger({ modifiedFilesGlob: glob }, { report, part }) {
    const slashes = glob && !looksLikeRegex(glob.value) ? leadingSlashes(glob.value) : [];
    if (!glob || slashes.length === 0) return;
    const rooted = rootedPattern(glob.value);
    for (const at of slashes) {
      report(
        part(glob, at, at + 1),
        `a glob that begins with "/" matches no file in any glob library, and nobody knows whether the platform strips it; write "${rooted}" for the repository's root, or "**" before the slash for any folder`,
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
