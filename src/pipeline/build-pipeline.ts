import { findReplaced } from "../catalogue/placeholders.ts";
import { isScalar, type Located, LocatedMapping } from "../document/located.ts";
import {
  Computed,
  type CronTrigger,
  type GitTrigger,
  type Pipeline,
  type SpecFile,
  type Trigger,
  type Variable,
} from "./model.ts";
import { PATTERN_KEYS } from "./unquoted-patterns.ts";

/** Builds the model of a spec from its located mapping and its `plain` value in js-yaml. */
export function buildPipeline(
  file: SpecFile,
  document: number,
  node: LocatedMapping,
  plain: unknown,
): Pipeline {
  const metadata = node.mapping("metadata");
  const spec = node.mapping("spec");
  const version = node.get("version");
  const pipeline = {
    file,
    document,
    node,
    plain,
    version: version && isScalar(version) ? version : undefined,
    kind: node.string("kind"),
    metadata,
    name: metadata?.string("name"),
    spec,
    contexts: spec?.strings("contexts") ?? [],
    runtimeEnvironment: spec?.mapping("runtimeEnvironment"),
    options: spec?.mapping("options"),
    specTemplate: spec?.mapping("specTemplate"),
    steps: spec?.mapping("steps"),
    triggers: [] as GitTrigger[],
    cronTriggers: [] as CronTrigger[],
    variables: [] as Variable[],
    computed: new Computed(),
  } satisfies Pipeline;
  pipeline.variables = variablesOf(pipeline, spec, "pipeline");
  pipeline.triggers = mappingsOf(spec, "triggers").map((entry) => gitTrigger(pipeline, ...entry));
  pipeline.cronTriggers = mappingsOf(spec, "cronTriggers").map((entry) => cronTrigger(pipeline, ...entry));
  return pipeline;
}

/** Builds the model of a definition (`codefresh.yml`): a spec without triggers and variables. */
export function buildDefinition(
  file: SpecFile,
  document: number,
  node: LocatedMapping,
  plain: unknown,
): Pipeline {
  const empty = buildPipeline(file, document, new LocatedMapping(node.node, node, []), plain);
  return { ...empty, isDefinition: true, node, spec: node, steps: node.mapping("steps") };
}

/** The mappings of a list, each with its index in the text. */
function mappingsOf(parent: LocatedMapping | undefined, key: string): [LocatedMapping, number][] {
  const found: [LocatedMapping, number][] = [];
  parent?.items(key).forEach((item, index) => {
    if (item instanceof LocatedMapping) found.push([item, index]);
  });
  return found;
}

/** Builds a Git trigger from its mapping; `index` is its place in the list. */
export function gitTrigger(pipeline: Pipeline, node: LocatedMapping, index: number): GitTrigger {
  return {
    pipeline,
    index,
    node,
    name: node.string("name"),
    id: node.string("id"),
    repo: node.string("repo"),
    provider: node.string("provider"),
    context: node.string("context"),
    events: finalList(node.strings("events")),
    branchRegex: final(node.string("branchRegex")),
    branchRegexInput: node.string("branchRegexInput"),
    pullRequestTargetBranchRegex: final(node.string("pullRequestTargetBranchRegex")),
    pullRequestAllowForkEvents: node.boolean("pullRequestAllowForkEvents"),
    commentRegex: final(node.string("commentRegex")),
    skipCommentAuthorAssociationValidation: node.boolean("skipCommentAuthorAssociationValidation"),
    modifiedFilesGlob: final(node.string("modifiedFilesGlob")),
    disabled: node.boolean("disabled"),
    variables: variablesOf(pipeline, node, "gitTrigger"),
    contexts: node.strings("contexts"),
    runtimeEnvironment: node.mapping("runtimeEnvironment"),
    options: node.mapping("options"),
  };
}

/** Returns no events if one of them has a placeholder: any of them may be meant. */
function finalList(events: readonly Located<string>[]): readonly Located<string>[] {
  return events.every(final) ? events : [];
}

/** Returns a filter, event or schedule, unless something still replaces a part of it. */
function final(text: Located<string> | undefined): Located<string> | undefined {
  return text && findReplaced(text.value) ? undefined : text;
}

/** Returns the texts with a placeholder that the events, filters or schedule of a trigger lack. */
export function replacedTexts({ node }: Trigger): readonly Located<string>[] {
  const all = [...node.strings("events"), ...PATTERN_KEYS.flatMap((key) => node.string(key) ?? [])];
  return all.filter((text) => !final(text));
}

function cronTrigger(pipeline: Pipeline, node: LocatedMapping, index: number): CronTrigger {
  return {
    pipeline,
    index,
    node,
    name: node.string("name"),
    message: node.string("message"),
    expression: final(node.string("expression")),
    gitTriggerId: node.string("gitTriggerId"),
    branch: node.string("branch"),
    disabled: node.boolean("disabled"),
    variables: variablesOf(pipeline, node, "cronTrigger"),
    runtimeEnvironment: node.mapping("runtimeEnvironment"),
    options: node.mapping("options"),
  };
}

function variablesOf(
  pipeline: Pipeline,
  parent: LocatedMapping | undefined,
  owner: Variable["owner"],
): Variable[] {
  return mappingsOf(parent, "variables").map(([node]) => {
    const value = node.get("value");
    return {
      pipeline,
      owner,
      node,
      key: node.string("key"),
      value: value && isScalar(value) ? value : undefined,
      encrypted: node.boolean("encrypted"),
    };
  });
}
