import { closestMatch } from "./closest-match.ts";
import { quote, quoteList } from "./text.ts";

/**
 * Throws `TypeError` for a word that is not one of some known words, with the nearest of them.
 * `what` names the option: `severity of rule "x"`.
 */
export function assertKnown(word: unknown, known: readonly string[], what: string): void {
  if (typeof word === "string" && known.includes(word)) return;
  const near = typeof word === "string" ? closestMatch(word, known) : undefined;
  const listed = known.length < 10 ? `; write ${quoteList(known, "or")}` : "";
  const hint = near === undefined ? listed : `; did you mean "${near}"?`;
  throw new TypeError(`unknown ${what} ${typeof word === "string" ? quote(word) : String(word)}${hint}`);
}
