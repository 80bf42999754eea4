import { isSequence, isText, type Located, type LocatedMapping } from "../../src/document/located.ts";
import { oncePerPipeline, type Pipeline } from "../../src/pipeline/model.ts";
import { endsInSecretWord, isMask } from "../../src/secrets/names.ts";
import { isAccountName } from "./integrations.ts";
import { stepsIn } from "./walk.ts";

/** Values that are not secrets: words, paths, and addresses without a password. */
const NO_SECRET =
  /^(?:true|false|yes|no|on|off|none|null|nil|empty|unset|undefined|default|todo|tbd|change[-_]?me|replace[-_]?me|x+|\.+)$|^(?:\.{0,2}\/|~\/|[a-z]:\\)|^[a-z][a-z\d+.-]*:\/\/[^@]*$/i;

/** Passwords that protect nothing: masks, the word, and the defaults of databases in tests. */
const COMMON =
  /^(?:([^\p{L}\p{N}])\1+|(?:your|my)?[-_]?(?:pass(?:word|wd)?|secret|token)|admin|root|postgres|guest|test)$/iu;

/** True for a text that may be a secret: not a reference, a mask, a word, or a path. */
export function isLiteral(value: string): boolean {
  return (
    value.length > 1 &&
    !isMask(value) &&
    !/[$<%]|\{\{/.test(value.slice(0, 2)) &&
    !/\$\{|\{\{/.test(value) &&
    !NO_SECRET.test(value) &&
    !COMMON.test(value)
  );
}

/** A value in a step whose name is that of a secret. */
export interface StepSecret {
  readonly name: string;
  /** The value, or the text `NAME=value`. */
  readonly value: Located<string>;
  readonly secret: string;
}

/** Lists of `NAME=value` in steps. */
const ASSIGNMENTS = new Set(["environment", "build_arguments", "build-arguments", "composition_variables"]);

/** The literal secrets in the variables, arguments and credentials of the steps, by their names. */
export const stepSecrets: (pipeline: Pipeline) => readonly StepSecret[] = oncePerPipeline((pipeline) => {
  const found: StepSecret[] = [];
  for (const step of stepsIn(pipeline)) addSecrets(step, found);
  // An image pull secret is the name of a secret in the cluster.
  return found.filter(
    ({ name, secret }) => !/pull_?secrets?$/i.test(name) && !isAccountName(pipeline, name, secret),
  );
});

function addSecrets(step: LocatedMapping, found: StepSecret[]): void {
  addAssigned(step, found);
  const given = step.mapping("arguments");
  if (given) addAssigned(given, found);
  for (const part of [step.mapping("credentials"), given])
    for (const { name, value } of part?.entries ?? [])
      if (isText(value) && !value.anchor && endsInSecretWord(name) && isLiteral(value.value))
        found.push({ name, value, secret: value.value });
}

function addAssigned(part: LocatedMapping, found: StepSecret[]): void {
  for (const { name: list, value: items } of part.entries) {
    if (!ASSIGNMENTS.has(list) || !isSequence(items)) continue;
    for (const item of items.items) {
      if (!isText(item) || item.anchor) continue;
      const [, name = "", value = ""] = /^([\w.-]+)=([\s\S]*)$/.exec(item.value) ?? [];
      if (endsInSecretWord(name) && isLiteral(value)) found.push({ name, value: item, secret: value });
    }
  }
}
