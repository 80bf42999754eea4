import { mayBeSlow, restrictiveLiteral } from "../../match/regex/filter-literal.ts";
import type { RegexLiteral } from "../../match/regex/index.ts";
import type { GitTrigger } from "../../pipeline/model.ts";

/** Proves that no text matches all of several patterns; false where it cannot. */
export type Prover = (literals: readonly RegexLiteral[]) => boolean;

/** Names of branches and tags as Git takes them, as far as a pattern without lookarounds can say (git-check-ref-format). */
const REF_NAME = "/^[^\\x00-\\x20\\x7f~^:?*[\\\\\\/]+(?:\\/[^\\x00-\\x20\\x7f~^:?*[\\\\\\/]+)*$/";

/** The pattern that every name of a branch or tag matches. */
export function refNameLiteral(): RegexLiteral {
  return restrictiveLiteral(REF_NAME)!;
}

/**
 * Signs without which a filter matches some name: lookarounds, anchors and edges of words inside, an empty class, back references,
 * white space and other characters that no name has, a slash at its start.
 */
const DOUBTFUL =
  /\(\?[=!<]|[^(|[\\]\^|\$[^)|]|\\[bB1-9sxuktnrfv]|\[\]|[\s~:]|\\[?*[\\^{]|^\^(?:\$|\\\/)|@\{|\\\/\$$/;

/** Names that most filters with such signs let pass. */
const USUAL = ["main", "develop", "feature/x", "release/1.0", "v1.0.0", "x-1", "test"];

/**
 * A prover by automata for the filters of some triggers. Automata take some thirty milliseconds to load: undefined where every filter
 * shows by its text that it matches something.
 */
export async function loadProver(triggers: Iterable<GitTrigger>): Promise<Prover | undefined> {
  const seen = new Set<string>();
  let doubtful = false;
  for (const trigger of triggers) {
    const { branchRegex, pullRequestTargetBranchRegex, commentRegex } = trigger;
    for (const filter of [branchRegex, pullRequestTargetBranchRegex, commentRegex]) {
      if (!filter || seen.has(filter.value)) continue;
      seen.add(filter.value);
      doubtful ||= isDoubtful(filter.value);
    }
    if (doubtful) break;
  }
  if (!doubtful) return undefined;
  const { isEmptyIntersection } = await import("../../match/regex/automata.ts");
  return isEmptyIntersection;
}

function isDoubtful(text: string): boolean {
  const literal = restrictiveLiteral(text);
  if (!literal || !DOUBTFUL.test(literal.source)) return false;
  if (mayBeSlow(literal.source)) return true;
  const regex = new RegExp(literal.source, literal.flags.replace("g", ""));
  return !USUAL.some((name) => regex.test(name));
}
