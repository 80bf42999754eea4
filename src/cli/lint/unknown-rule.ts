import { closestMatch } from "../../util/closest-match.ts";
import { UsageError } from "../command.ts";

/** The error for the id of a rule that does not exist, with the nearest that does. */
export function unknownRule(id: string, known: Iterable<string>): UsageError {
  const near = closestMatch(id, known);
  const hint = near ? `did you mean "${near}"?` : '"dryfire rules" lists them';
  return new UsageError(`there is no rule "${id}"; ${hint}`);
}
