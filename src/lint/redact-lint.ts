import type { Span } from "../document/source.ts";
import { detectedSpellings, isMaskedElsewhere, Redactor, spellings } from "../secrets/redact.ts";
import { escapeKey, unescapeKey } from "../util/json-pointer.ts";
import { isSuspect } from "../util/secret-prefixes.ts";
import type { ProjectEntry } from "./context.ts";
import type { Diagnostic, Fix } from "./diagnostic.ts";
import type { IgnoreEntry } from "./suppress/suppress.ts";

/** The results of linting a file that may quote it. */
interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly facts: readonly ProjectEntry[];
  readonly ignores: readonly IgnoreEntry[];
}

/** The parts of a linted file that redaction needs. */
export interface RedactableFile {
  readonly diagnostics: readonly Diagnostic[];
  /** Facts for the rules across files that have not run yet. */
  readonly facts?: readonly ProjectEntry[];
  /** The text, if findings of the file are shown. */
  readonly text?: string | undefined;
  readonly secrets: readonly Span[];
}

/** Masks the secrets of a file in its results, except in the edits of fixes. */
export function redactFile<F extends Findings>(result: F, redactor: Redactor): F {
  return {
    ...result,
    diagnostics: result.diagnostics.map((diagnostic) => redactDiagnostic(diagnostic, redactor)),
    facts: result.facts.map((fact) => redactFact(fact, redactor)),
    ignores: result.ignores.map((entry) => ({
      ...entry,
      rule: redactor.text(entry.rule),
      ...redactPipeline(entry, redactor),
    })),
  };
}

/** Masks the secrets in the paths of files. */
export async function redactPaths<F extends Pick<RedactableFile, "diagnostics"> & { readonly path: string }>(
  files: readonly F[],
): Promise<readonly F[]> {
  const secrets = await detectedSpellings(files.map(({ path }) => path));
  if (secrets.size === 0) return files;
  const redactor = new Redactor(secrets);
  return files.map((file) => ({
    ...file,
    path: redactor.text(file.path),
    diagnostics: file.diagnostics.map((each) => redactDiagnostic(each, redactor)),
  }));
}

/**
 * Prepares the files of a run for output or storage: secrets of one file are masked in all of them,
 * repeats of a secret become secrets of their file, and a fix that would show one loses its edits.
 */
export async function redactLintResult<F extends RedactableFile>(files: readonly F[]): Promise<readonly F[]> {
  const texts = files.flatMap(({ text, secrets }) => (text ? [...spellings(text, secrets)] : []));
  const long = texts.filter(isMaskedElsewhere);
  const shown = await detectedSpellings(files.map(({ diagnostics, facts }) => [diagnostics, facts]));
  if (long.length + shown.size === 0) return files;
  const redactor = new Redactor(new Set([...long, ...shown]));
  return files.map((file) => ({
    ...file,
    secrets: [...file.secrets, ...redactor.find(file.text ?? "")].sort((a, b) => a.start - b.start),
    diagnostics: file.diagnostics.map((diagnostic) =>
      withoutSecretEdits(redactDiagnostic(diagnostic, redactor), redactor),
    ),
    ...(file.facts && { facts: file.facts.map((fact) => redactFact(fact, redactor)) }),
  }));
}

function redactDiagnostic(diagnostic: Diagnostic, redactor: Redactor): Diagnostic {
  const { message, pointer, step, path: own, also, related, fix } = diagnostic;
  return {
    ...diagnostic,
    message: redactor.text(message),
    pointer: redactPointer(pointer, redactor),
    ...redactPipeline(diagnostic, redactor),
    ...(step !== undefined && { step: redactor.text(step) }),
    ...(own !== undefined && { path: redactor.text(own) }),
    ...(also && { also: also.map((each) => redactor.text(each)) }),
    related: related.map(({ path, ...other }) => ({
      ...other,
      message: redactor.text(other.message),
      ...(path !== undefined && { path: redactPath(path, redactor) }),
    })),
    ...(fix && { fix: { ...fix, title: redactor.text(fix.title) } }),
  };
}

function redactFact(fact: ProjectEntry, redactor: Redactor): ProjectEntry {
  return {
    ...fact,
    path: redactPath(fact.path, redactor),
    data: redactor.text(fact.data),
    pointer: redactPointer(fact.pointer, redactor),
    ...redactPipeline(fact, redactor),
  };
}

/** A path is only changed by a secret of a known form: others are words, as paths are. */
function redactPath(path: string, redactor: Redactor): string {
  return isSuspect(path) ? redactor.text(path) : path;
}

function redactPipeline({ pipeline }: { readonly pipeline?: string }, redactor: Redactor) {
  return pipeline === undefined ? {} : { pipeline: redactor.text(pipeline) };
}

/** Masks the keys of a JSON Pointer before they are escaped, since a secret may contain a slash. */
function redactPointer(pointer: string, redactor: Redactor): string {
  const keys = pointer.split("/").map(unescapeKey);
  if (keys.every((key) => redactor.find(key).length === 0)) return pointer;
  return keys.map((key) => escapeKey(redactor.text(key))).join("/");
}

function withoutSecretEdits(diagnostic: Diagnostic, redactor: Redactor): Diagnostic {
  const { fix } = diagnostic;
  if (!fix?.edits.some(({ text }) => redactor.find(text).length > 0)) return diagnostic;
  const bare: Fix = { ...fix, edits: [] };
  return { ...diagnostic, fix: bare };
}
