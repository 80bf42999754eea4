import { isScalar, isSequence, type LocatedMapping, type Value } from "../src/document/located.ts";
import type { Span } from "../src/document/source.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Pipeline, Variable } from "../src/pipeline/model.ts";
import type { DetectedSecret } from "../src/secrets/detect.ts";
import { endsInSecretWord, isMask, wordsOf } from "../src/secrets/names.ts";
import { firstNotBefore } from "../src/util/binary-search.ts";

export default defineRule({
  id: "unencrypted-secret",
  severity: "warning",
  summary: "a secret stands in the spec in plain text and is not encrypted",
  why: "The platform shows a variable without `encrypted: true` to everybody who can see the pipeline or its builds, and whoever reads this file reads it too. Encrypt the variable and keep its value in the platform or in a shared configuration.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Pipeline variables: encrypted",
    "npm @secretlint/secretlint-rule-preset-recommend 12: the patterns of tokens and keys",
  ],
  pipeline(pipeline, context) {
    const { start, end } = pipeline.node.span;
    const own = context.detectedSecrets.filter((secret) => secret.start >= start && secret.end <= end);
    if (own.length === 0) return;
    const spoken = inOrder(valuesOfOtherRules(pipeline), ({ node }) => node.span);
    const variables = inOrder(variablesWithValue(pipeline), ({ value }) => value!.node.span);
    for (const secret of own) {
      if (covering(spoken, secret)) continue;
      const variable = covering(variables, secret)?.thing;
      if (variable) reportVariable(secret, variable, context);
      else reportDetected(secret, pipeline, context);
    }
  },
  variable(variable, { report }) {
    const { key, value } = variable;
    if (!isNamedSecret(variable)) return;
    report(
      value!,
      `variable "${key!.value}" holds its secret in plain text; set "encrypted: true" and keep the value out of the file`,
    );
  },
});

/** Whether the key says that the value is a secret, and the value is a literal one. */
function isNamedSecret({ key, value, encrypted }: Variable): boolean {
  if (!key || !value || value.anchor || encrypted?.value === true || !endsInSecretWord(key.value))
    return false;
  if (typeof value.value === "number") return namesPassword(key.value);
  return typeof value.value === "string" && isLiteral(value.value);
}

/** True if the last word of a key means a password, which may be a number as well. */
function namesPassword(key: string): boolean {
  return /^(?:pass|pwd)|password|passwd|passphrase/.test(wordsOf(key).at(-1) ?? "");
}

/** Words that stand for no secret at all, paths, and addresses without a password in them. */
const NO_SECRET =
  /^(?:true|false|yes|no|on|off|none|null|nil|empty|unset|undefined|default|todo|tbd|change[-_]?me|replace[-_]?me|x+|\.+)$|^(?:\.{0,2}\/|~\/|[a-z]:\\)|^[a-z][a-z\d+.-]*:\/\/[^@]*$/i;

function isLiteral(value: string): boolean {
  return (
    value.length > 1 &&
    !isMask(value) &&
    !/[$<%]|\{\{/.test(value.slice(0, 2)) &&
    !/\$\{|\{\{/.test(value) &&
    !NO_SECRET.test(value)
  );
}

/** Values that another rule, or this one by their key, already speaks of. */
function valuesOfOtherRules(pipeline: Pipeline): Value[] {
  const owners = [pipeline, ...pipeline.triggers, ...pipeline.cronTriggers];
  const variables = owners.flatMap(({ variables }) => variables);
  const told = variables.filter((variable) => variable.encrypted?.value === true || isNamedSecret(variable));
  return [
    ...told.flatMap(({ value }) => value ?? []),
    ...pipeline.triggers.flatMap(({ node }) => ["secret", "endpoint"].flatMap((key) => node.get(key) ?? [])),
  ];
}

const covers = ({ node }: Value, { start, end }: DetectedSecret): boolean =>
  node.span.start <= start && end <= node.span.end;

/** Things with where they stand, in the order of the text; a spec may have thousands of them and of secrets. */
interface Placed<T> {
  readonly thing: T;
  readonly span: Span;
}

function inOrder<T>(things: readonly T[], spanOf: (thing: T) => Span): Placed<T>[] {
  const placed = things.map((thing) => ({ thing, span: spanOf(thing) }));
  return placed.sort((a, b) => a.span.start - b.span.start);
}

/** The last of the things that begins at or before a secret, where it covers it. */
function covering<T>(placed: readonly Placed<T>[], { start, end }: DetectedSecret): Placed<T> | undefined {
  const after = firstNotBefore(placed, ({ span }) => span.start <= start);
  const found = placed[after - 1];
  return found && found.span.end >= end ? found : undefined;
}

function variablesWithValue(pipeline: Pipeline): Variable[] {
  const owners = [pipeline, ...pipeline.triggers, ...pipeline.cronTriggers];
  return owners.flatMap(({ variables }) => variables).filter(({ value }) => value && !value.anchor);
}

function reportVariable({ kind }: DetectedSecret, { key, value }: Variable, { report }: RuleContext): void {
  const name = key ? ` "${key.value}"` : "";
  report(
    value!,
    `the value of variable${name} looks like a secret (${kind}); set "encrypted: true" and keep it out of the file`,
  );
}

function reportDetected(secret: DetectedSecret, pipeline: Pipeline, { report }: RuleContext): void {
  const holder = scalarAt(pipeline.node, secret);
  report(
    { span: secret, path: holder?.path },
    `this looks like a secret (${secret.kind}); keep it out of the file, in an encrypted variable`,
  );
}

/** The scalar around a stretch of the text. */
function scalarAt(value: Value, secret: DetectedSecret): Value | undefined {
  if (value.anchor || !covers(value, secret)) return undefined;
  if (isScalar(value)) return value;
  const below = isSequence(value)
    ? value.items
    : (value as LocatedMapping).entries.map((entry) => entry.value);
  for (const part of below) {
    const found = scalarAt(part, secret);
    if (found) return found;
  }
  return undefined;
}
