import { isText, type Located, LocatedMapping, pathWithin, type Value } from "../src/document/located.ts";
import { inQuotes, replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Pipeline } from "../src/pipeline/model.ts";
import { quote } from "../src/util/text.ts";
import { type StrayPunctuation, strayPunctuation } from "./support/stray-punctuation.ts";
import { eachScalar, textOf } from "./support/walk.ts";

/** A text that may have such a value. */
const QUICK = /[\u2018\u2019\u201a\u201c\u201d\u201e]|[,;]["']?[ \t]*(?:#.*)?$/m;

/** Keys with text for people, and those with values of the user. */
const FREE: ReadonlySet<string> = new Set([
  "description",
  "commitStatusTitle",
  "variables",
  "endpoint",
  "secret",
]);

export default defineRule({
  id: "punctuation-in-value",
  severity: "warning",
  summary: "a value is in typographic quotes or ends in a comma, which are a part of it",
  why: "Only the straight quotes ' and \" delimit a value in YAML and JSON, and a comma only ends one inside brackets and braces. Other quotes, as word processors and web pages show them, and a comma at the end of a line are characters of the value: no repository, branch or file has such a name. An error is a value that the schema refuses.",
  sources: [
    "YAML 1.2.2, section 7.3: flow scalar styles, section 7.4: flow collection styles",
    "tested with js-yaml 3.15",
  ],
  onFaults: true,
  pipeline(pipeline, context) {
    if (!QUICK.test(textOf(pipeline))) return;
    const found: Located<string>[] = [];
    const { node, metadata, spec } = pipeline;
    const names = [node.get("version"), node.get("kind"), metadata?.get("name"), metadata?.get("project")];
    for (const value of names) collect(value, found);
    for (const key of ["specTemplate", "externalResources", "contexts", "runtimeEnvironment"])
      collect(spec?.get(key), found);
    for (const trigger of [...pipeline.triggers, ...pipeline.cronTriggers]) collect(trigger.node, found);
    if (found.length > 0) return check(found, pipeline, context);
  },
});

function collect(value: Value | undefined, found: Located<string>[]): void {
  const entries = value instanceof LocatedMapping ? value.entries : [];
  for (const entry of entries) if (!FREE.has(entry.name) && !entry.key.anchor) collect(entry.value, found);
  if (entries.length > 0) return;
  eachScalar(value, (scalar) => {
    if (isText(scalar) && strayPunctuation(scalar.value)) found.push(scalar);
  });
}

async function check(
  values: readonly Located<string>[],
  { node, plain }: Pipeline,
  context: RuleContext,
): Promise<void> {
  const { findSpecFaults } = await import("../src/pipeline/schema/spec-faults.ts");
  const refused = new Set(findSpecFaults(plain).map(({ path }) => JSON.stringify(path)));
  for (const value of values) {
    const isRefused = refused.has(JSON.stringify(pathWithin(node, value)));
    const punctuation = strayPunctuation(value.value)!;
    // The rule about the refused value has a better remedy than to remove a comma.
    if (isRefused && punctuation.kind === "comma") continue;
    context.report(value, messageOf(value, punctuation, context), {
      fix: replaceValue(value, punctuation.meant, false),
      ...(isRefused && { severity: "error" }),
    });
  }
}

function messageOf(
  { value }: Located<string>,
  { kind, meant }: StrayPunctuation,
  { format }: RuleContext,
): string {
  if (kind === "comma")
    return `${quote(value)} ends in "${value.at(-1)}", which is a part of the value; remove it`;
  const written = meant.length < 60 ? inQuotes(meant, { format }) : "straight ones";
  return `${quote(value)} is in typographic quotes, which are a part of the value; write ${written}`;
}
