import { memoize } from "../util/memoize.ts";

const SECRET_WORD =
  /(?<![^a-z_.-])(?:pass|pwd|secret|token|(?:api|private|access|signing|encryption)[_-]*key|credential|auth)(?![^a-z\d_.-])/i;

/** Matches the words of a key in lower case, separated by spaces. */
const LAST_WORDS =
  /(?:^| )(?:pass|pwd|passphrase|credential|(?:api|private|access|secret|signing|encryption) key)s?$|(?:password|passwd|secret|token|apikey)s?$/;

/** Without any of these a key names no secret; looking for them is cheaper than the patterns. */
const PARTS = ["pass", "pwd", "secret", "token", "key", "credential", "auth"];

/** True if a key names a secret, such as `DB_PASSWORD`, `githubToken` or `TOKEN_FILE`. */
export const namesSecret: (key: string) => boolean = memoize((key) => {
  const lower = key.toLowerCase();
  return PARTS.some((part) => lower.includes(part)) && (SECRET_WORD.test(key) || endsInSecretWord(key));
});

/**
 * True if the last word of a key names a secret, so that its value is one and not a fact about one:
 * `DB_PASSWORD` does, `TOKEN_FILE` and `PASSWORD_LENGTH` do not.
 */
export const endsInSecretWord: (key: string) => boolean = memoize((key) =>
  LAST_WORDS.test(wordsOf(key).join(" ")),
);

/** The words of a key in lower case: `DB_PASSWORD` and `githubToken2` have two each. */
export function wordsOf(key: string): string[] {
  return key
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
}

/** True for a mask: Codefresh exports five stars for an encrypted value; people write others. */
export function isMask(value: unknown): boolean {
  return typeof value === "string" && /^\*{3,}$/.test(value);
}

/** True if a value is a reference to another variable, so that the spec itself holds no secret. */
export function isReference(value: string): boolean {
  return /^\$\{\{[^}]*\}\}$/.test(value.trim());
}

/** True if a value under a secret's key is not empty, a boolean, a mask or a reference. */
export function isSecretValue(value: unknown): boolean {
  if (typeof value !== "string")
    return typeof value === "number" || value instanceof Date || value instanceof Uint8Array;
  return value !== "" && !isMask(value) && !isReference(value);
}

/**
 * Words of dryfire's own sentences and of every spec. As a secret one is not masked where it is
 * repeated, since a gap in a known sentence would show it.
 */
const OPEN_WORDS: ReadonlySet<string> = new Set(
  (
    "action address alias allow anchor answer approval author baseline bitbucket boolean branch branches build " +
    "builds change changed codefresh command commands comment commit condition conditions config context contexts " +
    "cron default delete deleted description develop disabled draft empty enabled encrypted endpoint error event " +
    "events expression field fields file files filter fires folder format gerrit github gitlab image info " +
    "integration invalid item key label line lines main manual master match matches merge merged message metadata " +
    "minute minutes missing name names never none null one option order other password passwd path pattern pipeline " +
    "pipelines platform project provider pull push quote regex release remove rename replace " +
    "repository request required rule schedule secret secrets setting severity skip skips source spec specs stage " +
    "stages step steps string tags target template test text token tokens topic trigger triggers true two false " +
    "unknown update user username value values variable variables verdict version warning webhook write"
  ).split(" "),
);

/** True if a secret, perhaps with its quotes, is a word that output cannot hide. */
export function isOpenWord(secret: string): boolean {
  return OPEN_WORDS.has(secret.toLowerCase().replace(/^["']|["']$/g, ""));
}
