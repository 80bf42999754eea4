import { tryReadFast } from "./fast-reader.ts";
import type { YamlText } from "./node.ts";
import { findDividers, findLineMarks, hasFalseIndentation } from "./scan.ts";

type JsonReader = typeof import("./json-reader.ts");

/** Reads what the fast reader cannot; it is large, and a text that is as usual never needs it. */
type Recovery = typeof import("./recover.ts");

/**
 * Reads a text. Text that js-yaml 3, the platform's own reader, accepts gets its meaning and the
 * place of every node. Other text is recovered with every fault. Never throws because of the text.
 */
export async function readYaml(text: string): Promise<YamlText> {
  return readYamlFast(text) ?? (await import("./recover.ts")).recover(text);
}

/** Like `readYaml`, for a caller that has loaded the recovery. */
export function readYamlSync(text: string, { recover }: Recovery): YamlText {
  return readYamlFast(text) ?? recover(text);
}

/**
 * Reads a text as the platform's command line does: JSON if the name of the file ends with `.json`,
 * else YAML (codefresh-io/cli lib/interface/cli/helpers/general.js).
 */
export async function readNamed(path: string, text: string): Promise<YamlText> {
  if (!isJsonName(path)) return readYaml(text);
  const { readJson } = await import("./json-reader.ts");
  const { documents, faults } = readJson(text);
  return documents ? { documents, faults } : { ...(await readYaml(text)), faults };
}

/** Like `readNamed`, for a caller that has loaded the readers of unusual texts. */
export function readNamedSync(path: string, text: string, readers: Recovery & JsonReader): YamlText {
  if (!isJsonName(path)) return readYamlSync(text, readers);
  const { documents, faults } = readers.readJson(text);
  return documents ? { documents, faults } : { ...readYamlSync(text, readers), faults };
}

/** True if the command line of the platform reads a file as JSON; `.JSON` is not. */
export function isJsonName(path: string): boolean {
  return path.endsWith(".json");
}

/**
 * Reads a usual text; the recovery reports lines that are indented with tabs or false spaces, marks
 * that divide a document, and marks before each line.
 */
function readYamlFast(text: string): YamlText | undefined {
  const isOdd = hasFalseIndentation(text) || findDividers(text).length > 0 || findLineMarks(text).length > 0;
  return isOdd ? undefined : tryReadFast(text);
}
