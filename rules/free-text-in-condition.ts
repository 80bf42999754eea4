import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { whensOf } from "./support/step-whens.ts";

export default defineRule({
  id: "free-text-in-condition",
  severity: "info",
  summary: "quotes in a commit message or in the title of a pull request break a condition",
  why: "Codefresh pastes a commit message into the text of the YAML before it reads it. A message with an apostrophe then ends a condition in single quotes, and the build fails with a syntax error; the documentation has this case, and writes the condition as a block (`|`). Its other examples are in quotes. The title of a pull request is not escaped at all; `CF_PULL_REQUEST_TITLE_ESCAPED` is.",
  sources: [
    "docs.codefresh.io _docs/kb/articles/handling-commit-messages-with-a-quote-character.md",
    "docs.codefresh.io _docs/pipelines/variables.md: CF_COMMIT_MESSAGE and CF_PULL_REQUEST_TITLE",
  ],
  pipeline(pipeline, context) {
    for (const condition of whensOf(pipeline).conditions) {
      // JSON has no blocks.
      const isYaml = pipeline.file.format === "yaml";
      if (isYaml && condition.value.includes("{CF_COMMIT_MESSAGE}")) checkMessage(condition, context);
      if (condition.value.includes("{CF_PULL_REQUEST_TITLE}")) checkTitle(condition, context);
    }
  },
});

/** A message is pasted before the YAML is read, so that its quotes end those around the text. */
function checkMessage(condition: Located<string>, { report }: RuleContext): void {
  const style = condition.node.kind === "scalar" ? condition.node.style : "plain";
  if (style !== "single-quoted" && style !== "double-quoted") return;
  const quote = style === "single-quoted" ? "an apostrophe" : "a double quote";
  const message = `a commit message with ${quote} may end this text in quotes and break the YAML; write the condition as a block (|)`;
  report(condition, message);
}

function checkTitle(condition: Located<string>, { report, subLocation }: RuleContext): void {
  const { value } = condition;
  const title = "${{CF_PULL_REQUEST_TITLE}}";
  const start = value.indexOf(title);
  const escaped = "${{CF_PULL_REQUEST_TITLE_ESCAPED}}";
  const message = `a title with quotes breaks the condition, because it is not escaped; write ${escaped}`;
  const fix = replaceValue(condition, value.replaceAll(title, escaped), false);
  report(subLocation(condition, start, start + title.length), message, { fix });
}
