import definitions from "./definitions.generated.ts";
import { event, type Schema } from "./event.ts";

/** The schema of an event is written separately, and replaces the one that is generated. */
const ALL: Readonly<Record<string, Schema>> = { ...definitions, SimulatedEvent: event };

/**
 * Completes the schema of a report with the definitions that it refers to, directly or not, in
 * alphabetical order: the reports share most of them.
 */
export function reportSchema(body: Schema): Schema {
  const found = new Set<string>();
  const visit = (part: Schema): void => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/definitions\/([^"]+)"/g)) {
      if (found.has(name!)) continue;
      found.add(name!);
      visit(ALL[name!]!);
    }
  };
  visit(body);
  return { ...body, definitions: Object.fromEntries([...found].sort().map((name) => [name, ALL[name]!])) };
}
