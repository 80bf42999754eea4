import { isScalar, type LocatedMapping } from "../spec/located.ts";
import type { Pipeline, SpecFile, Variable } from "../spec/model.ts";
import type { Span } from "../spec/source.ts";

/** Words in a key that say its value is a secret. */
const TELLING_KEY =
  /(?:^|[_\-.]|[a-z](?=[A-Z]))(?:pass(?:word|wd|phrase)?|secret|token|api_?-?key|private_?-?key|access_?-?key|credentials?|auth)(?:$|[_\-.\d]|[A-Z])/i;

/** Whether a key names a secret (`DB_PASSWORD`, `githubToken`), as far as a name can tell. */
export function isTellingKey(key: string): boolean {
  return TELLING_KEY.test(key);
}

/** The mask that the platform exports in place of an encrypted value, of five stars; people who mask by hand write more or fewer. */
export function isMask(value: unknown): boolean {
  return typeof value === "string" && /^\*{3,}$/.test(value);
}

/** The value is a reference to another variable, so the spec itself holds no secret. */
export function isReference(value: string): boolean {
  return /^\$\{\{[^}]*\}\}$/.test(value.trim());
}

/**
 * The stretches of a file that no output may show: values of encrypted variables, values whose key says that they are secret, and
 * webhook secrets. Masks, empty values and references are no secrets.
 */
export function secretSpans(file: SpecFile): Span[] {
  return file.pipelines.flatMap((pipeline) => pipelineSecrets(pipeline)).sort((a, b) => a.start - b.start);
}

function pipelineSecrets(pipeline: Pipeline): Span[] {
  const owners = [pipeline, ...pipeline.triggers, ...pipeline.cronTriggers];
  const variables = owners.flatMap((owner) => owner.variables.flatMap(variableSecret));
  return [...variables, ...pipeline.triggers.flatMap(({ node }) => webhookSecrets(node))];
}

function variableSecret(variable: Variable): Span[] {
  const { value, key, encrypted } = variable;
  const named = key !== undefined && isTellingKey(key.value);
  if (!value || !(encrypted?.value || named) || !isSecretValue(value.value)) return [];
  return [value.node.span];
}

function webhookSecrets(trigger: LocatedMapping): Span[] {
  return ["secret", "endpoint"].flatMap((key) => {
    const value = trigger.get(key);
    return value && isScalar(value) && isSecretValue(value.value) ? [value.node.span] : [];
  });
}

function isSecretValue(value: unknown): boolean {
  if (typeof value !== "string") return typeof value === "number";
  return value !== "" && !isMask(value) && !isReference(value);
}

/** A message without any secret of the file: each is replaced by a mask, as a whole or without its quotes. */
export function redact(message: string, text: string, secrets: readonly Span[]): string {
  let clean = message;
  for (const { start, end } of secrets) {
    for (const secret of shapesOf(text.slice(start, end))) clean = clean.replaceAll(secret, "*****");
  }
  return clean;
}

function shapesOf(written: string): string[] {
  const bare = written.replace(/^(["'])([\s\S]*)\1$/, "$2");
  return [written, bare].filter((shape) => shape.length > 2);
}
