import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../src/lint/diagnostic.ts";
import { readJsonl } from "../fixtures.ts";
import { lintText } from "../lint-text.ts";

/** An error or a warning of the published validator. */
interface Reported {
  readonly level: "workflow" | "step";
  readonly step?: string | null;
  /** The path in the step, or in the definition for the level `workflow`; `value` is the whole. */
  readonly joiPath?: string | null;
  readonly code?: number;
  readonly message: string;
}

/** A definition with the answer of @codefresh-io/yaml-validator 1.1.1. */
interface Vector {
  readonly id: string;
  readonly category: string;
  readonly yaml: string;
  readonly call: "validate" | "validateWithContext";
  readonly opts?: unknown;
  readonly outcome: "valid" | "invalid" | "crash" | "yaml-error";
  readonly errors?: readonly Reported[];
  readonly warnings?: readonly Reported[];
}

const vectors = readJsonl<Vector>("definitions/definitions.jsonl");

/** A difference that is meant: paths that only one of the two reports. */
interface Difference {
  readonly reason: string;
  readonly ids: string;
  /** Paths that only the validator reports, `STEP:PATH` in a step. */
  readonly lacks?: RegExp;
  /** Paths that only dryfire reports. */
  readonly adds?: RegExp;
}

/** The differences that are meant, each with its source. */
const DIFFERENCES: readonly Difference[] = [
  {
    reason: "documented: `scale` and `matrix` (advanced-workflows.md, implicit parallel steps)",
    ids: "v0145 v0536 v0588",
    lacks: /^a:(?:image|matrix|scale)$/,
  },
  {
    reason: "documented: `arguments` in a parallel step, as everywhere else (steps.md)",
    ids: "v0687",
    lacks: /^x:image$/,
  },
  {
    reason: "documented: a hook without image uses alpine (hooks.md)",
    ids: "v0799 v0805 v0807 v0808 v0809 v0823 v0829 v0842",
    lacks: /^(?:undefined|x):image$/,
    adds: /^hooks\.on_finish\.exec$/,
  },
  {
    reason: "documented: a list in `exec` next to annotations (hooks.md)",
    ids: "v0830",
    lacks: /^undefined:$/,
  },
  {
    reason: "documented: a variable in `stage`, `volumes` and the phases of `debug`",
    ids: "v0061 v0182 v0306",
    lacks: /^a:(?:stage|volumes\.0|debug\.phases\.before)$/,
  },
  {
    reason: "documented: `fail_fast: $VARIABLE` (release notes of September 2024)",
    ids: "v0244",
    lacks: /^a:fail_fast$/,
  },
  {
    reason: "documented: `exclude_blob` (git-clone.md); the validator knows `exclude_blobs`",
    ids: "v0579",
    lacks: /^a:exclude_blob$/,
  },
  {
    reason: "the validator crashes: null in place of a step or hook, a type that is not text",
    ids: "v0023 v0211 v0215 v0798 v0843",
    adds: /^(?:steps\.a|steps\.a\.type|(?:steps\.a\.)?hooks\.on_finish)$/,
  },
  {
    reason: "the validator crashes: a step name that is not a regular expression",
    ids: "v0107",
    adds: /^steps\.a\[b$/,
  },
  {
    reason: "the validator crashes on a number with an account's context, which dryfire does not have",
    ids: "v0906",
    adds: /^steps\.a\.cluster$/,
  },
  {
    reason: "the validator reads a text of steps character by character",
    ids: "v0022 v0683",
    lacks: /^\d:$/,
    adds: /^steps\.p\.steps$/,
  },
  {
    reason: "a text without a mapping is not a definition, and the command line says so",
    ids: "v0028 v0029 v0100",
    lacks: /^$/,
  },
  {
    reason: "with `kind: pipeline` the text is a spec",
    ids: "v0033",
    lacks: /^kind$/,
    adds: /^$/,
  },
  {
    reason: "tabs for indentation: the fault of the text is reported",
    ids: "v0101",
    lacks: /^(?:steps|a|image)$/,
    adds: /^$/,
  },
  {
    reason: "the fault has a place: the version, the key `steps`, the type of the approval, the alias",
    ids: "v0006 v0008 v0009 v0014 v0016 v0252 v0677 v0678 v0679 v0686",
    lacks: /^(?:|a:|x:)$/,
    adds: /^(?:version|steps\.a\.fail-fast|steps\.p\.steps|steps\.p\.steps\.x\.type)$/,
  },
  {
    reason: "needs the integrations of an account",
    ids: "v0866 v0869 v0877 v0878 v0881 v0886 v0894 v0896 v0910 v0919",
    lacks: /^$/,
  },
  {
    reason: "only with an account's context, although it needs none: `aws-role` warns of some",
    ids: "v0871 v0872 v0874 v0876 v0887 v0901",
    lacks: /^$/,
  },
  {
    reason: "only with an account's context: `tabs-next-to-spaces` warns of tabs anywhere",
    ids: "v0891 v0915",
    lacks: /^$/,
  },
];

/** The answers to `build-options` for the definitions with options of their own. */
const BUILD_OPTIONS: Readonly<Record<string, string>> = {
  "build-v1": "v1",
  "build-tag-required": "v2-with-tag",
};

/** A path of the validator in our form, in a step as `STEP:PATH`. */
function theirPath({ level, step, joiPath }: Reported): string {
  const path = (joiPath ?? "").replace(/^\.|^value$/, "");
  return level === "step" ? `${step}:${path}` : path;
}

/** True if a path of a finding is the one that the validator means. */
function isSame(theirs: string, ours: string): boolean {
  const [step, path] = theirs.includes(":") ? theirs.split(/:(.*)/s) : [undefined, theirs];
  if (step === undefined) return theirs === ours;
  const end = path === "" ? "" : `.${path}`;
  // A hook has no name.
  if (/\bhooks\b/.test(ours) && /^(?:undefined|null)$/.test(step)) return ours.endsWith(end);
  return ours.endsWith(`steps.${step}${end}`);
}

const pathsOf = (found: readonly Diagnostic[]): readonly string[] => [
  ...new Set(found.flatMap(({ path = "", also = [] }) => [path, ...also])),
];

describe("the definitions of the published validator", () => {
  const known = new Map(DIFFERENCES.flatMap((each) => each.ids.split(" ").map((id) => [id, each])));

  test.each(
    vectors.filter(({ outcome }) => outcome !== "yaml-error").map((each) => [each.id, each.category, each]),
  )("%s (%s) has the same errors", async (id, _category, vector) => {
    const found = await lintText("codefresh.yml", vector.yaml, "recommended", {
      "build-options": BUILD_OPTIONS[vector.category] ?? "v2",
    });
    const ours = pathsOf(found.filter(({ severity }) => severity === "error"));
    const theirs = [...new Set(vector.errors?.map(theirPath))];
    const lacks = theirs.filter((path) => !ours.some((own) => isSame(path, own)));
    const adds = ours.filter((path) => !theirs.some((their) => isSame(their, path)));
    const difference = known.get(id);
    expect(lacks.filter((path) => !difference?.lacks?.test(path))).toEqual([]);
    expect(adds.filter((path) => !difference?.adds?.test(path))).toEqual([]);
    if (difference && vector.outcome !== "crash") expect([...lacks, ...adds]).not.toEqual([]);
  });

  test.each(
    vectors
      .filter(({ warnings = [] }) => warnings.some(({ level, code }) => level === "step" && !code))
      .map((each) => [each.id, each.category, each] as const),
  )("%s (%s) has the same warnings", async (_id, _category, { yaml, warnings = [] }) => {
    const found = await lintText("codefresh.yml", yaml);
    const ours = pathsOf(found.filter(({ severity }) => severity === "warning"));
    for (const { level, step, joiPath, code } of warnings)
      if (level === "step" && code === undefined)
        expect(ours).toContain(`steps.${step}.${joiPath ?? "type"}`);
  });

  test.each(vectors.filter(({ outcome }) => outcome === "yaml-error").map((each) => [each.id, each]))(
    "%s is a fault of the text",
    async (_id, { yaml }) => {
      const found = await lintText("codefresh.yml", yaml);
      expect(found.filter(({ severity }) => severity === "error")).not.toEqual([]);
    },
  );
});

test.each([
  ["without steps", "version: '1.0'\nstages: [build]\n", "missing-key"],
  ["with misspelled steps", "version: '1.0'\nstepx:\n  a: { image: alpine }\n", "unknown-key"],
  ["of no known version", "version: 2\n", "unknown-value"],
])("a definition %s", async (_, text, rule) => {
  const found = await lintText("codefresh.yml", text);
  expect(found.map((each) => each.rule)).toContain(rule);
});
