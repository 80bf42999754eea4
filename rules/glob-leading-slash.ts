import { fixOf, quotedLike } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { leadingSlashes, rootedPattern } from "../src/match/glob/braces.ts";
import { isOutsideRepository, looksLikeRegex } from "../src/match/glob/pitfalls.ts";

export default defineRule({
  id: "glob-leading-slash",
  severity: "warning",
  summary: "a glob begins with a slash, so minimatch, micromatch and picomatch match no changed file",
  why: "The paths of changed files have no leading slash, and every tested version of the three libraries takes the slash literally. After `!` such a glob excludes nothing, and in braces it disables only its own alternative. The API documentation has such a glob, and a conversion removed the `**` from many pages; it is undocumented whether Codefresh strips the slash.",
  sources: [
    "tested with minimatch 3 to 10, micromatch 3 and 4, and picomatch 2 to 4",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, full trigger example: modifiedFilesGlob with a leading slash",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md, before and after commit 3aa1712d",
  ],
  gitTrigger({ modifiedFilesGlob: glob }, { report, subLocation }) {
    const slashes =
      glob && !looksLikeRegex(glob.value) && !isOutsideRepository(glob.value)
        ? leadingSlashes(glob.value)
        : [];
    if (!glob || slashes.length === 0) return;
    const rooted = rootedPattern(glob.value);
    const message = `a glob with "/" at the start matches no file unless Codefresh strips it (undocumented); write "${rooted}", or "**" before the slash for any folder`;
    const fix = fixOf(`write "${rooted}"`, false, { span: glob.span, text: quotedLike(glob, rooted) });
    for (const at of slashes) report(subLocation(glob, at, at + 1), message, { fix });
  },
});
