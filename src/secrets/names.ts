import { memoize } from "../util/memoize.ts";

/** Words in a key that say its value is a secret. */
const TELLING_KEY =
  /(?:^|[_\-.]|[a-z](?=[A-Z]))(?:pass(?:word|wd|phrase)?|pwd|secret|token|(?:api|private|access|signing|encryption)_?-?key|credentials?|auth)(?:$|[_\-.\d]|[A-Z])/i;

/** Without one of these no key matches; looking for them is cheaper than the pattern. */
const PARTS = ["pass", "pwd", "secret", "token", "key", "credential", "auth"];

/** Whether a key names a secret (`DB_PASSWORD`, `githubToken`), as far as a name can tell. */
export const isTellingKey: (key: string) => boolean = memoize((key) => {
  const lower = key.toLowerCase();
  return PARTS.some((part) => lower.includes(part)) && TELLING_KEY.test(key);
});

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
