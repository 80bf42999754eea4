import type { Located } from "../src/document/located.ts";
import type { ScalarStyle } from "../src/document/node.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { whensOf } from "./support/step-whens.ts";

export default defineRule({
  id: "free-text-in-condition",
  severity: "info",
  summary: "a commit message or the title of a pull request may break a condition",
  why: "Codefresh pastes a commit message into the text of the YAML before it reads it. A message with an apostrophe then ends a condition in single quotes, and the build fails with a syntax error; the documentation has this case, and writes the condition as a block (`|`). Its other examples are in quotes. In a text without quotes `: ` breaks the YAML, and ` #` begins a comment. The title of a pull request is not escaped at all; `CF_PULL_REQUEST_TITLE_ESCAPED` is.",
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

/** The effect of a message, by the style of the text into which it is pasted. */
const FAULTS: Partial<Readonly<Record<ScalarStyle, string>>> = {
  "single-quoted": "an apostrophe may end this text in quotes",
  "double-quoted": "a double quote may end this text in quotes",
  plain: '": " or " #" may end this text',
};

function checkMessage(condition: Located<string>, { report }: RuleContext): void {
  const fault = FAULTS[condition.node.kind === "scalar" ? condition.node.style : "plain"];
  if (fault !== undefined)
    report(
      condition,
      `a commit message with ${fault} and break the YAML; write the condition as a block (|)`,
    );
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
