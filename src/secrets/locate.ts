import { isScalar, type LocatedMapping } from "../document/located.ts";
import type { Span } from "../document/source.ts";
import type { Pipeline, SpecFile, Variable } from "../pipeline/model.ts";
import { TextFinder } from "../util/multi-search.ts";
import { isSecretValue, isTellingKey } from "./names.ts";
import { secretLines } from "./secret-lines.ts";
import { secretNodes } from "./secret-nodes.ts";
import { spellings } from "./variants.ts";

export { isMask, isReference, isTellingKey } from "./names.ts";

/** Without one of these words a text has no secret but in a webhook's address. */
const HINT =
  /pass|pwd|secret|token|(?:api|private|access|signing|encryption)[ _.-]?key|credential|auth|encrypted/i;

/**
 * The stretches of a file that no output may show: values of encrypted variables, values whose key says that they are secret, and
 * webhook secrets; of a text that cannot be read, whatever may be one. Masks, empty values and references are no secrets.
 */
export function secretSpans(file: SpecFile): Span[] {
  const spans = file.pipelines.flatMap((pipeline) => pipelineSecrets(pipeline));
  const { text } = file.source;
  if (HINT.test(text))
    spans.push(...file.documents.flatMap(({ root }) => (root ? secretNodes(root.node) : [])));
  if (file.faults.some(({ severity }) => severity === "error")) spans.push(...secretLines(text));
  return distinct(spans.sort((a, b) => a.start - b.start || b.end - a.end));
}

function distinct(sorted: readonly Span[]): Span[] {
  return sorted.filter(({ start, end }, index) => {
    const before = sorted[index - 1];
    return !before || start !== before.start || end !== before.end;
  });
}

function pipelineSecrets(pipeline: Pipeline): Span[] {
  const spans: Span[] = [];
  addVariables(spans, pipeline.variables);
  for (const { variables, node } of pipeline.triggers) {
    addVariables(spans, variables);
    addWebhookSecret(spans, node, "secret");
    addWebhookSecret(spans, node, "endpoint");
  }
  for (const { variables } of pipeline.cronTriggers) addVariables(spans, variables);
  return spans;
}

function addVariables(spans: Span[], variables: readonly Variable[]): void {
  for (const { value, key, encrypted } of variables) {
    const named = key !== undefined && isTellingKey(key.value);
    if (value && (encrypted?.value || named) && isSecretValue(value.value)) spans.push(value.node.span);
  }
}

function addWebhookSecret(spans: Span[], trigger: LocatedMapping, key: string): void {
  const value = trigger.get(key);
  if (value && isScalar(value) && isSecretValue(value.value)) spans.push(value.node.span);
}

/** Takes the secrets of a text out of messages: each is replaced by a mask, however it is spelled there. */
export function redactor(text: string, secrets: readonly Span[]): (message: string) => string {
  if (secrets.length === 0) return (message) => message;
  const finder = new TextFinder(spellings(text, secrets));
  return (message) => finder.replace(message, "*****");
}
