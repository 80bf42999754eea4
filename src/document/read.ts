import { idOfRefusal, type YamlFault, type YamlFaultId, yamlFault } from "./error-messages.ts";
import { CircularAlias, readFast, UnusualShape } from "./fast-reader.ts";
import { loadDocuments, refusal } from "./js-yaml.ts";
import type { YamlDocument, YamlNode, YamlText } from "./node.ts";
import { toValue } from "./node.ts";
import { endOfLine } from "./scan.ts";
import { tooDeep, tooHeavy } from "./size-limits.ts";
import type { Span } from "./source.ts";

/** Loads the tolerant reader, which is large; a text that the platform can read never needs it. */
type Tolerant = typeof import("./tolerant-reader.ts");

/**
 * Reads a text. Text that js-yaml 3, the platform's own reader, accepts gets its meaning and the
 * place of every node. Other text is recovered with every fault. Never throws because of the text.
 */
export async function readYaml(text: string): Promise<YamlText> {
  return readYamlFast(text) ?? recover(text, await import("./tolerant-reader.ts"));
}

/** Like `readYaml`, for a caller that has loaded the tolerant reader. */
export function readYamlSync(text: string, tolerant: Tolerant): YamlText {
  return readYamlFast(text) ?? recover(text, tolerant);
}

/** Like `readYaml`, but synchronous; undefined for a text that needs the tolerant reader. */
function readYamlFast(text: string): YamlText | undefined {
  try {
    return { documents: readFast(text), faults: [] };
  } catch (error) {
    if (isExpected(error, text)) return undefined;
    throw error;
  }
}

function isExpected(error: unknown, text: string): boolean {
  return (
    error instanceof UnusualShape ||
    error instanceof CircularAlias ||
    error instanceof RangeError ||
    refusal(error, text) !== undefined
  );
}

function recover(text: string, tolerant: Tolerant): YamlText {
  const verdict = referee(text);
  if ("tooDeep" in verdict) return { documents: [], faults: [tooDeep(text)] };
  try {
    const { roots, faults } = tolerant.readTolerant(text);
    const heavy = tooHeavy(roots, text);
    if (heavy) return { documents: [], faults: [heavy] };
    if (!verdict.values) return { documents: read(roots), faults: merged(text, verdict.fault, faults) };
    // In a text that the platform can read, the only fault is a circular alias.
    const circular = faults.filter(({ id }) => id === "circular-alias");
    if (circular.length > 0) return { documents: read(roots), faults: circular };
    return accepted(roots, verdict.values, text, tolerant);
  } catch (error) {
    if (error instanceof CircularAlias) return { documents: [], faults: [tooCircular(error, text)] };
    if (error instanceof RangeError) return { documents: [], faults: [tooDeep(text)] };
    throw error;
  }
}

/** The result of the platform's reader. */
type PlatformResult =
  | { values: unknown[] }
  | { values?: undefined; fault: YamlFault }
  | { tooDeep: true; values?: undefined };

/** js-yaml 3 decides whether the platform can read the text. */
function referee(text: string): PlatformResult {
  try {
    return { values: loadDocuments(text) };
  } catch (error) {
    if (error instanceof RangeError) return { tooDeep: true };
    const refused = refusal(error, text);
    if (!refused) throw error;
    const tag = /unknown tag/.test(refused.reason) ? lastTag(text, refused.offset) : undefined;
    const fault = refusedAt(text, refused.offset, idOfRefusal(refused.reason));
    return { fault: tag ? { ...fault, span: tag } : fault };
  }
}

/** js-yaml rejects a tag after its value, so the fault is the last tag before the offset. */
function lastTag(text: string, offset: number): Span | undefined {
  const match = [...text.slice(0, offset).matchAll(/(?<=[\s[{,])![^\s,[\]{}]*/g)].at(-1);
  return match && { start: match.index, end: match.index + match[0].length };
}

function refusedAt(text: string, offset: number, id: YamlFaultId): YamlFault {
  const start = Math.min(offset, Math.max(0, text.trimEnd().length - 1));
  const end = Math.max(start + 1, Math.min(endOfLine(text, start), start + 1));
  return yamlFault(id, { start, end: Math.min(end, text.length) });
}

function read(roots: readonly (YamlNode | undefined)[]): YamlDocument[] {
  return roots.map((root) => ({ root, value: root && toValue(root) }));
}

/** Returns the documents of a readable text; where the readers disagree, js-yaml is right. */
function accepted(
  roots: readonly (YamlNode | undefined)[],
  values: readonly unknown[],
  text: string,
  { agreeing }: Tolerant,
): YamlText {
  const documents = values.map((value, index) => ({ root: agreeing(roots[index], value), value }));
  const heavy = tooHeavy(
    documents.map(({ root }) => root),
    text,
  );
  const inexact = documents.some(({ root }, index) => root !== roots[index]);
  return heavy ? { documents: [], faults: [heavy] } : { documents, faults: [], ...(inexact && { inexact }) };
}

function tooCircular({ offset }: CircularAlias, text: string): YamlFault {
  return yamlFault("circular-alias", { start: offset, end: Math.min(offset + 1, text.length) });
}

/** The maximum number of faults per text: one mistake can cause hundreds. */
const MAX_FAULTS = 5;

/**
 * Returns js-yaml's fault first, then those of the tolerant reader on later lines: one per line and
 * per kind. Faults at the end of the text and on empty lines are dropped, since they are
 * consequences of earlier ones.
 */
function merged(text: string, first: YamlFault, others: readonly YamlFault[]): YamlFault[] {
  const precise = others.find((fault) => fault.id === first.id);
  const lead = precise ?? first;
  const kept = [lead];
  const leadEnd = endOfLine(text, lead.span.end);
  const lastCharacter = text.trimEnd().length - 1;
  const seen = new Set<number | string>([lead.id]);
  // A line may have thousands of faults, and is searched for its ends once.
  let line = { start: 0, end: -1, isEmpty: false };
  for (const fault of others) {
    const { start } = fault.span;
    if (seen.has(fault.id) || start <= leadEnd || start > lastCharacter) continue;
    if (start < line.start || start > line.end) line = lineAt(text, start);
    if (line.isEmpty || seen.has(line.start)) continue;
    if (kept.length >= MAX_FAULTS) break;
    seen.add(line.start).add(fault.id);
    kept.push(fault);
  }
  return kept;
}

function lineAt(text: string, offset: number) {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = endOfLine(text, offset);
  return { start, end, isEmpty: text.slice(start, end).trim() === "" };
}
