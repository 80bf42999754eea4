import { isText } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { liftArguments, typeOf } from "../src/pipeline/steps/expand.ts";
import { stepsIn } from "./support/walk.ts";

export default defineRule({
  id: "image-name-case",
  severity: "warning",
  summary: "the `image_name` of a build step has capital letters",
  why: "Registries only accept lower case in the name of an image; Codefresh's validator warns of any other. Variables are not looked at.",
  sources: ["@codefresh-io/yaml-validator 1.1.1 schema/1.0/validations/image-name.js"],
  pipeline(pipeline, { report }) {
    for (const step of stepsIn(pipeline)) {
      if (typeOf(step) !== "build") continue;
      const given = liftArguments(step);
      const name = given.get("image_name") ?? given.get("image-name");
      if (!name || !isText(name) || name.anchor) continue;
      const lower = name.value.replace(/\$\{\{.*?\}\}|[^$]+|\$/g, (part) =>
        part.startsWith("${{") ? part : part.toLowerCase(),
      );
      if (lower !== name.value)
        report(name, `image name "${name.value}" has capital letters; write "${lower}"`, {
          fix: replaceValue(name, lower, false),
        });
    }
  },
});
