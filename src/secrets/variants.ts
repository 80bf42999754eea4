import { loadDocuments } from "../document/js-yaml.ts";
import type { Span } from "../document/source.ts";

/**
 * The texts by which stretches of a YAML text could be recognised elsewhere: as written, without quotes, with escapes resolved, and each
 * line of one that has several.
 */
export function spellings(text: string, stretches: readonly Span[]): Set<string> {
  return new Set(stretches.flatMap(({ start, end }) => spellingsOf(text.slice(start, end))));
}

function spellingsOf(written: string): string[] {
  const whole = [written, ...withoutQuotes(written)];
  const lines = whole.flatMap((each) => (/[\r\n]/.test(each) ? each.split(/[\r\n]+/) : []));
  return [...whole, ...lines.map((line) => line.trim())].filter(isTelling);
}

function withoutQuotes(written: string): string[] {
  if (!/^(["'])[\s\S]*\1$/.test(written)) return [];
  try {
    return [written.slice(1, -1), String(loadDocuments(written)[0])];
  } catch {
    return [written.slice(1, -1)];
  }
}

/** The header of a block text, such as `|-`, tells nothing. */
function isTelling(spelling: string): boolean {
  return !/^[|>][-+\d]*$/.test(spelling);
}
