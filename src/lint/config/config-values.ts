import {
  isScalar,
  isSequence,
  isText,
  type Located,
  LocatedMapping,
  type Place,
  type Value,
} from "../../document/located.ts";
import type { Span } from "../../document/source.ts";
import { closestMatch } from "../../util/closest-match.ts";
import { quoteList } from "../../util/text.ts";

/** Something wrong in a config: one sentence, and where. */
export interface ConfigFault {
  readonly span: Span;
  readonly message: string;
}

/** A text of a config with its place, for what can only be judged later. */
export interface ConfigText {
  readonly value: string;
  readonly span: Span;
}

/** Reads the values of a config by what they should be, and keeps a fault for each that is something else. */
export class ConfigValues {
  readonly faults: ConfigFault[] = [];

  fault(place: Place, message: string): void {
    this.faults.push({ span: place.span, message });
  }

  /** The entries of a mapping; a key that stands twice is a fault. `what` names the value in messages. */
  entries(value: Value | undefined, what: string): { key: Located<string>; value: Value }[] {
    if (value === undefined) return [];
    if (!(value instanceof LocatedMapping)) {
      this.fault(value, `${what} is ${kindOf(value)}; write a mapping`);
      return [];
    }
    const seen = new Set<string>();
    return value.entries.filter(({ key }) => {
      if (seen.has(key.value))
        this.fault(key, `key "${key.value}" stands here a second time; keep one of the two`);
      return !seen.has(key.value) && seen.add(key.value);
    });
  }

  /** The values of a mapping that may have the given keys only. */
  object(value: Value | undefined, what: string, keys: readonly string[]): ReadonlyMap<string, Value> {
    const found = new Map<string, Value>();
    for (const { key, value: entry } of this.entries(value, what)) {
      if (keys.includes(key.value)) found.set(key.value, entry);
      else this.unknown(key, "key", keys);
    }
    return found;
  }

  /** A fault for a name that is none of those known. */
  unknown(place: Located<string> | ConfigText, what: string, known: Iterable<string>): void {
    const all = [...known];
    const near = closestMatch(place.value, all);
    const listed = all.length < 10 ? `; write ${quoteList(all, "or")}` : "";
    const hint = near === undefined ? listed : `; did you mean "${near}"?`;
    this.faults.push({ span: place.span, message: `unknown ${what} "${place.value}"${hint}` });
  }

  /** The texts of a list, or of a single text where a list may be left out. */
  texts(value: Value | undefined, what: string): ConfigText[] {
    if (value === undefined) return [];
    const items = isSequence(value) ? value.items : [value];
    return items.flatMap((item) => this.text(item, what) ?? []);
  }

  /** A text that is not empty. */
  text(value: Value, what: string): ConfigText | undefined {
    if (isText(value) && value.value.trim() !== "") return { value: value.value, span: value.span };
    this.fault(value, `${what} is ${kindOf(value)}; write a text`);
    return undefined;
  }
}

/** What a value is, for messages: `a list`, `nothing`, `the number 3`. */
export function kindOf(value: Value): string {
  if (isSequence(value)) return "a list";
  if (!isScalar(value)) return "a mapping";
  const { value: scalar } = value;
  if (scalar === null || scalar === "") return "empty";
  if (typeof scalar === "string") return `"${scalar}"`;
  return typeof scalar === "object" ? "a date" : `the ${typeof scalar} ${scalar}`;
}
