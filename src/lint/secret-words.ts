export { isTellingKey } from "../spec/telling-key.ts";

/** The mask that the platform exports in place of an encrypted value, of five stars; people who mask by hand write more or fewer. */
export function isMask(value: unknown): boolean {
  return typeof value === "string" && /^\*{3,}$/.test(value);
}

/** The value is a reference to another variable, so the spec itself holds no secret. */
export function isReference(value: string): boolean {
  return /^\$\{\{[^}]*\}\}$/.test(value.trim());
}

/** Whether a value that stands where a secret belongs is one: not empty, no switch, no mask, no reference to another variable. */
export function isSecretValue(value: unknown): boolean {
  if (typeof value !== "string")
    return typeof value === "number" || value instanceof Date || value instanceof Uint8Array;
  return value !== "" && !isMask(value) && !isReference(value);
}
