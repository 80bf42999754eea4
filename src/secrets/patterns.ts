/**
 * The forms of secrets that the rules of secretlint do not know, or end too early. Each pattern is
 * bounded, so that a search is linear; the source is the documentation of the owner.
 */
export const PATTERNS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  // RFC 7468, Textual Encodings of PKIX, PKCS, and CMS Structures; RFC 9580, 6.2, for OpenPGP
  [
    "privatekey",
    /-----BEGIN[A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:(?:(?!-----BEGIN)[\s\S])*?-----END[A-Z ]*PRIVATE KEY(?: BLOCK)?-----|(?:(?:\s|\\[nr])+[A-Za-z\d+/=]{16,})*)/g,
  ],
  // cloud.google.com/docs/authentication/api-keys
  ["google", /(?<![A-Za-z\d])AIza[\w-]{35}(?![\w-])/g],
  // docs.stripe.com/keys
  ["stripe", /(?<![A-Za-z\d])[rs]k_live_[A-Za-z\d]{16,256}/g],
  // RFC 7519, JSON Web Token
  ["jwt", /(?<![A-Za-z\d])eyJ[\w-]{10,4096}\.eyJ[\w-]{10,8192}\.[\w-]{10,4096}/g],
  // docs.gitlab.com/security/tokens/#token-prefixes
  [
    "gitlab",
    /(?<![A-Za-z\d])(?:gl(?:agent|cbt|dt|ffct|ft|imt|oas|pat|ptt|rtr?|soat|wt)-[\w-]{16,300}(?:\.[\w-]{2,64}){0,3}|GR1348941[\w-]{20})/g,
  ],
  // pypi.org/help/#apitoken; the text is a macaroon of version 2 in base64
  ["pypi", /(?<![A-Za-z\d])pypi-AgE[\w-]{50,1024}/g],
  // docs.digitalocean.com/reference/api/create-personal-access-token
  ["digitalocean", /(?<![A-Za-z\d])do[opr]_v1_[a-f\d]{64}/g],
  // docs.doppler.com/reference/auth-token-formats
  ["doppler", /(?<![A-Za-z\d])dp\.(?:audit|ct|pt|sa|scim|said|st)\.(?:[\w-]{2,64}\.)?[A-Za-z\d]{40,64}/g],
  // learning.postman.com/docs/developer/postman-api/authentication
  ["postman", /(?<![A-Za-z\d])PMAK-[a-f\d]{24}-[a-f\d]{34}/g],
  // www.twilio.com/docs/iam/api-keys: the SID of a key
  ["twilio", /(?<![A-Za-z\d])SK[a-f\d]{32}(?![A-Za-z\d])/g],
  // core.telegram.org/bots/features#botfather
  ["telegram", /(?<![A-Za-z\d])\d{8,10}:AA[\w-]{33}(?![\w-])/g],
  // learn.microsoft.com/azure/storage/common/storage-account-keys-manage, storage-sas-overview
  ["azure", /AccountKey=[A-Za-z\d+/]{86}==/g],
  ["azure", /[?&;]sig=[A-Za-z\d%+/_-]{43,128}={0,2}/g],
  // learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
  [
    "teams",
    /https:\/\/(?:[\w-]{1,63}\.webhook\.office\.com\/webhookb2|outlook\.office(?:365)?\.com\/webhook)\/[\w@/-]{20,400}/g,
  ],
  // docs.discord.com/developers/resources/webhook
  [
    "discord",
    /https:\/\/(?:(?:canary|ptb)\.)?discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{15,22}\/[\w-]{40,100}/g,
  ],
  // api.slack.com/authentication/token-types: tokens for apps and configurations, to their end
  ["slack", /(?<![A-Za-z\d])(?:xox[a-eprs](?:\.xox[a-eprs])?-|xapp-\d-)[\w-]{8,400}/g],
  // RFC 9110, 11.6.2; RFC 7617; RFC 6750, 2.1, also as Git keeps it (http.extraHeader)
  [
    "authorization",
    /(?<![A-Za-z])[Aa](?:uthorization|UTHORIZATION)\\?["']?\s{0,8}[:=]\s{0,8}\\?["']?(?:[Bb](?:asic|ASIC)\s{1,8}(?=[A-Z\d+/]{0,64}[a-z])(?=[a-z+/]{0,64}[A-Z\d])[A-Za-z\d+/]{8,4096}={0,2}|[Bb](?:earer|EARER)\s{1,8}(?=[\w.~+/-]{0,64}\d)[\w.~+/-]{16,4096}={0,2})/g,
  ],
  // C2SP.org/age, the X25519 and the hybrid identity
  ["age", /(?<![A-Za-z\d])AGE-SECRET-KEY-(?:PQ-)?1[A-Z\d]{50,100}/g],
];

/** A URL with a password (RFC 3986, 3.2.1), also in quotes, lists and commands. */
const PASSWORD_URL =
  /[A-Za-z][A-Za-z\d+.-]{1,30}:\/\/[^\s:@/"'`<>[\]]{0,256}:[^\s@/"'`<>]{1,512}@[^\s"'`<>,\]}|\\)]{0,1024}/g;

/** Passwords of examples and templates: a variable, a mask, or the word itself. */
const PLACEHOLDER = /[${}]|^%\w+%$|^(?:\*+|x+|X+|\.+|(?:your|my)?[-_]?(?:pass(?:word|wd)?|secret|token))$/i;

/** The end of a text with the form of a secret: of an image's digest, or of a filled gap. */
const HARMLESS = /@sha256(?::[\da-f]*)?$|([Xx*.0])\1{7}$/;

/** Words that begin like a token; one in ten million tokens has no capital letter and no digit. */
const WORDS = /^(?:gl[a-z]{1,5}[-_]|lin_api_|SG\.)[a-z]+(?:[-_.][a-z]+)+(?:[-_.]?\d{1,3})?$/;

/** True if a text only has the form of a secret. */
export function isHarmless(text: string): boolean {
  return HARMLESS.test(text) || WORDS.test(text);
}

/** The schemes of databases, which have had a kind of their own. */
const DATABASE = /^(?:jdbc:)?(?:mysqlx?|postgres(?:ql)?|mongodb(?:\+srv)?):/i;

/** Finds the URLs of a text that have a password. */
export function* findPasswordUrls(text: string): Generator<{ kind: string; start: number; end: number }> {
  for (const { 0: url, index } of text.matchAll(PASSWORD_URL)) {
    if (PLACEHOLDER.test(passwordOf(url)!.password)) continue;
    const kind = DATABASE.test(url) ? "database-connection-string" : "basicauth";
    yield { kind, start: index, end: index + url.length };
  }
}

/** Returns the `user:password` part of a URL, and the password alone; undefined without one. */
export function passwordOf(url: string): { readonly login: string; readonly password: string } | undefined {
  const [, login, password] = /^[A-Za-z][A-Za-z\d+.:-]*:\/\/([^\s:@/]*:([^\s@/]+))@/.exec(url) ?? [];
  return login !== undefined && password !== undefined ? { login, password } : undefined;
}
