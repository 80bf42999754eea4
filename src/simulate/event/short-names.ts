import { quote } from "../../util/text.ts";
import type { SimulatedEvent } from "./event.ts";

/** The facts that are names of branches or tags, with the prefix of a full ref of each. */
const REFS = {
  branch: "refs/heads/",
  targetBranch: "refs/heads/",
  baseBranch: "refs/heads/",
  tag: "refs/tags/",
};

/** An event with short names, with a note for each changed one; or the fault of a name. */
export type ShortNames<Event> =
  | { readonly event: Event; readonly notes?: readonly string[] }
  | { readonly error: string };

/**
 * Returns an event with short names of branches and tags: a filter sees `main`, never
 * `refs/heads/main` (semantics b). A tag is not a branch, and an empty name is none.
 */
export function withShortNames<Event extends SimulatedEvent>(event: Event): ShortNames<Event> {
  const notes: string[] = [];
  const plain: Record<string, unknown> = { ...event };
  for (const [key, own] of Object.entries(REFS)) {
    const text = plain[key];
    const kind = /^refs\/(?:heads|tags)\//.exec(typeof text === "string" ? text : "")?.[0];
    if (typeof text !== "string" || kind === undefined) continue;
    const error = faultOf(text, kind, own);
    if (error !== undefined) return { error: `${quote(key)} cannot be ${quote(text)}: ${error}` };
    const name = text.slice(own.length);
    plain[key] = name;
    notes.push(`"${key}" is read as ${quote(name)}, since filters see names without "${own}"`);
  }
  return notes.length === 0 ? { event } : { event: plain as unknown as Event, notes };
}

function faultOf(text: string, kind: string, own: string): string | undefined {
  const name = text.slice(own.length);
  if (kind === own && name === "") return "the name is missing";
  if (kind === own) return /^refs\/(?:heads|tags)\//.test(name) ? "the name is a full ref" : undefined;
  return own === REFS.tag ? "it is a branch, not a tag" : "it is a tag, not a branch";
}
