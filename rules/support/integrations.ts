import type { Path } from "../../src/document/located.ts";
import { oncePerPipeline, type Pipeline } from "../../src/pipeline/model.ts";
import { eachScalar } from "./walk.ts";

/** The names in a spec that refer to something in the account, and the variables of such names. */
interface AccountNames {
  readonly names: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
}

/** Fields of steps that take the name of an integration, a shared configuration or a secret. */
const NAMING_FIELD =
  /^(?:git|provider|registry|registry_name|.*_?(?:context|contexts|integration|integrations)|.*integration_?name|image_?pull_?secrets?|pull_?secrets?|secret_?name)$/i;

/**
 * True if the value of a variable is the name of an integration, a shared configuration or a
 * secret of the cluster, because another field of the spec uses the value, or the variable, as one.
 */
export function isAccountName(pipeline: Pipeline, key: string, value: string): boolean {
  const { names, variables } = accountNames(pipeline);
  return names.has(value) || variables.has(key);
}

const accountNames = oncePerPipeline(readAccountNames);

function readAccountNames({ spec, triggers, contexts, specTemplate }: Pipeline): AccountNames {
  const names = new Set<string>(contexts.map(({ value }) => value));
  const variables = new Set<string>();
  const add = (text: string | undefined): void => {
    if (text === undefined) return;
    const reference = /^\$\{\{\s*(\w+)\s*\}\}$/.exec(text.trim());
    if (reference) variables.add(reference[1]!);
    else names.add(text);
  };
  for (const { context, provider, contexts: own } of triggers)
    for (const name of [context, provider, ...own]) add(name?.value);
  add(specTemplate?.string("context")?.value);
  for (const resource of spec?.mappings("externalResources") ?? []) add(resource.string("context")?.value);
  for (const part of ["steps", "hooks", "services"]) {
    eachScalar(spec?.get(part), ({ path, value }) => {
      if (typeof value === "string" && NAMING_FIELD.test(fieldOf(path))) add(value);
    });
  }
  return { names, variables };
}

/** The key of a value, or of the list that it is an item of. */
function fieldOf(path: Path | undefined): string {
  let step = path;
  while (typeof step?.key === "number") step = step.parent;
  return step === undefined ? "" : String(step.key);
}
