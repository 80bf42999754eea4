import { type SchemaFault, validate } from "../pipeline/schema/validate.generated.js";
import { collapse } from "./dedupe.ts";
import type { ShapeFinding } from "./finding.ts";
import { pathOf, valueAt } from "./paths.ts";
import { readFault } from "./to-finding.ts";

export type { Limit, ShapeFinding, ShapeKind } from "./finding.ts";

/** The value with its dates as the text that they become on their way to the platform, which is JSON. */
function withDatesAsText(value: unknown, seen = new Map<object, unknown>()): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const copy: unknown[] | Record<string, unknown> = Array.isArray(value) ? [] : {};
  seen.set(value, copy);
  for (const [key, item] of Object.entries(value)) defineOwn(copy, key, withDatesAsText(item, seen));
  return copy;
}

/** Sets a key that may be called `__proto__`. */
function defineOwn(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

const isAtDate = (fault: SchemaFault, value: unknown): boolean =>
  valueAt(value, pathOf(fault.at, value)) instanceof Date;

/**
 * Every fault of shape in a pipeline spec, each once: `value` is the plain JavaScript value that js-yaml 3 makes of
 * one spec. A valid spec gives an empty list and costs one call of the precompiled validator.
 *
 * A date where text belongs is taken as its ISO text, since the platform's command line sends specs as JSON.
 */
export function shapeFindings(value: unknown): ShapeFinding[] {
  if (isValid(value)) return [];
  const faults = validate.errors ?? [];
  if (faults.some((fault) => isAtDate(fault, value))) return shapeFindings(withDatesAsText(value));
  const findings = faults.flatMap((fault) => readFault(fault, value) ?? []);
  return collapse(findings, value);
}

/** A pattern of the schema may need more stack for a text of megabytes than there is; of such a text both ends tell enough. */
function isValid(value: unknown): boolean {
  try {
    return validate(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return validate(withShortTexts(value, new Map()));
  }
}

/** Longer than any text that the schema allows, so that what is too long stays so. */
const END = 100_000;

function withShortTexts(value: unknown, seen: Map<object, unknown>): unknown {
  if (typeof value === "string")
    return value.length > 2 * END ? value.slice(0, END) + value.slice(-END) : value;
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (seen.has(value)) return seen.get(value);
  const copy: unknown[] | Record<string, unknown> = Array.isArray(value) ? [] : {};
  seen.set(value, copy);
  for (const [key, item] of Object.entries(value)) defineOwn(copy, key, withShortTexts(item, seen));
  return copy;
}

/** Findings of which a misspelt key is one: the key that it should have been is not missing as well. */
export function withoutMisspelt(findings: ShapeFinding[]): ShapeFinding[] {
  if (findings.length < 2) return findings;
  const meant = new Set(
    findings.flatMap(({ kind, path, suggestion }) =>
      kind === "unknown-key" ? [step(path.slice(0, -1), suggestion)] : [],
    ),
  );
  return findings.filter(({ kind, path, key }) => kind !== "missing-key" || !meant.has(step(path, key)));
}

function step(path: ShapeFinding["path"], key: string | undefined): string {
  return JSON.stringify([path, key]);
}
