import type {
  ArtifactLocation,
  Location,
  Log,
  PhysicalLocation,
  Region,
  ReportingDescriptor,
  Result,
  Run,
  Fix as SarifFix,
} from "sarif";
import type { Range } from "../../document/source.ts";
import type { Diagnostic, Fix, Severity } from "../../lint/diagnostic.ts";
import type { Rule } from "../../lint/rule.ts";
import { printableJson } from "../../util/json.ts";
import { sentence } from "../../util/text.ts";
import { fingerprints } from "./fingerprint.ts";
import type { LintedFile, LintReport } from "./lint-report.ts";

/** The description of a rule. */
type RuleInfo = Pick<Rule, "id" | "severity" | "summary" | "why">;

/** The parts of a SARIF log about dryfire itself. */
export interface SarifOptions {
  /** The version of dryfire. */
  readonly version: string;
  /** The rules that ran; a rule with findings that is missing here is listed by its id only. */
  readonly rules: readonly RuleInfo[];
}

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/**
 * A SARIF 2.1.0 log with one run (OASIS, "Static Analysis Results Interchange Format"). Paths are
 * relative to the working folder.
 */
export function sarifReport(report: LintReport, options: SarifOptions): string {
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [run(report, options)],
  };
  return `${printableJson(log, 2)}\n`;
}

function run({ files }: LintReport, { version, rules }: SarifOptions): Run {
  const descriptors = [...rules.map(descriptor), ...unlisted(files, rules)];
  const index = new Map(descriptors.map(({ id }, at) => [id, at]));
  return {
    tool: {
      driver: {
        name: "dryfire",
        version,
        semanticVersion: version,
        rules: descriptors,
      },
    },
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: {
      "%SRCROOT%": {
        description: {
          text: "The folder that dryfire ran in; in GitHub Actions and GitLab CI, the root of the checkout.",
        },
      },
    },
    artifacts: files.map(({ path }) => ({ location: artifact(path), roles: ["analysisTarget"] })),
    results: files.flatMap((file) => resultsOf(file, index)),
  };
}

function descriptor({ id, severity, summary, why }: RuleInfo): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: sentence(summary) },
    fullDescription: { text: why },
    help: {
      text: `${sentence(summary)} ${why} More: dryfire explain ${id}`,
      markdown: `${sentence(summary)}\n\n${why}\n\nMore: \`dryfire explain ${id}\``,
    },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ["codefresh", "pipeline"],
      "problem.severity": severity === "info" ? "recommendation" : severity,
    },
  };
}

function unlisted(files: readonly LintedFile[], rules: readonly RuleInfo[]): ReportingDescriptor[] {
  const listed = new Set(rules.map(({ id }) => id));
  const found = new Map<string, ReportingDescriptor>();
  for (const { rule } of files.flatMap(({ diagnostics }) => diagnostics))
    if (!listed.has(rule)) found.set(rule, { id: rule });
  return [...found.values()];
}

function resultsOf(file: LintedFile, index: ReadonlyMap<string, number>): Result[] {
  const marks = fingerprints(file);
  return file.diagnostics.map((diagnostic, at) => result(file.path, diagnostic, marks[at]!, index));
}

function result(
  path: string,
  diagnostic: Diagnostic,
  mark: string,
  index: ReadonlyMap<string, number>,
): Result {
  const { rule, severity, message, range, pointer, pipeline, document, fix } = diagnostic;
  return {
    ruleId: rule,
    ruleIndex: index.get(rule)!,
    level: LEVELS[severity],
    message: { text: escapeLinks(message) },
    locations: [{ physicalLocation: physicalLocation(path, range) }],
    ...(diagnostic.related.length > 0 && { relatedLocations: relatedLocations(path, diagnostic) }),
    partialFingerprints: { "dryfire/v1": mark },
    ...(fix && fix.edits.length > 0 && { fixes: [sarifFix(path, fix)] }),
    properties: {
      pointer,
      ...(document !== undefined && { document }),
      ...(pipeline !== undefined && { pipeline }),
    },
  };
}

function relatedLocations(path: string, { related }: Diagnostic): Location[] {
  return related.map(({ message, range, path: other = path }, id) => ({
    id,
    physicalLocation: physicalLocation(other, range),
    message: { text: escapeLinks(message) },
  }));
}

/** A path in SARIF: relative to the working folder if it is inside. */
function artifact(path: string): ArtifactLocation {
  const { uri, relative } = pathToUri(path);
  return relative ? { uri, uriBaseId: "%SRCROOT%" } : { uri };
}

/** A range of a file. */
export function physicalLocation(path: string, range: Range): PhysicalLocation {
  return { artifactLocation: artifact(path), region: region(range) };
}

/** A range in lines and columns of UTF-16 code units, end exclusive, as in SARIF 2.1.0, 3.30. */
function region({ start, end }: Range): Region {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A fix with at least one edit. */
function sarifFix(path: string, { title, safe, edits }: Fix): SarifFix {
  const replacements = edits.map(({ range, text }) => ({
    deletedRegion: region(range),
    insertedContent: { text },
  }));
  return {
    description: { text: escapeLinks(title) },
    artifactChanges: [{ artifactLocation: artifact(path), replacements }],
    properties: { safe },
  };
}

/** A message with escaped brackets if they would be a link, `[text](1)` (SARIF 2.1.0, 3.11.6). */
function escapeLinks(message: string): string {
  return /\]\(/.test(message) ? message.replace(/[\\[\]]/g, "\\$&") : message;
}

/**
 * A path of a report as a URI (RFC 3986): percent-encoded, relative if the path is. `relative` is
 * true if it may have a base, which a path out of the working folder may not.
 */
function pathToUri(path: string): { readonly uri: string; readonly relative: boolean } {
  const drive = /^[A-Za-z]:(?=\/)/.exec(path)?.[0];
  if (drive) return { uri: `file:///${drive}${encodePath(path.slice(2))}`, relative: false };
  if (path.startsWith("/")) return { uri: `file://${encodePath(path)}`, relative: false };
  const plain = path.replace(/^(\.\/)+/, "");
  return { uri: encodePath(plain), relative: !plain.startsWith("../") };
}

function encodePath(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .split("/")
    .map((segment) => encodeURIComponent(segment))
    .join("/");
}
