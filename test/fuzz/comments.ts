import { type CST, Parser } from "yaml";

/** Returns the trimmed comments of a YAML text in order. */
export function commentsOf(text: string): string[] {
  const found: string[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) collect(item);
    else if (typeof value === "object" && value !== null) {
      if ("type" in value && value.type === "comment" && "source" in value)
        found.push(String(value.source).trim());
      for (const inner of Object.values(value)) if (typeof inner === "object") collect(inner);
    }
  };
  // `yaml` does not treat a lone CR as a line break; the platform's reader does.
  for (const token of new Parser().parse(text.replace(/\r\n?/g, "\n"))) collect(token as CST.Token);
  return found;
}
