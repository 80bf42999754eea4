import { annotations, metadata } from "./common-keys.ts";
import {
  anyMapping,
  either,
  flag,
  type Key,
  key,
  mapOf,
  strictFlag,
  type Table,
  texts,
  words,
} from "./shapes.ts";

const SOURCE = "validator.js: _validateSingleHookSchema";

const steps: Readonly<Record<string, Key>> = {
  mode: key(words("sequential", "parallel")),
  fail_fast: key(flag),
  strict_fail_fast: key(strictFlag),
  steps: key(mapOf(/^.+$/, anyMapping)),
};

const around: Readonly<Record<string, Key>> = {
  metadata: key(metadata),
  annotations: key(annotations),
};

/** Keys of a step, which a hook next to its annotations has in `exec`. */
const foreign = Object.fromEntries(
  ["type", "image", "commands", "cmd", "environment", "working_directory", "shell", "volumes"].map((name) => [
    name,
    'move it under "exec"',
  ]),
);

/** A hook, or the `exec` of one, with several steps. */
export const hookSteps: Table = { noun: "the hook", keys: steps, source: SOURCE };

/** A hook with an `exec` that has several steps. */
export const hookWithSteps: Table = {
  noun: "the hook",
  keys: { exec: key({ is: "mapping", table: hookSteps }), ...around },
  source: SOURCE,
};

/** A hook with an `exec` that is one step or a list of commands. */
export const hookWithExec: Table = {
  noun: "the hook",
  keys: { exec: key(either(texts, anyMapping)), ...around },
  foreign,
  source: SOURCE,
};

/** A hook that only sets metadata or annotations. */
export const hookOfAnnotations: Table = { noun: "the hook", keys: around, foreign, source: SOURCE };

/** The keys of a step that the validator refuses in a hook; `on_success` is not one of them. */
export const FORBIDDEN_IN_HOOKS: readonly string[] = [
  "debug",
  "on_start",
  "on_finish",
  "on_fail",
  "hooks",
  "stage",
];

/** True for the key of a list of commands: of a step or of a hook. */
export function isCommandList(key: string): boolean {
  return /^(?:commands|exec|on_(?:elected|success|fail|finish))$/.test(key);
}

/** True for the key of a list of NAME=value, in either spelling. */
export function isVariableList(key: string): boolean {
  return /^(?:environment|(?:build|composition)[_-](?:arguments|variables))$/.test(key);
}
