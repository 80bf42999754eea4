import { existsSync } from "node:fs";
import { extname, resolve } from "node:path";
import { UsageError } from "../command.ts";
import { assertInside, realPath } from "../files/inside-repository.ts";
import { pathFrom, shownPath } from "../files/paths.ts";
import { readNamed } from "../files/read-text.ts";
import { type Format, type FormatRequest, formats, parseFormat } from "./formats.ts";

/**
 * The start of each report that a config may write to a file. Such a report replaces only an older
 * one, since a config may come from a stranger, and a file of the user must not be lost.
 */
const STARTS: Partial<Record<Format, RegExp>> = {
  json: /^\{\s*"version": 1,\s*"files"/,
  gitlab: /^\[\s*(?:\]|\{\s*"description": "[^\n]*\n\s*"check_name")/,
  sarif: /^\{[^{}[\]]*"runs": \[\s*\{\s*"tool": \{\s*"driver": \{\s*"name": "dryfire"/,
  rdjson: /^\{\s*"source": \{\s*"name": "dryfire"/,
  markdown: /^### Codefresh specs: findings of dryfire\n/,
  junit: /^<\?xml[^>]*>\s*<testsuites name="dryfire"/,
  checkstyle: /^<\?xml[^>]*>\s*<checkstyle version="4.3">/,
};

/**
 * Parses one of the `formats` of a config in `folder`, such as `sarif=dryfire.sarif`. Throws
 * `UsageError` for an unknown format, and for a file outside of the repository, in a hidden folder
 * or `node_modules`, or without the extension of its format.
 */
export function reportOfConfig(
  value: string,
  folder: string,
  { cwd, boundary }: { readonly cwd: string; readonly boundary: string },
): FormatRequest {
  const request = parseFormat(value, "formats");
  const { format, file } = request;
  if (file === undefined) return request;
  if (!STARTS[format])
    throw new UsageError(
      `a config cannot write "${format}" to a file; remove "=${file}", or use --format ${value}`,
    );
  const absolute = resolve(folder, file);
  assertInside(boundary, absolute, file);
  const { suffix } = formats[format];
  if (extname(file) !== `.${suffix}`)
    throw new UsageError(`"${file}" does not end in ".${suffix}"; name it like "dryfire.${suffix}"`);
  const shown = shownPath(absolute, cwd);
  // From the repository's root, since a config of a hidden folder can be extended.
  const parts = pathFrom(boundary, realPath(absolute)).split("/");
  if (parts.some((part) => part === "node_modules" || part.startsWith(".")))
    throw new UsageError(`"${shown}" is hidden or in "node_modules"; a config cannot write there`);
  return { format, file: shown, fromConfig: true };
}

/** Throws `UsageError` if the report of a config would replace a file that is not a report. */
export function assertReplaceable(absolute: string, { format, file = "" }: FormatRequest): void {
  if (!existsSync(absolute)) return;
  const text = readNamed(absolute, file, "report");
  if (text === "" || STARTS[format]?.test(text)) return;
  throw new UsageError(
    `cannot write "${file}": it is not a report of dryfire; remove it, or use --format ${format}=${file}`,
  );
}
