import { TextFinder } from "../util/multi-search.ts";
import { isSuspectText, secretsIn } from "./detect.ts";

/** Data as it may be shown: the same with a mask in place of every secret. */
export type Cleaner = <T>(data: T) => T;

/** What a secret is shown as. */
const MASK = "*****";

/**
 * What takes out of answers the secrets that the detector finds in data from outside: somebody committed a token with the message, or gave
 * one as a value. The detector loads only where a text looks like one.
 */
export async function cleanerFor(data: unknown): Promise<Cleaner> {
  const text = [...textsIn(data)].join("\n");
  const found = isSuspectText(text) ? await secretsIn(text) : [];
  if (found.length === 0) return (same) => same;
  const finder = new TextFinder(found.map(({ start, end }) => text.slice(start, end)));
  return (shown) => withTexts(shown, (each) => finder.replace(each, MASK));
}

/** What holds words of ours in answers, which a secret that happens to be one of them must not change. */
const OWN_WORDS: ReadonlySet<string> = new Set(
  "kind verdict outcome id certainty rule source assume assumed fact names event status origin provider".split(
    " ",
  ),
);

/** The same data with other texts, but for keys and words of ours. */
export function withTexts<T>(data: T, change: (text: string) => string): T {
  if (typeof data === "string") return change(data) as T;
  if (Array.isArray(data)) return data.map((item) => withTexts(item, change)) as T;
  if (typeof data !== "object" || data === null || data instanceof Date) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, changed(key, value, change)]),
  ) as T;
}

function changed(key: string, value: unknown, change: (text: string) => string): unknown {
  const isOwn = OWN_WORDS.has(key) && (typeof value !== "object" || key === "assume" || Array.isArray(value));
  return isOwn ? value : withTexts(value, change);
}

function* textsIn(data: unknown): Generator<string> {
  if (typeof data === "string") yield data;
  else if (typeof data === "object" && data !== null)
    for (const value of Object.values(data)) yield* textsIn(value);
}
