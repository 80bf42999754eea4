import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { eachMatch } from "./support/step-whens.ts";

export default defineRule({
  id: "slashes-in-match",
  severity: "warning",
  summary: "the regex of `match` is between slashes, which it then searches for",
  why: "`match` takes the pattern alone: in `match('${{CF_BRANCH}}', '/^main$/', false)` the slashes are a part of it, so it never matches. Whether the case of letters counts is its third argument.",
  sources: [
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md: match",
    "@codefresh-io/tevale 0.9.4: the evaluator; that the service runs it is inferred",
  ],
  pipeline(pipeline, { report, subLocation }) {
    return eachMatch(pipeline, /["']\//, (condition, calls) => {
      const { value } = condition;
      for (const { args } of calls) {
        const [, pattern, ignoreCase] = args;
        if (pattern?.kind !== "literal" || typeof pattern.value !== "string") continue;
        const { 1: source, 2: flags } = LITERAL.exec(pattern.value) ?? [];
        if (source === undefined || (flags === "" && !/^\^|\$$|[.)\]][*+?]|\\/.test(source))) continue;
        const written = value.slice(pattern.start + 2, pattern.end - 2 - flags!.length);
        const quote = value[pattern.start]!;
        const isFixable = ignoreCase?.kind === "literal" && /^i?$/.test(flags!);
        const rest = isFixable
          ? value.slice(pattern.end, ignoreCase.start) +
            (flags === "i" ? "true" : value.slice(ignoreCase.start, ignoreCase.end)) +
            value.slice(ignoreCase.end)
          : "";
        const fixed = value.slice(0, pattern.start) + quote + written + quote + rest;
        const message = `match searches for the slashes of "${pattern.value}" too; write "${source}"${flags?.includes("i") ? " and true as the third argument" : ""}`;
        // With another slash inside they may be those of a path, unless an anchor is next to one.
        const isSure = /^\^|\$$/.test(source) || !/(?<!\\)\//.test(source);
        report(subLocation(condition, pattern.start, pattern.end), message, {
          fix: isFixable ? replaceValue(condition, fixed, isSure) : undefined,
        });
      }
    });
  },
});

/** A pattern that has a sign of regular expressions, or flags, between its slashes. */
const LITERAL = /^\/(.*)\/([gim]*)$/s;
