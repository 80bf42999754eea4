import { when as shape } from "../../catalogue/steps/common-keys.ts";
import {
  isSequence,
  isText,
  LocatedMapping,
  type Place,
  pathKeys,
  type Value,
  valueAt,
} from "../../document/located.ts";
import { checkShape } from "../../pipeline/steps/check-shape.ts";
import { describeFaults } from "../../pipeline/steps/describe-faults.ts";
import { locateFinding, type SchemaFinding } from "../../schema/finding.ts";
import { schemaMessage } from "../../schema/message.ts";

/** The result of a check. */
interface WhenShape {
  /** The first part that the platform's validator refuses. */
  readonly fault?: { readonly place: Place; readonly message: string };
  /** A text in place of a mapping or list: the validator reads it as JSON. */
  readonly jsonText?: Place;
}

/**
 * Checks the form of a `when`. The effect of one that the platform's validator refuses, or reads as
 * JSON text, is not documented.
 */
export function checkWhen(when: Value): WhenShape {
  const jsonText = findJsonText(when);
  const [finding] = describeFaults(checkShape(when, shape), { path: undefined }, []);
  return { ...(finding && { fault: faultIn(when, finding) }), ...(jsonText && { jsonText }) };
}

function faultIn(when: Value, finding: SchemaFinding): NonNullable<WhenShape["fault"]> {
  const path = finding.path.slice(pathKeys(when.path).length);
  return { place: locateFinding({ ...finding, path }, when), message: schemaMessage(finding) };
}

/** The places of a `when` where a list or a mapping is. */
const CONTAINERS: readonly (readonly string[])[] = [
  [],
  ["branch"],
  ["branch", "only"],
  ["branch", "ignore"],
  ["condition"],
  ["condition", "all"],
  ["condition", "any"],
  ["steps"],
  ["steps", "all"],
  ["steps", "any"],
];

function findJsonText(when: Value): Place | undefined {
  const containers = CONTAINERS.flatMap((keys) => valueAt(when, keys) ?? []);
  const entries = containers.flatMap((list) => (isSequence(list) ? list.items : []));
  const words = entries.flatMap((entry) => (entry instanceof LocatedMapping ? (entry.get("on") ?? []) : []));
  return [...containers, ...words].find((value) => isText(value) && /^\s*[[{]/.test(value.value));
}
