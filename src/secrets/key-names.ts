import { memoize } from "../util/memoize.ts";

/** Words that say a value is a secret, and pairs of words that do so together. */
const WORDS = new Set([
  "password",
  "passwd",
  "passphrase",
  "pass",
  "pwd",
  "secret",
  "token",
  "apikey",
  "credential",
]);
const PAIRS = new Set([
  "api key",
  "private key",
  "access key",
  "secret key",
  "signing key",
  "encryption key",
]);
const ENDINGS = ["password", "passwd", "secret", "token", "apikey"];

/** The words of a key, in lower case: `DB_PASSWORD`, `githubToken2` and `db.password` are two words each. */
function wordsOf(key: string): string[] {
  return key
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
}

function isTelling(words: readonly string[], at: number): boolean {
  const word = words[at]!.replace(/s$/, "");
  if (WORDS.has(word) || WORDS.has(words[at]!)) return true;
  return PAIRS.has(`${words[at - 1]} ${word}`) || ENDINGS.some((ending) => word.endsWith(ending));
}

/** Whether a key says that its value itself is the secret: `DB_PASSWORD` does, `TOKEN_FILE` and `PASSWORD_LENGTH` do not. */
export const namesSecret: (key: string) => boolean = memoize((key) => {
  const words = wordsOf(key);
  return words.length > 0 && isTelling(words, words.length - 1);
});

/** Whether a key says that its value is a password, which may be a number as well. */
export function namesPassword(key: string): boolean {
  return /^(?:pass|pwd)|password|passwd|passphrase/.test(wordsOf(key).at(-1) ?? "");
}
