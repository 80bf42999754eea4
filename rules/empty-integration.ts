import { tableOf } from "../src/catalogue/steps/step-tables.ts";
import { isText } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";
import { typeOf } from "../src/pipeline/steps/expand.ts";
import { isBlank, stepsIn } from "./support/walk.ts";

/** Keys that take the name of a registry, cluster or Git integration. */
const NAMES = [
  "registry",
  "registry_context",
  "cluster",
  "kube_context",
  "kubernetes_context",
  "git",
  "context",
];

export default defineRule({
  id: "empty-integration",
  severity: "warning",
  summary: "a step of the marketplace names an integration with an empty text",
  why: "An empty name matches no registry, cluster or Git integration of the account, so the step most likely fails when it runs. In built-in steps Codefresh's validator refuses it.",
  sources: ["@codefresh-io/yaml-validator 1.1.1: any.empty for the same keys of built-in steps"],
  pipeline(pipeline, { report }) {
    for (const step of stepsIn(pipeline)) {
      const given = tableOf(typeOf(step)) ? undefined : step.mapping("arguments");
      for (const name of given ? NAMES : []) {
        const { key, value } = given!.entry(name) ?? {};
        if (!value || value.anchor || !isBlank(value)) continue;
        const place = isText(value) ? value : key!;
        report(place, `"${name}" names no integration; write its name or remove the key`);
      }
    }
  },
});
