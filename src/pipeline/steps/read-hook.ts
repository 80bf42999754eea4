import {
  FORBIDDEN_IN_HOOKS,
  hookOfAnnotations,
  hookSteps,
  hookWithExec,
  hookWithSteps,
} from "../../catalogue/steps/hook-tables.ts";
import type { Table } from "../../catalogue/steps/shapes.ts";
import { type Entry, isSequence, isTruthy, LocatedMapping, type Value } from "../../document/located.ts";

/** One of the forms in which a hook can be written. */
interface HookForm {
  /** The keys of the hook; undefined for one that is a step. */
  readonly table?: Table;
  /** True if the published validator does not check these keys. */
  readonly isLoose?: boolean;
  readonly steps: readonly Pick<Entry, "value">[];
}

/** Returns the form of a hook, as the published validator distinguishes them. */
export function readHook(hook: LocatedMapping): HookForm {
  const exec = hook.get("exec");
  const steps = hook.get("steps");
  const isAnnotated = isTruthy(hook.get("metadata")) || isTruthy(hook.get("annotations"));
  if (isTruthy(exec)) {
    // The validator does not check the items of a list of commands.
    if (isSequence(exec)) return { table: hookWithExec, isLoose: !isAnnotated, steps: [] };
    if (!(exec instanceof LocatedMapping)) return { table: hookWithExec, steps: [] };
    const several = exec.get("steps");
    if (isTruthy(several)) return { table: hookWithSteps, steps: stepsIn(several) };
    return { table: hookWithExec, steps: [{ value: exec }] };
  }
  if (isTruthy(steps)) return { table: hookSteps, steps: stepsIn(steps) };
  if (isAnnotated) return { table: hookOfAnnotations, steps: [] };
  return { steps: exec ? [] : [{ value: hook }] };
}

function stepsIn(steps: Value): readonly Entry[] {
  return steps instanceof LocatedMapping ? steps.kept : [];
}

/** Returns the entries that a step in a hook may not have. */
export function forbiddenInHook(step: LocatedMapping): readonly Entry[] {
  return step.entries.filter(({ name }) => FORBIDDEN_IN_HOOKS.includes(name));
}
