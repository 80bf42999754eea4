import { isText } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";
import { stepsIn } from "./support/walk.ts";

/** A deeper line that begins with an option, after one that ends a command. */
const OPTION = /(?<![\\&|;({])\n[ \t]+(-{1,2}[A-Za-z][\w-]*)/;

export default defineRule({
  id: "indented-option-in-folded-command",
  severity: "warning",
  summary: "an option in a folded command (`>`) is on a deeper line, so that it becomes a command of its own",
  why: "YAML joins the lines of a folded text with spaces, but keeps the line breaks around a line that is indented more than the first. The shell then runs the option as a command. Codefresh's validator warns of deeper lines after `- >-`.",
  sources: [
    "yaml.org/spec/1.2.2: 8.1.3, folded style, more-indented lines",
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/validator.js: _validateNewLineToSpaceConverter",
  ],
  pipeline(pipeline, { report, text }) {
    // A folded text begins with `>`, which most specs do not contain.
    if (!text.includes(">")) return;
    for (const step of stepsIn(pipeline))
      for (const command of step.items("commands")) {
        if (!isText(command) || command.anchor) continue;
        if (command.node.kind !== "scalar" || command.node.style !== "folded") continue;
        const option = OPTION.exec(command.value)?.[1];
        if (option === undefined) continue;
        const message = `"${option}" is a line of its own in this folded command; align it with the first line, or write a backslash before it`;
        report(command, message);
      }
  },
});
