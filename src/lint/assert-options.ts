import { openQuestions } from "../catalogue/open-questions.ts";
import { findProvider, providers } from "../catalogue/providers.ts";
import { detectSecretsNow } from "../secrets/detect.ts";
import { maskSpan } from "../secrets/redact.ts";
import { closestMatch } from "../util/closest-match.ts";
import { quote, quoteList } from "../util/text.ts";
import { PRESETS } from "./config/config-schema.ts";
import { SEVERITIES } from "./diagnostic.ts";
import type { LintSettings } from "./rule.ts";
import type { Preset, RuleSetting } from "./rule-set.ts";

/** The options of a library call that name rules, presets, questions or providers. */
interface NamingOptions extends Partial<Pick<LintSettings, "assume" | "integrations">> {
  readonly preset?: Preset | undefined;
  readonly rules?: Readonly<Record<string, RuleSetting>> | undefined;
}

/** Throws `TypeError` for an unknown name or value in options, with the nearest known one. */
export function assertOptions(options: NamingOptions, ruleIds: readonly string[] = []): void {
  const { preset, rules = {}, assume = {}, integrations = {} } = options;
  for (const [key, value] of Object.entries({ rules, assume, integrations })) assertObject(value, `"${key}"`);
  if (preset !== undefined) assertKnown(preset, PRESETS, "preset");
  for (const [id, setting] of Object.entries(rules)) {
    assertKnown(id, ruleIds, "rule");
    const severity: unknown = typeof setting === "string" ? setting : setting?.severity;
    if (severity !== undefined) assertKnown(severity, [...SEVERITIES, "off"], `severity of rule "${id}"`);
    if (typeof setting === "object" && setting !== null) continue;
    throw new TypeError(`the setting of rule "${id}" must be an object, such as { severity: "off" }`);
  }
  for (const [id, answer] of Object.entries(assume)) {
    assertKnown(
      id,
      openQuestions.map((question) => question.id),
      "question",
    );
    const question = openQuestions.find((each) => each.id === id)!;
    assertKnown(answer, [question.default, ...question.values], `answer to "${id}"`);
  }
  for (const [name, provider] of Object.entries(integrations)) {
    const ids = providers.map(({ id }) => id);
    if (typeof provider !== "string" || !findProvider(provider))
      assertKnown(provider, ids, `provider of "${name}"`);
  }
}

/**
 * Throws `TypeError` for options that are not an object with known keys only. `known` has each key
 * of their type, which the compiler checks.
 */
export function assertKeys<T extends object>(
  options: T,
  known: Readonly<Record<keyof T, true>>,
  what: string,
): void {
  assertObject(options, `the options of ${what}`);
  for (const key of Object.keys(options)) assertKnown(key, Object.keys(known), `option of ${what}`);
}

/** Throws `TypeError` for a value that is not a text. */
export function assertText(value: unknown, what: string): void {
  if (typeof value !== "string") refuse(`${what} must be a text`);
}

/** Throws `TypeError` for a value that is not a list of texts. */
export function assertTexts(value: unknown, what: string): void {
  if (!Array.isArray(value) || value.some((each) => typeof each !== "string"))
    refuse(`${what} must be a list of texts`);
}

/** Throws `TypeError` for a value that is not an object. */
export function assertObject(value: unknown, what: string): void {
  if (typeof value !== "object" || value === null) refuse(`${what} must be an object`);
}

/**
 * Throws `TypeError` for a word that is not one of some known words, with the nearest of them.
 * `what` names the option: `severity of rule "x"`. Secrets in the message are masked.
 */
export function assertKnown(word: unknown, known: readonly string[], what: string): void {
  if (typeof word === "string" && known.includes(word)) return;
  const near = typeof word === "string" ? closestMatch(word, known) : undefined;
  const listed = known.length > 0 && known.length < 10 ? `; write ${quoteList(known, "or")}` : "";
  const hint = near === undefined ? listed : `; did you mean "${near}"?`;
  refuse(`unknown ${what} ${typeof word === "string" ? quote(word) : String(word)}${hint}`);
}

/** Throws a `TypeError`; secrets in its message are masked. */
export function refuse(message: string): never {
  throw new TypeError(maskSpan(message, { start: 0, end: message.length }, detectSecretsNow(message)));
}
