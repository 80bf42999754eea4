import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "unknown-suppression",
  severity: "warning",
  summary: "an ignore comment names an unknown rule, or none",
  why: "A comment `# dryfire-ignore rule-id` hides the findings of the rules that it names. With a misspelled id it hides nothing. Without an id it would hide too much, so it is ignored.",
  sources: ["docs/config.md, Ignore comments"],
  suppression({ id, known, near }) {
    if (known) return undefined;
    if (id === "") return 'this ignore comment names no rule; write the rule id after "dryfire-ignore"';
    if (id.startsWith("dryfire-ignore-"))
      return `"${id}" hides nothing; write "dryfire-ignore" on the line of the finding, or above it`;
    const reason = id.slice(1).trim() || "because";
    if (id.startsWith(":")) return `a reason is only read after "--"; write "-- ${reason}"`;
    const hint = near ? `did you mean "${near}"?` : 'see "dryfire rules", or write "--" before a reason';
    return `unknown rule "${id}"; ${hint}`;
  },
});
