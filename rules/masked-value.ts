import type { LocatedMapping } from "../src/document/located.ts";
import { defineRule, type FixProposal } from "../src/lint/rule.ts";
import { isMask } from "../src/secrets/names.ts";
import { insertFirst } from "./support/edits.ts";

export default defineRule({
  id: "masked-value",
  severity: "error",
  summary: "a variable's value is the mask that an export prints for an encrypted one",
  why: "An export prints a mask where a value is encrypted. With `encrypted: true` a replace is believed to keep the stored value, while a new pipeline cannot have one; without it, the mask itself becomes the value.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Pipeline variables",
    "codefresh-io/terraform-provider-codefresh issue 97: variables turned into plain-text masks",
  ],
  variable({ key, value, encrypted, node }, { report, text }) {
    if (!value || !isMask(value.value)) return;
    const name = key ? ` "${key.value}"` : "";
    if (encrypted?.value === true) {
      report(
        value,
        `the value of encrypted variable${name} is a mask; a new pipeline needs the value itself`,
        { severity: "info" },
      );
    } else {
      const fix = value.anchor ? undefined : encrypt(node, text);
      const message = `the value of variable${name} is a mask without "encrypted: true"; add that line, or give the value`;
      report(value, message, fix && { fix });
    }
  },
});

/** Says that the variable is encrypted, as the export did from which the mask comes. */
function encrypt(variable: LocatedMapping, text: string): FixProposal | undefined {
  const encrypted = variable.get("encrypted");
  const isJson = text[variable.node.pairs[0]?.key.span.start ?? 0] === '"';
  const edit = encrypted
    ? { span: encrypted.span, text: "true" }
    : insertFirst(variable, isJson ? '"encrypted": true' : "encrypted: true", text);
  return edit && { title: 'set "encrypted: true"', safe: false, edits: [edit] };
}
