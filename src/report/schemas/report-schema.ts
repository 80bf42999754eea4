import definitions from "./definitions.generated.ts";
import { event, type Schema } from "./event.ts";

/** The schema of an event is made of the table of facts, and replaces the one that is generated. */
const ALL: Readonly<Record<string, Schema>> = { ...definitions, SimulatedEvent: event };

/** Completes the schema of a report with its definitions: the reports share most of them. */
export function reportSchema(body: Schema): Schema {
  const names = referencesOf(body, ALL);
  return { ...body, definitions: Object.fromEntries(names.map((name) => [name, ALL[name]!])) };
}

/** The names of the definitions that a schema refers to, directly or not, in alphabetical order. */
export function referencesOf(schema: Schema, definitions: Readonly<Record<string, Schema>>): string[] {
  const found = new Set<string>();
  const visit = (part: Schema): void => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/definitions\/([^"]+)"/g)) {
      if (found.has(name!)) continue;
      found.add(name!);
      visit(definitions[name!]!);
    }
  };
  visit(schema);
  return [...found].sort();
}
