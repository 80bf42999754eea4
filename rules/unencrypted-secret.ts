import type { LocatedScalar, Value } from "../src/document/located.ts";
import type { Span } from "../src/document/source.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { type Pipeline, type Variable, variablesIn } from "../src/pipeline/model.ts";
import { type DetectedSecret, isSure } from "../src/secrets/detect.ts";
import { endsInSecretWord, wordsOf } from "../src/secrets/names.ts";
import { firstNotBefore } from "../src/util/binary-search.ts";
import { certainty } from "./support/certain-secrets.ts";
import { isAccountName } from "./support/integrations.ts";
import { isLiteral, stepSecrets } from "./support/step-secrets.ts";
import { eachScalar } from "./support/walk.ts";

const ADVICE = 'keep it in a shared configuration that "contexts" lists, and remove the variable';

export default defineRule({
  id: "unencrypted-secret",
  severity: "warning",
  summary: "a secret is in plain text and not encrypted",
  why: "Codefresh shows a variable without `encrypted: true` to everyone who can see the pipeline or its builds, and everyone who can read this file can read it too. Keep the secret in a shared configuration and list that in `contexts`, or encrypt the variable, write the mask and set the value in Codefresh: `docs/secrets.md` shows both. Renew a secret that was in the repository. Masks and the usual passwords of databases in tests, such as `postgres`, are not reported. A token or key whose form leaves no doubt is an error.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Pipeline variables: encrypted",
    "npm @secretlint/secretlint-rule-preset-recommend 12: the patterns of tokens and keys",
  ],
  pipeline(pipeline, context) {
    for (const { name, value } of stepSecrets(pipeline))
      context.report(
        value,
        `"${name}" has its secret in plain text; keep it in a shared configuration, and write \${{NAME}} here`,
        certainty(value, context),
      );
    const { start, end } = pipeline.node.span;
    const own = context.detectedSecrets.filter((secret) => secret.start >= start && secret.end <= end);
    if (own.length === 0) return;
    const spoken = inOrder(valuesOfOtherRules(pipeline, context), ({ node }) => node.span);
    const withValue = variablesIn(pipeline).filter(({ value }) => value && !value.anchor);
    const variables = inOrder(withValue, ({ value }) => value!.node.span);
    const scalars: LocatedScalar[] = [];
    eachScalar(pipeline.node, (scalar) => scalars.push(scalar));
    const holders = inOrder(scalars, ({ node }) => node.span);
    for (const secret of own) {
      if (covering(spoken, secret)) continue;
      const variable = covering(variables, secret)?.thing;
      if (variable) reportVariable(secret, variable, context);
      else reportDetected(secret, covering(holders, secret)?.thing, context);
    }
  },
  variable(variable, context) {
    const { key, value } = variable;
    if (!isNamedSecret(variable, context)) return;
    const message = `variable "${key!.value}" has its secret in plain text; ${ADVICE}`;
    context.report(value!, message, certainty(value!, context));
  },
});

/** True if the key names a secret and the value is a literal. */
function isNamedSecret({ key, value, encrypted, pipeline }: Variable, { settings }: RuleContext): boolean {
  if (!key || !value || value.anchor || encrypted?.value === true || !endsInSecretWord(key.value))
    return false;
  if (typeof value.value === "number") return namesPassword(key.value);
  if (typeof value.value !== "string" || !isLiteral(value.value)) return false;
  if (Object.hasOwn(settings.integrations, value.value)) return false;
  // An image pull secret is the name of a secret in the cluster.
  return !/pull_?secrets?$/i.test(key.value) && !isAccountName(pipeline, key.value, value.value);
}

/** True if the last word of a key means a password, which may also be a number. */
function namesPassword(key: string): boolean {
  return /^(?:pass|pwd)|password|passwd|passphrase/.test(wordsOf(key).at(-1) ?? "");
}

/** Values that this or another rule already reports because of their key. */
function valuesOfOtherRules(pipeline: Pipeline, context: RuleContext): Value[] {
  const declared = variablesIn(pipeline).filter(
    (variable) => variable.encrypted?.value === true || isNamedSecret(variable, context),
  );
  return [
    ...declared.flatMap(({ value }) => value ?? []),
    ...stepSecrets(pipeline).map(({ value }) => value),
    ...pipeline.triggers.flatMap(({ node }) => ["secret", "endpoint"].flatMap((key) => node.get(key) ?? [])),
  ];
}

/** Values with their spans in the order of the text; a spec may have thousands of them. */
interface Placed<T> {
  readonly thing: T;
  readonly span: Span;
}

function inOrder<T>(things: readonly T[], spanOf: (thing: T) => Span): Placed<T>[] {
  const placed = things.map((thing) => ({ thing, span: spanOf(thing) }));
  return placed.sort((a, b) => a.span.start - b.span.start);
}

/** Returns the last value that begins at or before a secret, if it covers the secret. */
function covering<T>(placed: readonly Placed<T>[], { start, end }: DetectedSecret): Placed<T> | undefined {
  const after = firstNotBefore(placed, ({ span }) => span.start <= start);
  const found = placed[after - 1];
  return found && found.span.end >= end ? found : undefined;
}

function reportVariable({ kind }: DetectedSecret, { key, value }: Variable, context: RuleContext): void {
  const name = key ? ` "${key.value}"` : "";
  const message = `the value of variable${name} looks like a secret (${kind}); ${ADVICE}`;
  context.report(value!, message, certainty(value!, context));
}

function reportDetected(secret: DetectedSecret, holder: Value | undefined, context: RuleContext): void {
  context.report(
    { span: secret, path: holder?.path },
    `this looks like a secret (${secret.kind}); keep it in a shared configuration, and write \${{NAME}} here`,
    isSure(secret, context.text) ? { severity: "error" } : {},
  );
}
