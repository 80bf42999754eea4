/**
 * The prefixes of the secrets that detection knows by their form. They are here because a message
 * that cuts a value must not leave half of a secret, which no longer has the form of one.
 */
const LOWER_CASE = [
  "sk-[\\w-]{20}",
  "gh[pousr]_[A-Za-z\\d]{10}|github_pat_|gl(?:agent|cbt|dt|ffct|ft|imt|oas|pat|ptt|rtr?|soat|wt)-",
  "npm_[A-Za-z\\d]{10}|dckr_pat_|figd_|lin_api_|glsa_|glc_|ops_eyJ|xox[a-eprs][-.]|xapp-\\d|hooks\\.slack\\.com",
  "sk_[A-Za-z\\d]{20}|[rs]k_live_|gsk_|hf_[A-Za-z]{10}|eyJ[\\w-]{8}|hv[sbr]\\.|dp\\.(?:audit|ct|pt|sa|scim|said|st)\\.",
  "vc[acikpr]_[A-Za-z\\d]{10}|dapi[a-f\\d]{20}|shp[a-z]{2}_|ntn_|secret_[A-Za-z\\d]{10}|pypi-[\\w-]{20}|do[opr]_v1_",
].join("|");

const UPPER_CASE =
  "SG\\.[\\w-]{10}|AIza|PMAK-|GR1348941|SK[a-f\\d]{32}|AGE-SECRET-KEY-|" +
  "(?:AKIA|ASIA|A3T|AGPA|AIDA|AROA|AIPA|ANPA|ANVA)[A-Z\\d]{12}";

const NAMED = "AccountKey=|outlook\\.office|[Ss](?:ecret|ECRET)_?[Aa](?:ccess|CCESS)_?[Kk]";

/** Where a token begins: not inside a word such as `flask-`, unless that ends with an escape. */
const at = (inner: string): string =>
  `(?<=^|[^${inner}]|\\\\(?:[bfnrt]|x[\\dA-Fa-f]{2}|u[\\dA-Fa-f]{4})|%[\\dA-Fa-f]{2})`;

const TOKENS = `${at("a-z")}(?:${LOWER_CASE})|${at("A-Za-z")}(?:${UPPER_CASE})|${NAMED}`;

/** As above anywhere in a word, which is searched ten times as fast. */
const PERHAPS_TOKEN = new RegExp(`${LOWER_CASE}|${UPPER_CASE}|${NAMED}`);

/** As above, after a sign. Two patterns read 3 MB of specs in 10 ms, a single one in 16 ms. */
const MARKED =
  "\\d:AA[\\w-]{20}|[?&;]sig=|\\.webhook\\.office\\.com|/webhooks/\\d|-----BEGIN|://[^\\s:@/]*:[^\\s@/]+@(?!sha256:)|_authToken=|" +
  "[Aa](?:uthorization|UTHORIZATION)\\\\?[\"']?\\s{0,8}[:=]\\s{0,8}\\\\?[\"']?[Bb](?:asic|ASIC|earer|EARER)\\s";

const TOKEN = new RegExp(TOKENS);
const MARK = new RegExp(MARKED);

/** A suspect word to its end; a private key is one to the end of the text. */
const SUSPECT_WORD = new RegExp(`-----BEGIN[\\s\\S]*|(?:${TOKENS}|${MARKED})[^\\s"'\`]*`, "g");

/** A word that begins like a token; long ones with a capital letter or a digit are tokens. */
const TOKEN_WORD = new RegExp(`(?:${TOKENS}|_authToken=)[^\\s"'\`]*`, "g");
const MIN_TOKEN = 20;

/** The text that replaces a secret in every output. */
export const MASK = "*****";

/** True if a text may have a secret that is known by its form. */
export function isSuspect(text: string): boolean {
  return (PERHAPS_TOKEN.test(text) && TOKEN.test(text)) || MARK.test(text);
}

/** Masks all that may be such a secret: too much rather than too little. */
export function maskSuspects(text: string): string {
  return isSuspect(text) ? text.replace(SUSPECT_WORD, MASK) : text;
}

/** Finds the words of a text that look like tokens by their beginning, length and letters. */
export function findTokenWords(text: string): { readonly start: number; readonly end: number }[] {
  const words = [...text.matchAll(TOKEN_WORD)].map(({ 0: word, index }) => ({ word, start: index }));
  return words
    .filter(({ word }) => word.length >= MIN_TOKEN && /[A-Z\d]/.test(word))
    .map(({ word, start }) => ({ start, end: start + word.length }));
}
