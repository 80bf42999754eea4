import type { YamlFault } from "../document/error-messages.ts";
import { isSequence, LocatedMapping, locate, type Value } from "../document/located.ts";
import type { YamlText } from "../document/node.ts";
import { isJsonName, readNamed, readNamedSync } from "../document/read.ts";
import { findDirective } from "../document/scan.ts";
import { Source } from "../document/source.ts";
import { closestMatch } from "../util/closest-match.ts";
import { buildDefinition, buildPipeline } from "./build-pipeline.ts";
import type { FileContent, Pipeline, SpecDocument, SpecFile } from "./model.ts";

/**
 * Reads the pipeline specs of a file's text: a single spec, several documents, a top-level list, or
 * the list of an export (`items:`, `docs:`), which may be empty; JSON if `path` ends with `.json`,
 * else YAML or JSON. `path` is also the name in reports. Never throws because of the text.
 */
export async function readSpecFile(path: string, text: string): Promise<SpecFile> {
  return toSpecFile(new Source(path, text), await readNamed(path, text));
}

/** Like `readSpecFile`, for a caller that has loaded the readers of unusual texts. */
export function readSpecFileSync(
  path: string,
  text: string,
  readers: Parameters<typeof readNamedSync>[2],
): SpecFile {
  return toSpecFile(new Source(path, text), readNamedSync(path, text, readers));
}

/** Returns a file as one in which no spec is read, because of a fault of its whole text. */
export function unreadableFile(file: SpecFile, message: string): SpecFile {
  const place = { start: 0, end: 0 };
  const fault: YamlFault = { id: "control-character", span: place, message, severity: "error" };
  return { ...file, documents: [], pipelines: [], definitions: [], faults: [fault], content: "unreadable" };
}

function toSpecFile(source: Source, yaml: YamlText): SpecFile {
  const documents: SpecDocument[] = yaml.documents.map(({ root, keysAreUnique }, index) => ({
    index,
    root: root && locate(root, undefined),
    ...(keysAreUnique && { keysAreUnique }),
  }));
  const pipelines: Pipeline[] = [];
  const definitions: Pipeline[] = [];
  const content = contentOf(documents, yaml, source.path);
  const { faults, inexact, platformValues } = yaml;
  const directive = findDirective(source.text);
  const file: SpecFile = {
    source,
    format: isJsonName(source.path) ? "json" : "yaml",
    documents,
    pipelines,
    definitions,
    faults,
    content,
    ...(platformValues && { platformValues }),
    ...(inexact && { inexact }),
    ...(directive && { directive }),
  };
  for (const { index, root } of documents) {
    const plain = yaml.documents[index]!.value;
    if (isDefinitionIn(content, root, source.path))
      definitions.push(buildDefinition(file, index, root, plain));
    else if (content === "specs" || content === "unreadable")
      for (const [node, part] of specsOf(root, plain))
        if (!isOther(node, root)) pipelines.push(buildPipeline(file, index, node, part));
  }
  return file;
}

/** True for the root of a definition, also if the text has a fault. */
function isDefinitionIn(content: FileContent, root: Value | undefined, path: string): root is LocatedMapping {
  if (!(root instanceof LocatedMapping)) return false;
  if (content === "pipeline-definition") return looksLikeDefinition(root, path);
  return content === "unreadable" && isSureDefinition(root, path);
}

function contentOf(documents: readonly SpecDocument[], yaml: YamlText, path: string): FileContent {
  const specs = documents.flatMap(({ index, root }) => specsOf(root, yaml.documents[index]!.value));
  if (specs.some(([node]) => looksLikeSpec(node))) return "specs";
  if (documents.length === 1 && isEmptyExport(documents[0]!.root)) return "specs";
  if (yaml.faults.length > 0) return "unreadable";
  if (documents.every(({ root }) => isNothing(root))) return "empty";
  const roots = documents.map(({ root }) => root);
  if (roots.some((root) => root instanceof LocatedMapping && looksLikeDefinition(root, path)))
    return "pipeline-definition";
  return "other";
}

/** The mappings of a document that could be specs, each with its plain value. */
function specsOf(root: Value | undefined, plain: unknown): [LocatedMapping, unknown][] {
  if (!root) return [];
  if (isSequence(root)) return listed(root.items, plain);
  if (!(root instanceof LocatedMapping)) return [];
  const key = looksLikeSpec(root) ? undefined : exportKey(root);
  return key ? listed(root.items(key), (plain as Record<string, unknown>)[key]) : [[root, plain]];
}

/**
 * The key of the list in an export: `items` in that of `codefresh get pipelines -o yaml`
 * (codefresh-io/cli lib/output/types/yaml.output.js), `docs` in an answer of the REST API.
 */
function exportKey(root: LocatedMapping): string | undefined {
  return ["items", "docs"].find((key) => {
    const list = root.get(key);
    return list && isSequence(list);
  });
}

/** True for an export without any pipeline: `[]`, `items: []`, or `docs: []` with its count. */
function isEmptyExport(root: Value | undefined): boolean {
  if (root instanceof LocatedMapping) {
    const key = exportKey(root);
    const isExport = root.entries.every(({ key: { value } }) => value === key || value === "count");
    return key !== undefined && isExport && root.items(key).length === 0;
  }
  return root !== undefined && isSequence(root) && root.items.length === 0;
}

function listed(items: readonly Value[], plain: unknown): [LocatedMapping, unknown][] {
  const values = plain as unknown[];
  return items.flatMap((item, index) =>
    item instanceof LocatedMapping ? [[item, values[index]] as [LocatedMapping, unknown]] : [],
  );
}

/** The top-level keys of a spec, and keys of its `spec` that people misplace there. */
const OWN_KEYS: ReadonlySet<string> = new Set(
  "version kind metadata spec items triggers cronTriggers variables contexts specTemplate steps stages".split(
    " ",
  ),
);

/**
 * A spec has its `kind`, or the two parts of a spec; with an `apiVersion` it is a Kubernetes
 * resource unless a `version` or its own parts show that it is one, and a `kind: pipeline` with
 * other keys and without either part is one of Drone.
 */
function looksLikeSpec(node: LocatedMapping): boolean {
  const whole = node.has("metadata") && node.has("spec");
  const kind = node.string("kind")?.value;
  if (node.has("apiVersion"))
    return kind === "pipeline" && whole && (node.has("version") || hasOwnSpec(node));
  if (kind === "pipeline")
    return whole || hasPart(node) || node.entries.every(({ key }) => OWN_KEYS.has(key.value));
  if (!whole) return false;
  return (
    kind === undefined || isNearPipeline(kind) || (node.has("version") && isLike(kind) && hasOwnSpec(node))
  );
}

/** True for a resource of Kubernetes or an empty document, which templates print next to specs. */
function isOther(node: LocatedMapping, root: Value | undefined): boolean {
  const isResource = node.has("apiVersion") && node.has("kind");
  return isResource ? !looksLikeSpec(node) : node === root && node.entries.length === 0;
}

/** True if the `spec` has a part that only Codefresh writes so. */
function hasOwnSpec(node: LocatedMapping): boolean {
  const spec = node.mapping("spec");
  if (!spec) return false;
  const isTrigger = (trigger: LocatedMapping): boolean => trigger.has("repo") && trigger.has("events");
  return (
    spec.get("steps") instanceof LocatedMapping ||
    spec.mappings("triggers").some(isTrigger) ||
    ["cronTriggers", "specTemplate", "runtimeEnvironment"].some((key) => spec.has(key))
  );
}

/** True if one of the two parts exists, even misspelled. */
function hasPart(node: LocatedMapping): boolean {
  return node.entries.some(({ key }) => closestMatch(key.value, ["metadata", "spec"]) !== undefined);
}

/** A misspelling; a capital letter means a Kubernetes resource. */
function isNearPipeline(kind: string): boolean {
  return kind === kind.toLowerCase() && isLike(kind);
}

const isLike = (kind: string): boolean => closestMatch(kind, ["pipeline"]) !== undefined;

/** The name of a file that the platform reads definitions from, or one made from it. */
const DEFINITION_NAME = /(?:^|[\\/])codefresh[^\\/]*\.ya?ml$/i;

/** True for the path of a file that the platform reads definitions from. */
export function isDefinitionName(path: string): boolean {
  return DEFINITION_NAME.test(path);
}

/**
 * A `codefresh.yml` has its steps at the top level, by name; a list of steps belongs to Drone,
 * Azure Pipelines and others.
 */
function looksLikeDefinition(node: LocatedMapping, path: string): boolean {
  if (isSureDefinition(node, path)) return true;
  const steps = node.get("steps");
  return steps instanceof LocatedMapping || (!steps && node.has("stages") && node.has("version"));
}

/** True if no other tool has such a file, so that it is a definition wherever it is found. */
function isSureDefinition(node: LocatedMapping, path: string): boolean {
  if (node.has("kind") || node.has("apiVersion")) return false;
  return isDefinitionName(path) || (node.has("version") && node.mapping("steps") !== undefined);
}

/** True for a file that is a definition beyond doubt, by its content or its name. */
export function isDefinitionFile({ definitions, source }: SpecFile): boolean {
  return definitions.some(({ node }) => isSureDefinition(node, source.path));
}

function isNothing(root: Value | undefined): boolean {
  return !root || (root.node.kind === "scalar" && root.node.style === "empty");
}

const EXPORT = 'export the spec with "codefresh get pipelines NAME -o yaml"';

/** Returns why a file has no spec to work on; `instead` is the remedy for a definition. */
export function notASpec({ content, source }: SpecFile, instead = EXPORT): string {
  if (content === "empty") return `"${source.path}" is empty; give a file with a pipeline spec or with steps`;
  if (content === "pipeline-definition") {
    return `"${source.path}" is a pipeline's definition (its steps), not its spec; ${instead}`;
  }
  return `"${source.path}" is not a pipeline spec; a spec has "kind: pipeline", "metadata" and "spec" at its top level`;
}
