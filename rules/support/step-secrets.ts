import { isText, type Located, type LocatedMapping } from "../../src/document/located.ts";
import type { Pipeline } from "../../src/pipeline/model.ts";
import { endsInSecretWord, isMask } from "../../src/secrets/names.ts";
import { isAccountName } from "./integrations.ts";
import { stepsIn } from "./walk.ts";

/** Values that are not secrets: words, paths, and addresses without a password. */
const NO_SECRET =
  /^(?:true|false|yes|no|on|off|none|null|nil|empty|unset|undefined|default|todo|tbd|change[-_]?me|replace[-_]?me|x+|\.+)$|^(?:\.{0,2}\/|~\/|[a-z]:\\)|^[a-z][a-z\d+.-]*:\/\/[^@]*$/i;

/** True for a text that may be a secret: not a reference, a mask, a word, or a path. */
export function isLiteral(value: string): boolean {
  return (
    value.length > 1 &&
    !isMask(value) &&
    !/[$<%]|\{\{/.test(value.slice(0, 2)) &&
    !/\$\{|\{\{/.test(value) &&
    !NO_SECRET.test(value)
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
const ASSIGNMENTS = ["environment", "build_arguments", "build-arguments", "composition_variables"];

const known = new WeakMap<Pipeline, readonly StepSecret[]>();

/** The literal secrets in the variables, arguments and credentials of the steps, by their names. */
export function stepSecrets(pipeline: Pipeline): readonly StepSecret[] {
  let found = known.get(pipeline);
  if (!found) {
    const all: StepSecret[] = [];
    for (const step of stepsIn(pipeline)) addSecrets(step, all);
    // An image pull secret is the name of a secret in the cluster.
    found = all.filter(
      ({ name, secret }) => !/pull_?secrets?$/i.test(name) && !isAccountName(pipeline, name, secret),
    );
    known.set(pipeline, found);
  }
  return found;
}

function addSecrets(step: LocatedMapping, found: StepSecret[]): void {
  for (const part of [step, step.mapping("arguments")]) {
    for (const list of ASSIGNMENTS)
      for (const item of part?.strings(list) ?? []) {
        const [, name = "", value = ""] = /^([\w.-]+)=([\s\S]*)$/.exec(item.value) ?? [];
        if (!item.anchor && endsInSecretWord(name) && isLiteral(value))
          found.push({ name, value: item, secret: value });
      }
    const own = part === step ? part?.mapping("credentials") : part;
    for (const { name, value } of own?.entries ?? [])
      if (isText(value) && !value.anchor && endsInSecretWord(name) && isLiteral(value.value))
        found.push({ name, value, secret: value.value });
  }
}
