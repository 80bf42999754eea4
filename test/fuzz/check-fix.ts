import { isDeepStrictEqual } from "node:util";
import type { Diagnostic } from "../../src/lint/diagnostic.ts";
import { fixText } from "../../src/lint/fix/fix-text.ts";
import type { SpecFile } from "../../src/pipeline/model.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { jsYamlResult } from "./check-reader.ts";
import { commentsOf } from "./comments.ts";
import { assertInvariant, assertNoCrash, timed } from "./invariant.ts";

type Lint = (file: SpecFile) => Promise<readonly Diagnostic[]>;

/** Fixes a file, and compares the result with the original. Throws `InvariantError`. */
export async function checkFix(file: SpecFile, lint: Lint): Promise<void> {
  const { text } = file.source;
  const mended: Diagnostic[] = [];
  let rounds = 0;
  const recordingLint: Lint = async (current) => {
    rounds++;
    const found = await lint(current);
    mended.push(...found.filter(({ fix }) => fix));
    return found;
  };
  const fix = async (current: SpecFile) =>
    (await assertNoCrash("fixing", () => fixText(current, recordingLint, { suggestions: true })))!;
  const { file: fixed, fixed: count } = await timed(
    "a round of fixing",
    text,
    () => {
      rounds = 0;
      return fix(file);
    },
    () => rounds,
  );
  if (count === 0) return;
  const after = fixed.source.text;
  checkMeaning(text, after, mended);
  const again = (await fix(await readSpecFile("a.yml", after))).file.source.text;
  assertInvariant(
    again === after,
    "a fix is idempotent",
    () => `${JSON.stringify(after)}\n${JSON.stringify(again)}`,
  );
  const errors = (each: SpecFile) => each.faults.filter(({ severity }) => severity === "error").length;
  assertInvariant(errors(fixed) <= errors(file), "a fix keeps the text valid", () => after);
  const lost = lostComment(text, after);
  assertInvariant(
    lost === undefined,
    "a fix keeps comments",
    () => `${JSON.stringify(lost)} in ${JSON.stringify(after)}`,
  );
}

/** js-yaml 3 must read the same values after a fix, except in the mapping or list of a finding. */
function checkMeaning(before: string, after: string, mended: readonly Diagnostic[]): void {
  // A change inside an anchor also changes the places of its aliases.
  if (/[\s,[{]\*[^\s,[\]{}]/.test(before)) return;
  const [old, now] = [jsYamlResult(before), jsYamlResult(after)];
  if (!old || !("values" in old)) return;
  assertInvariant(now !== undefined && "values" in now, "a fix keeps the text valid", () => after);
  const touched = mended.map(
    ({ document = 0, pointer }) => `/${document}${pointer.slice(0, Math.max(0, pointer.lastIndexOf("/")))}/`,
  );
  const values = (now as { values: unknown[] }).values;
  for (const changed of differences(old.values, values, ""))
    assertInvariant(
      touched.some((pointer) => isBelow(`${changed}/`, pointer)),
      "a fix changes only values with findings",
      () =>
        `${changed} besides ${[...new Set(touched)]}\n${JSON.stringify(before)}\n${JSON.stringify(after)}`,
    );
}

/** True if a pointer, in which secrets are masked, begins with another one. */
function isBelow(pointer: string, other: string): boolean {
  const parts = pointer.split("/");
  return other.split("/").every((part, index) => part === "" || part.includes("**") || part === parts[index]);
}

/** Returns the pointers of the deepest values that differ. */
function differences(one: unknown, other: unknown, pointer: string): string[] {
  if (isDeepStrictEqual(one, other)) return [];
  if (!isShaped(one) || !isShaped(other) || Array.isArray(one) !== Array.isArray(other)) return [pointer];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].flatMap((key) =>
    differences(one[key], other[key], `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
  );
}

function isShaped(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && !(value instanceof Date) && !(value instanceof Uint8Array)
  );
}

/** Returns a comment that a fix removed, except ignore comments, which rules may remove. */
function lostComment(before: string, after: string): string | undefined {
  const left = commentsOf(after);
  return commentsOf(before).find((comment) => {
    const index = left.indexOf(comment);
    if (index !== -1) left.splice(index, 1);
    return index === -1 && !comment.includes("dryfire-ignore") && !after.includes(comment);
  });
}
