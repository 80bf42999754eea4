import { findReplaced } from "../src/catalogue/placeholders.ts";
import type { LocatedMapping } from "../src/document/located.ts";
import { defineRule, type FixProposal } from "../src/lint/rule.ts";
import { isMask } from "../src/secrets/names.ts";
import { insertFirst } from "./support/edits.ts";

export default defineRule({
  id: "masked-value",
  severity: "warning",
  summary: "a variable has the mask that an export shows in place of an encrypted value",
  why: "An export shows a mask in place of an encrypted value. With `encrypted: true`, replacing the pipeline probably keeps the stored value, but a new pipeline has none. Without `encrypted: true`, the mask itself becomes the value. A mask with `encrypted: true` is the form for a repository; `docs/secrets.md` shows how to set the value.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Pipeline variables",
    "codefresh-io/terraform-provider-codefresh issue 97: variables turned into plain-text masks",
  ],
  variable({ key, value, encrypted, node }, { report, text }) {
    if (!value || !isMask(value.value) || findReplaced(node.string("encrypted")?.value ?? "")) return;
    const name = key ? ` "${key.value}"` : "";
    if (encrypted?.value === true) {
      report(
        value,
        `encrypted variable${name} has a mask as its value; set the value in Codefresh if the pipeline is new`,
        { severity: "info" },
      );
    } else {
      const fix = value.anchor ? undefined : encrypt(node, text);
      const message = `variable${name} has a mask as its value but not "encrypted: true"; add that line, or Codefresh stores the mask`;
      report(value, message, { fix });
    }
  },
});

/** Returns the edit that restores `encrypted: true`, as in the exported pipeline. */
function encrypt(variable: LocatedMapping, text: string): FixProposal | undefined {
  const encrypted = variable.get("encrypted");
  const edit = encrypted
    ? { span: encrypted.span, text: "true" }
    : insertFirst(variable, "encrypted", true, text);
  return edit && { title: 'set "encrypted: true"', safe: false, edits: [edit] };
}
