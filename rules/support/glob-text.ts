import type { Located } from "../../src/document/located.ts";
import type { Span } from "../../src/document/source.ts";
import { replaceValue } from "../../src/lint/fix/quoting.ts";
import type { RuleContext } from "../../src/lint/rule.ts";
import { looksLikeRegex } from "../../src/match/glob/looks-like-regex.ts";
import type { GitTrigger } from "../../src/pipeline/model.ts";
import { cutPattern } from "../../src/pipeline/unquoted-patterns.ts";
import { findPlaceholder } from "./placeholders.ts";

/** The platform takes no longer one (the published schema), which is a finding of its own. */
const LONGEST = 65_000;

/**
 * The glob of a trigger that rules on globs judge: none where it is absent, empty, too long, cut by
 * YAML, still to be filled in, or a regex, of which other rules speak.
 */
export function globOf(
  { modifiedFilesGlob }: GitTrigger,
  { text }: RuleContext,
): Located<string> | undefined {
  if (!modifiedFilesGlob?.value || modifiedFilesGlob.value.length > LONGEST) return undefined;
  if (cutPattern(text, modifiedFilesGlob)) return undefined;
  if (findPlaceholder(modifiedFilesGlob.value) || looksLikeRegex(modifiedFilesGlob.value)) return undefined;
  return modifiedFilesGlob;
}

/** Reports a part of a pattern, with another pattern for the whole as suggestion where there is one. */
export function reportPart(
  context: RuleContext,
  pattern: Located<string>,
  { start, end }: Span,
  message: string,
  replacement?: string,
): void {
  const fix = replacement === undefined ? {} : { fix: replaceValue(pattern, replacement, false) };
  context.report(context.part(pattern, start, end), message, fix);
}
