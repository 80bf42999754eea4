import { nearest } from "../nearest.ts";
import { eventTable } from "./event-table.ts";
import { misspellings } from "./misspellings.ts";

/**
 * The existing names that `text` most likely stands for, best first: known misspellings (`pull_request.opened`,
 * `release.published`), then names a few edits away, then names that begin with the same word.
 */
export function nearestEventNames(text: string, count = 1): string[] {
  const names = eventTable.map(({ name }) => name);
  const known = misspellings.get(text.toLowerCase()) ?? [];
  const close = nearest(text, names, count);
  const dotted = text.toLowerCase().replace(/^(pull[_-]?request|pr|merge_request)(?=$|[.:])/, "pullrequest");
  const renamed = dotted === text.toLowerCase() ? [] : nearest(dotted, names, count);
  const prefix = /^[a-z]+/i.exec(dotted)?.[0];
  const alike = prefix === undefined ? [] : names.filter((name) => name.startsWith(prefix));
  return [...new Set([...known, ...renamed, ...close, ...alike])].slice(0, count);
}
