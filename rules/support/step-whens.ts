import { isText, type Located, type LocatedMapping } from "../../src/document/located.ts";
import type { Pipeline } from "../../src/pipeline/model.ts";
import { stepsIn } from "./walk.ts";

/** The conditions of the steps of a spec: those of `when`, without aliased ones. */
export interface StepWhens {
  /** Every `when` that is a mapping. */
  readonly whens: readonly LocatedMapping[];
  /** Every expression of a `condition`. */
  readonly conditions: readonly Located<string>[];
  /** Every branch of `branch`, with its list. */
  readonly branches: readonly { readonly list: "only" | "ignore"; readonly entry: Located<string> }[];
}

/** Returns the conditions of the steps that run from the spec itself; read once for all rules. */
export function whensOf(pipeline: Pipeline): StepWhens {
  const found = known.get(pipeline) ?? readWhens(pipeline);
  known.set(pipeline, found);
  return found;
}

const known = new WeakMap<Pipeline, StepWhens>();

function readWhens(pipeline: Pipeline): StepWhens {
  const whens = stepsIn(pipeline)
    .flatMap((step) => step.mapping("when") ?? [])
    .filter(({ anchor }) => !anchor);
  const conditions = whens.flatMap((when) =>
    ["all", "any"].flatMap((key) => when.mapping("condition")?.mapping(key)?.entries ?? []),
  );
  const branches = whens.flatMap((when) =>
    (["only", "ignore"] as const).flatMap((list) =>
      (when.mapping("branch")?.strings(list) ?? []).map((entry) => ({ list, entry })),
    ),
  );
  return {
    whens,
    branches: branches.filter(({ entry }) => !entry.anchor),
    conditions: conditions.flatMap(({ value }) => (isText(value) && !value.anchor ? [value] : [])),
  };
}

/** A test of whether a variable is set with `$` on both sides or on neither; 3 is its name. */
export const WRONG_EXISTS_TEST =
  /\bincludes\(\s*(["'])(\$?)\{\{([^{}"']+)\}\}\1\s*,\s*(["'])\2\{\{\3\}\}\4\s*\)/g;
