import { findPlaceholder } from "../src/catalogue/placeholders.ts";
import { isText, type Located, type LocatedMapping, pathKeys } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { eachScalar } from "./support/walk.ts";

export default defineRule({
  id: "placeholder-value",
  severity: "warning",
  summary: "a name, repository or pattern still contains a placeholder",
  why: "A spec that was created from a sample may still contain a placeholder. Codefresh reads it literally, so no event ever matches it. A template (Helm, Jinja, ERB, Terraform, envsubst, ytt, kustomize) has one finding, and none of other rules at its tags: lint what it renders to, and list the template in `ignores` of the config. The finding is an error if Codefresh rejects the text as it is.",
  sources: [
    "public pipeline specs, which have <app>, OWNERTOKEN/REPOTOKEN and template tags in these places",
    "docs.codefresh.io _docs/pipelines/variables.md: only ${{ }} refers to a variable",
  ],
  pipeline({ metadata, spec, contexts }, context) {
    check(metadata, ["name"], context);
    check(spec?.mapping("specTemplate"), ["repo", "path", "revision", "url", "context"], context);
    for (const resource of spec?.mappings("externalResources") ?? [])
      check(resource, ["repo", "revision", "source", "destination", "context"], context);
    for (const name of contexts) checkText(name, context);
    check(spec?.mapping("runtimeEnvironment"), ["name"], context);
  },
  gitTrigger({ node }, context) {
    check(node, ["name", "repo", "context", "provider", "modifiedFilesGlob"], context);
    check(node, ["branchRegex", "commentRegex", "pullRequestTargetBranchRegex"], context);
    eachScalar(node.get("contexts"), (scalar) => {
      if (isText(scalar)) checkText(scalar, context);
    });
    check(node.mapping("runtimeEnvironment"), ["name"], context);
  },
  cronTrigger: ({ node }, context) => check(node, ["name", "branch"], context),
});

function check(mapping: LocatedMapping | undefined, keys: readonly string[], context: RuleContext): void {
  for (const key of keys) {
    const value = mapping?.string(key);
    const found = value && !value.anchor && findPlaceholder(value.value);
    if (found && (found.kind !== "word" || !isRefused(key, value.value, mapping!))) checkText(value, context);
  }
}

/** True if another rule reports the value. */
function isRefused(key: string, value: string, { path }: LocatedMapping): boolean {
  const isTrigger = pathKeys(path).includes("triggers");
  if (key.endsWith("Regex")) return !/^\/(?:[^/]|\\\/)*\/[gim]*$/.test(value);
  if (key === "repo") return !/.\/./.test(value);
  if (key === "name" && isTrigger) return /\s/.test(value);
  return key === "name" && path?.key === "metadata" && !/[^\s]\/[^\s]/.test(value);
}

function checkText(value: Located<string>, { report, subLocation }: RuleContext): void {
  const found = findPlaceholder(value.value);
  if (!found) return;
  const written = value.value.slice(found.start, found.end);
  report(subLocation(value, found.start, found.end), `"${written}" is a placeholder; write the real value`);
}
