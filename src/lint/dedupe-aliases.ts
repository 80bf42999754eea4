import type { Range } from "../document/source.ts";
import { getOrAdd } from "../util/memoize.ts";
import type { Diagnostic, Related } from "./diagnostic.ts";

/** The relation of a finding at an alias to the value itself. */
export const ALIASED = "the aliased value is here";
const REPEATED = "an alias repeats it here";

/** The maximum number of aliases that are listed with a finding. */
const MOST_LISTED = 10;

/**
 * Reports a fault of an aliased value once: at the value itself if it is reported there too, else
 * at the first alias; the other aliases become related places. Findings with other messages, such
 * as those that count items, are kept.
 *
 * @param aliased the diagnostics at an alias, with the range of the value itself
 */
export function foldAliases(
  diagnostics: readonly Diagnostic[],
  aliased: ReadonlyMap<Diagnostic, Range>,
): Diagnostic[] {
  const first = new Map<string, Diagnostic>();
  for (const each of diagnostics) if (!aliased.has(each)) first.set(keyOf(each, each.range), each);
  const repeated = new Map<Diagnostic, Diagnostic[]>();
  for (const [each, anchor] of aliased) {
    const key = keyOf(each, anchor);
    const original = first.get(key);
    if (original) getOrAdd(repeated, original, () => []).push(each);
    else first.set(key, each);
  }
  const folded = new Set([...repeated.values()].flat());
  return diagnostics
    .filter((each) => !folded.has(each))
    .map((each) => withAliases(each, repeated.get(each) ?? []));
}

function keyOf({ rule, severity, message }: Diagnostic, { start, end }: Range): string {
  return [rule, severity, start.offset, end.offset, message].join("\0");
}

function withAliases(diagnostic: Diagnostic, repeats: readonly Diagnostic[]): Diagnostic {
  if (repeats.length === 0) return diagnostic;
  const listed = repeats.slice(0, MOST_LISTED).map(({ range }): Related => ({ message: REPEATED, range }));
  const more = repeats.length - listed.length;
  const last = listed.at(-1)!;
  if (more > 0) listed[listed.length - 1] = { ...last, message: `${REPEATED}, and so do ${more} more` };
  return { ...diagnostic, related: [...diagnostic.related, ...listed] };
}
