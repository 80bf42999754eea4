import { findProvider, type ProviderRow } from "../catalogue/providers.ts";
import type { Located, LocatedMapping, LocatedScalar, Place, Value } from "../document/located.ts";
import type { YamlFault } from "../document/node.ts";
import type { Source } from "../document/source.ts";

/** One file: its text, what stands in it, and the faults of the text itself. */
export interface SpecFile {
  readonly source: Source;
  readonly documents: readonly SpecDocument[];
  readonly pipelines: readonly Pipeline[];
  readonly faults: readonly YamlFault[];
  /** Whether some values stand only near their text, so that nothing can be put in their place. */
  readonly inexact?: boolean;
  readonly content: FileContent;
}

/**
 * What a file holds: pipeline specs; nothing at all; a pipeline's own definition (`codefresh.yml`: steps without a spec round
 * them); a text that could not be read far enough to tell; or something else.
 */
export type FileContent = "specs" | "empty" | "pipeline-definition" | "unreadable" | "other";

/** One document of a file, in order. */
export interface SpecDocument {
  readonly index: number;
  readonly root: Value | undefined;
  /** True where no mapping has a key twice, nor a merge key; else nobody has looked. */
  readonly keysAreUnique?: boolean;
}

/** One pipeline spec. Every leaf keeps its place; a leaf of a wrong type is undefined here and stands in `node`. */
export interface Pipeline {
  readonly file: SpecFile;
  /** The 0-based number of the document in its file. */
  readonly document: number;
  /** The whole spec. */
  readonly node: LocatedMapping;
  /** The plain JavaScript value that the platform's reader makes of the spec. */
  readonly plain: unknown;
  readonly version: LocatedScalar | undefined;
  readonly kind: Located<string> | undefined;
  readonly metadata: LocatedMapping | undefined;
  readonly name: Located<string> | undefined;
  readonly spec: LocatedMapping | undefined;
  readonly triggers: readonly GitTrigger[];
  readonly cronTriggers: readonly CronTrigger[];
  readonly variables: readonly Variable[];
  readonly contexts: readonly Located<string>[];
  readonly runtimeEnvironment: LocatedMapping | undefined;
  readonly options: LocatedMapping | undefined;
  readonly specTemplate: LocatedMapping | undefined;
  readonly steps: LocatedMapping | undefined;
}

/** A Git trigger of a pipeline (`spec.triggers[]`). */
export interface GitTrigger {
  readonly pipeline: Pipeline;
  readonly index: number;
  readonly node: LocatedMapping;
  readonly name: Located<string> | undefined;
  readonly id: Located<string> | undefined;
  readonly repo: Located<string> | undefined;
  readonly provider: Located<string> | undefined;
  readonly context: Located<string> | undefined;
  readonly events: readonly Located<string>[];
  readonly branchRegex: Located<string> | undefined;
  readonly branchRegexInput: Located<string> | undefined;
  readonly pullRequestTargetBranchRegex: Located<string> | undefined;
  readonly pullRequestAllowForkEvents: Located<boolean> | undefined;
  readonly commentRegex: Located<string> | undefined;
  readonly skipCommentAuthorAssociationValidation: Located<boolean> | undefined;
  readonly modifiedFilesGlob: Located<string> | undefined;
  readonly disabled: Located<boolean> | undefined;
  readonly variables: readonly Variable[];
  readonly contexts: readonly Located<string>[];
  readonly runtimeEnvironment: LocatedMapping | undefined;
  readonly options: LocatedMapping | undefined;
}

/** A cron trigger of a pipeline (`spec.cronTriggers[]`). */
export interface CronTrigger {
  readonly pipeline: Pipeline;
  readonly index: number;
  readonly node: LocatedMapping;
  readonly name: Located<string> | undefined;
  readonly message: Located<string> | undefined;
  readonly expression: Located<string> | undefined;
  readonly gitTriggerId: Located<string> | undefined;
  readonly branch: Located<string> | undefined;
  readonly disabled: Located<boolean> | undefined;
  readonly variables: readonly Variable[];
  readonly runtimeEnvironment: LocatedMapping | undefined;
  readonly options: LocatedMapping | undefined;
}

/** A variable of a pipeline or a trigger. */
export interface Variable {
  readonly pipeline: Pipeline;
  readonly owner: "pipeline" | "gitTrigger" | "cronTrigger";
  readonly node: LocatedMapping;
  readonly key: Located<string> | undefined;
  readonly value: LocatedScalar | undefined;
  readonly encrypted: Located<boolean> | undefined;
}

/** Whether a key is there but holds nothing that the platform would take, so that no typed leaf came of it. */
export function isRefused(node: LocatedMapping, key: string, leaf: Place | undefined): boolean {
  return leaf === undefined && node.has(key);
}

/** What the names of Git integrations stand for: the id of a provider each, as the user has said. */
export type Integrations = Readonly<Record<string, string>>;

/**
 * The provider that a trigger listens to: the one that `provider` names, or that the integration stands for which `provider` or `context`
 * names. Undefined where neither tells, since the name of an integration stands for nothing by itself.
 */
export function providerOf(
  { provider, context }: Pick<GitTrigger, "provider" | "context">,
  integrations: Integrations = {},
): ProviderRow | undefined {
  const meant = (word: string): ProviderRow | undefined =>
    Object.hasOwn(integrations, word) ? findProvider(integrations[word]!) : undefined;
  const own = provider && (findProvider(provider.value) ?? meant(provider.value));
  return own ?? (context && meant(context.value));
}
