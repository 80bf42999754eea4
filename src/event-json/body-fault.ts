import { readJson } from "../document/json-reader.ts";
import { consecutiveJson, parseJson } from "../util/json.ts";

/** The headers that name an event, with its name; inside JSON a name is in quotes. */
const EVENT_HEADER =
  /^(X-GitHub-Event|X-Gitlab-Event|X-Event-Key)[ \t]*:[ \t]*([a-z_:]{1,40}$|(?:[A-Z][a-z]{1,15} ){1,4}Hook$)?/im;

/** Returns the header of a webhook's event that is next to its body, as `Name: value`. */
export function findEventHeader(text: string): string | undefined {
  const [, name, event = "…"] = EVENT_HEADER.exec(text.replace(/\r/g, "")) ?? [];
  return name === undefined ? undefined : `${name}: ${event}`;
}

/** The description of a spec where a record is expected. */
export const SPEC = "a pipeline spec, not a webhook or an event";

/**
 * Describes the fault of a text that is not JSON, with a remedy, and quotes nothing of it. `other`
 * is the remedy for a text of another kind.
 */
export function jsonFault(text: string, other = "name a JSON file"): string {
  if (/^(?:kind|metadata|spec|steps):/m.test(text)) return `is ${SPEC}; ${other}`;
  if (/^\s*<(?:!doctype|html)\b/i.test(text)) return `is a page in HTML, not JSON; ${other}`;
  if (isYaml(text)) return `is YAML, not JSON; ${other}`;
  const [fault] = readJson(text).faults;
  if (fault?.id === "json-format" && text.includes("{"))
    return "does not start with JSON; remove the other text, such as headers";
  const line = fault ? ` (line ${lineAt(text, fault.span.start)})` : "";
  if (fault && parseJson(text.slice(0, fault.span.start)))
    return `has other text after the JSON${line}; remove it`;
  const isCutOff = consecutiveJson(text).length > 0 && !/[\]}]\s*$/.test(text);
  return isCutOff ? `is cut off${line}; copy all of it` : `is not valid JSON${line}; correct it`;
}

/** True for a text that starts with a key in lower case, or a document, and has no line of JSON. */
function isYaml(text: string): boolean {
  const first = /^[ \t]*[^\s#].*/m.exec(text)?.[0] ?? "";
  return /^(?:---\s*$|[a-z][\w-]*:(?:\s|$))/.test(first) && !/^[ \t]*[[{]/m.test(text);
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
