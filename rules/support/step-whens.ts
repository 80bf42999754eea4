import { isText, type Located, type LocatedMapping } from "../../src/document/located.ts";
import type { Pipeline } from "../../src/pipeline/model.ts";
import { eachStep } from "./walk.ts";

/** The conditions of the steps of a spec: those of `when`, without aliased ones. */
export interface StepWhens {
  /** Every `when` that is a mapping. */
  readonly whens: readonly LocatedMapping[];
  /** Every expression of a `condition`. */
  readonly conditions: readonly Located<string>[];
}

const NONE: StepWhens = { whens: [], conditions: [] };

/** Returns the conditions of the steps that run from the spec itself; read once for all rules. */
export function whensOf({ steps, spec }: Pipeline): StepWhens {
  if (!steps || spec?.has("specTemplate")) return NONE;
  const found = known.get(steps) ?? readWhens(steps);
  known.set(steps, found);
  return found;
}

const known = new WeakMap<LocatedMapping, StepWhens>();

function readWhens(steps: LocatedMapping): StepWhens {
  const whens: LocatedMapping[] = [];
  const conditions: Located<string>[] = [];
  eachStep(steps, (step) => {
    const when = step.mapping("when");
    if (!when || when.anchor) return;
    whens.push(when);
    const condition = when.mapping("condition");
    for (const key of ["all", "any"])
      for (const { value } of condition?.mapping(key)?.entries ?? [])
        if (isText(value) && !value.anchor) conditions.push(value);
  });
  return whens.length === 0 ? NONE : { whens, conditions };
}

/** A test of whether a variable is set with `$` on both sides or on neither; 3 is its name. */
export const WRONG_EXISTS_TEST =
  /\bincludes\(\s*(["'])(\$?)\{\{([^{}"']+)\}\}\1\s*,\s*(["'])\2\{\{\3\}\}\4\s*\)/g;
