import type { Span } from "../document/source.ts";

/** A span of a text that looks like a secret, and its kind: "github", "slack", "privatekey". */
export interface DetectedSecret extends Span {
  readonly kind: string;
}

/** The prefixes of the secrets that the detector knows: a text without any never loads it. */
const SUSPECT = new RegExp(
  [
    "gh[pousr]_[A-Za-z\\d]{10}|github_pat_|glpat-|npm_[A-Za-z\\d]{10}|dckr_pat_|figd_|lin_api_|glsa_|glc_|gl(?:ptt|dt|rt|cbt)-",
    "xox[abopr]-|xapp-|hooks\\.slack\\.com|sk-[\\w-]{20}|sk_[A-Za-z\\d]{20}|[rs]k_live_|gsk_|hf_[A-Za-z]{10}|SG\\.[\\w-]{10}|AIza|eyJ|hv[sbr]\\.|vc[a-z]_",
    "dapi[a-f\\d]{20}|shp[a-z]{2}_|ntn_|secret_[A-Za-z\\d]{10}|(?:AKIA|ASIA|A3T|AGPA|AIDA|AROA|AIPA|ANPA|ANVA)[A-Z\\d]{12}",
    "-----BEGIN|://[^\\s:@/]+:[^\\s@/]+@|_authToken=|[Ss](?:ecret|ECRET)_?[Aa](?:ccess|CCESS)_?[Kk]",
  ].join("|"),
);

/**
 * Secrets that the detector does not know: any private key, keys of Google and Stripe, and web
 * tokens. Source: the documentation of their owners.
 */
const MORE: readonly (readonly [kind: string, pattern: RegExp])[] = [
  [
    "privatekey",
    /-----BEGIN[A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]*?-----END[A-Z ]*PRIVATE KEY(?: BLOCK)?-----)?/g,
  ],
  ["google", /(?<![\w-])AIza[\w-]{35}(?![\w-])/g],
  ["stripe", /(?<![A-Za-z\d])[rs]k_live_[A-Za-z\d]{16,}/g],
  ["jwt", /(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g],
];

/** True if detection may find something in a text. */
export function isSuspect(text: string): boolean {
  return SUSPECT.test(text);
}

/**
 * Finds the secrets of a text by their form, with the recommended rules of secretlint, which are
 * loaded when a text is suspect. They are in the order of the text, none inside another.
 *
 * Never throws: where the rules cannot be loaded, nothing is found.
 */
export async function detectSecrets(text: string): Promise<readonly DetectedSecret[]> {
  return isSuspect(text) ? withoutNested([...(await runRules(text)), ...morePatterns(text)]) : [];
}

interface ScannerContext {
  createTranslator(): (messageId: string) => { messageId: string };
  report(descriptor: { message: { messageId: string }; range: [number, number] }): void;
  ignore(): void;
}

interface Scanner {
  readonly meta: { readonly id: string };
  create(context: ScannerContext, options: object): { file?(source: object): void | Promise<void> };
}

async function runRules(text: string): Promise<DetectedSecret[]> {
  const found: DetectedSecret[] = [];
  const { rules } = await import("@secretlint/secretlint-rule-preset-recommend");
  for (const rule of rules as unknown as Scanner[]) {
    const kind = rule.meta.id.replace(/^.*secretlint-rule-/, "");
    const scanner = rule.create(contextOf(kind, found), { enableIDScanRule: true });
    await scanner.file?.({ content: text, filePath: undefined, ext: ".yml", contentType: "text" });
  }
  return found;
}

/** The context of a rule of secretlint: only the ranges that it reports are used. */
function contextOf(kind: string, found: DetectedSecret[]): ScannerContext {
  return {
    createTranslator: () => (messageId) => ({ messageId }),
    report: ({ message, range: [start, end] }) => {
      // The number of an account is not a secret.
      if (message.messageId !== "AWSAccountID") found.push({ start, end, kind });
    },
    ignore: () => undefined,
  };
}

function morePatterns(text: string): DetectedSecret[] {
  return MORE.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map(({ index, 0: { length } }) => ({
      kind,
      start: index,
      end: index + length,
    })),
  );
}

/** Removes spans inside other ones, and sorts the rest. */
function withoutNested(found: DetectedSecret[]): DetectedSecret[] {
  let end = -1;
  return found
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter((secret) => {
      if (secret.end <= end) return false;
      end = secret.end;
      return true;
    });
}
