import type { Span } from "../document/source.ts";
import type { SpecFile } from "../pipeline/model.ts";

/** A stretch of a text that looks like a secret, and whose: "github", "slack", "privatekey". */
export interface DetectedSecret extends Span {
  readonly kind: string;
}

/** What begins the secrets that the detector knows, so that an ordinary spec never loads it. */
const SUSPECT = new RegExp(
  [
    "gh[pousr]_[A-Za-z\\d]{10}|github_pat_|glpat-|npm_[A-Za-z\\d]{10}|dckr_pat_|figd_|lin_api_|glsa_|glc_|gl(?:ptt|dt|rt|cbt)-",
    "xox[abopr]-|xapp-|hooks\\.slack\\.com|sk-[\\w-]{20}|sk_[A-Za-z\\d]{20}|[rs]k_live_|gsk_|hf_[A-Za-z]{10}|SG\\.[\\w-]{10}|AIza|eyJ|hv[sbr]\\.|vc[a-z]_",
    "dapi[a-f\\d]{20}|shp[a-z]{2}_|ntn_|secret_[A-Za-z\\d]{10}|(?:AKIA|ASIA|A3T|AGPA|AIDA|AROA|AIPA|ANPA|ANVA)[A-Z\\d]{12}",
    "-----BEGIN|://[^\\s:@/]+:[^\\s@/]+@|_authToken=|[Ss](?:ecret|ECRET)_?[Aa](?:ccess|CCESS)_?[Kk]",
  ].join("|"),
);

/** Secrets that the detector leaves out, by what their owners document: any private key, and keys of Google and Stripe and web tokens. */
const MORE: readonly (readonly [kind: string, pattern: RegExp])[] = [
  [
    "privatekey",
    /-----BEGIN[A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]*?-----END[A-Z ]*PRIVATE KEY(?: BLOCK)?-----)?/g,
  ],
  ["google", /(?<![\w-])AIza[\w-]{35}(?![\w-])/g],
  ["stripe", /(?<![A-Za-z\d])[rs]k_live_[A-Za-z\d]{16,}/g],
  ["jwt", /(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g],
];

const none: readonly DetectedSecret[] = [];
const known = new WeakMap<SpecFile, readonly DetectedSecret[]>();

/** Whether a file may hold something that the detector knows, so that `detectSecrets` is worth its time. */
export function isSuspect({ source }: SpecFile): boolean {
  return isSuspectText(source.text);
}

/** Whether `secretsIn` may find something in a text. */
export function isSuspectText(text: string): boolean {
  return SUSPECT.test(text);
}

/** The secrets that `detectSecrets` found in a file; none before it ran. */
export function detectedSecrets(file: SpecFile): readonly DetectedSecret[] {
  return known.get(file) ?? none;
}

/**
 * Looks for secrets in the text of a file with the recommended rules of secretlint, which are loaded at the first call. The findings
 * are kept for `detectedSecrets`. Never throws: where the rules cannot be loaded, nothing is found.
 */
export async function detectSecrets(file: SpecFile): Promise<void> {
  if (!known.has(file)) known.set(file, await secretsIn(file.source.text));
}

/** The secrets that any text holds, in its order, none inside another. Never throws, as `detectSecrets`. */
export async function secretsIn(text: string): Promise<readonly DetectedSecret[]> {
  return withoutNested([...(await runRules(text)), ...morePatterns(text)]);
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
  const { rules } = await import("@secretlint/secretlint-rule-preset-recommend").catch(() => ({ rules: [] }));
  for (const rule of rules as unknown as Scanner[]) {
    const kind = rule.meta.id.replace(/^.*secretlint-rule-/, "");
    const scanner = rule.create(contextOf(kind, found), { enableIDScanRule: true });
    await scanner.file?.({ content: text, filePath: undefined, ext: ".yml", contentType: "text" });
  }
  return found;
}

/** What a rule of secretlint is given: it names its messages, which we do not show, and reports ranges of the text. */
function contextOf(kind: string, found: DetectedSecret[]): ScannerContext {
  return {
    createTranslator: () => (messageId) => ({ messageId }),
    report: ({ message, range: [start, end] }) => {
      // The number of an account is no secret.
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

/** Of stretches that lie in one another only the widest; in the order of the text. */
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
