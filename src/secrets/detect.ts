import type { Span } from "../document/source.ts";
import { findTokenWords, isSuspect } from "../util/secret-prefixes.ts";
import { findPasswordUrls, isHarmless, PATTERNS } from "./patterns.ts";

/** A span of a text that looks like a secret, and its kind: "github", "slack", "privatekey". */
export interface DetectedSecret extends Span {
  readonly kind: string;
}

/**
 * The kinds whose form leaves no doubt: a prefix of the owner's own, and a length that only random
 * text has. Not those of addresses and connection strings, which development setups share.
 */
const SURE_KINDS: ReadonlySet<string> = new Set(
  "age anthropic digitalocean discord doppler github gitlab hashicorp-vault huggingface npm openai postman privatekey pypi sendgrid slack stripe teams".split(
    " ",
  ),
);

/** Words and sequences of examples; keys in OpenSSH's own form repeat a letter. */
const EXAMPLE =
  /example|dummy|fake|sample|placeholder|redacted|change[-_]?me|your|secret|token_?here|0123456|1234567|abcdefg/i;
const REPEATED = /(?!-)(.)\1{5,}/;

/** True for a secret that is certainly one: a false error would stop a whole gate. */
export function isSure({ kind, start, end }: DetectedSecret, text: string): boolean {
  const secret = text.slice(start, end);
  if (!SURE_KINDS.has(kind)) return false;
  if (kind === "privatekey") return secret.length > 200 && secret.includes("-----END");
  return !EXAMPLE.test(secret) && !REPEATED.test(secret) && new Set(secret).size > 12;
}

/**
 * Finds the secrets of a text by their form, with the recommended rules of secretlint, loaded if a
 * text is suspect. They are in the order of the text and do not overlap.
 */
export async function detectSecrets(text: string): Promise<readonly DetectedSecret[]> {
  return isSuspect(text) ? chosen([...(await runRules(text)), ...morePatterns(text)], text) : [];
}

/**
 * Finds secrets like `detectSecrets`, without loading anything: for the rules of secretlint it
 * takes every word that looks like a token.
 */
export function detectSecretsNow(text: string): readonly DetectedSecret[] {
  if (!isSuspect(text)) return [];
  const words = findTokenWords(text).map((span) => ({ ...span, kind: "token" }));
  return chosen([...words, ...morePatterns(text)], text);
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
    const scanner = rule.create(contextOf(kind, text, found), { enableIDScanRule: true });
    await scanner.file?.({ content: text, filePath: undefined, ext: ".yml", contentType: "text" });
  }
  return found;
}

/** The context of a rule of secretlint: only the ranges that it reports are used. */
function contextOf(kind: string, text: string, found: DetectedSecret[]): ScannerContext {
  return {
    createTranslator: () => (messageId) => ({ messageId }),
    report: ({ message, range: [start, end] }) => {
      // The number of an account is not a secret.
      if (message.messageId === "AWSAccountID") return;
      found.push({ kind, start, end: OPEN_ENDED.has(kind) ? endOfWord(text, start, end) : end });
    },
    ignore: () => undefined,
  };
}

/** The rules whose patterns run to the end of the line. */
const OPEN_ENDED: ReadonlySet<string> = new Set(["database-connection-string", "npm"]);

/** The end of a secret that is followed by a quote or the next item of a list. */
function endOfWord(text: string, start: number, end: number): number {
  const length = text.slice(start, end).search(/[\s"'`<>]|[\]},](?=[\s"'`,\]}]|$)/);
  return length < 0 ? end : start + length;
}

function morePatterns(text: string): DetectedSecret[] {
  const found = PATTERNS.flatMap(([kind, pattern]) =>
    Array.from(text.matchAll(pattern), ({ index, 0: { length } }) => ({
      kind,
      start: index,
      end: index + length,
    })),
  );
  return [...found, ...findPasswordUrls(text)];
}

/** Removes spans inside other ones and those of harmless texts, and sorts the rest. */
function chosen(found: DetectedSecret[], text: string): DetectedSecret[] {
  let end = -1;
  return found
    .filter((secret) => !isHarmless(text.slice(secret.start, secret.end)))
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter((secret) => {
      if (secret.end <= end) return false;
      end = secret.end;
      return true;
    });
}
