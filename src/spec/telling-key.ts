import { remember } from "./remember.ts";

/** Words in a key that say its value is a secret. */
const TELLING_KEY =
  /(?:^|[_\-.]|[a-z](?=[A-Z]))(?:pass(?:word|wd|phrase)?|pwd|secret|token|(?:api|private|access|signing|encryption)_?-?key|credentials?|auth)(?:$|[_\-.\d]|[A-Z])/i;

/** Without one of these no key matches; looking for them is cheaper than the pattern. */
const PARTS = ["pass", "pwd", "secret", "token", "key", "credential", "auth"];

/** Whether a key names a secret (`DB_PASSWORD`, `githubToken`), as far as a name can tell. */
export const isTellingKey: (key: string) => boolean = remember((key) => {
  const lower = key.toLowerCase();
  return PARTS.some((part) => lower.includes(part)) && TELLING_KEY.test(key);
});
