import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "unknown-suppression",
  severity: "warning",
  summary: "an ignore comment names a rule that does not exist, or none",
  why: "A comment `# dryfire-ignore rule-id` hides the findings of the rules that it names. With a misspelt id it hides nothing, and without one it would hide too much, so it is passed over.",
  sources: ["docs/config.md, Ignore comments"],
  suppression({ id, known, near }) {
    if (known) return undefined;
    if (id === "")
      return 'this ignore comment names no rule; write the id of the rule after "dryfire-ignore"';
    if (id.startsWith(":")) return `a reason stands after "--"; write "-- ${reason(id)}" for the reason`;
    const hint = near ? `did you mean "${near}"?` : '"dryfire rules" lists them';
    return `there is no rule "${id}"; ${hint}`;
  },
});

function reason(afterColon: string): string {
  return afterColon.slice(1).trim() || "because";
}
