import { findReplaced } from "../src/catalogue/placeholders.ts";
import { LocatedMapping } from "../src/document/located.ts";
import { inQuotes } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { limitedWordMatch } from "../src/util/closest-match.ts";
import { eachScalar } from "./support/walk.ts";

/** A name that is a text without quotes after `stage: `. */
const PLAIN = /^(?!(?:true|false|null)$)[a-z](?:[^:#]*[^\s:#])?$/i;

export default defineRule({
  id: "unused-stage",
  severity: "info",
  marks: "unneeded",
  summary: "`stages` declares a stage that no step is in",
  why: "The build view shows an empty column for it. Usually the stage was renamed in the steps, or its steps were removed.",
  sources: ["docs.codefresh.io _docs/pipelines/stages.md"],
  pipeline({ spec, steps }, { report, format }) {
    if (!spec || spec.has("specTemplate") || !steps || steps.entries.length === 0) return;
    const stages = spec.strings("stages");
    const used = new Set<unknown>();
    for (const { value } of steps.entries)
      if (value instanceof LocatedMapping) used.add(value.string("stage")?.value);
    // Most specs use each stage at the first level, so they need no walk through all values.
    if (stages.every(({ value }) => !value || used.has(value))) return;
    for (const part of [steps, spec.get("hooks"), spec.get("services")]) {
      eachScalar(part, ({ path, value }) => {
        if (path?.key === "stage") used.add(value);
      });
    }
    // A variable or a tag of a template can name any of the stages.
    if ([...used].some((stage) => typeof stage === "string" && findReplaced(stage))) return;
    // `undeclared-stage` reports a misspelled one.
    const names = stages.map(({ value }) => value);
    const near = limitedWordMatch(names);
    for (const stage of [...used])
      if (typeof stage === "string" && !names.includes(stage)) used.add(near(stage));
    for (const stage of stages) {
      const { value } = stage;
      if (!value || used.has(value)) continue;
      const written = PLAIN.test(value) ? value : inQuotes(value, { format });
      report(stage, `stage "${value}" has no steps; remove it, or add "stage: ${written}" to its steps`);
    }
  },
});
