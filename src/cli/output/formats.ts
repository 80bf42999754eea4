import { dirname, resolve } from "node:path";
import { closestMatch } from "../../util/closest-match.ts";
import { type Option, UsageError } from "../command.ts";
import { isFolder } from "../input/paths.ts";

/** The formats of a lint report. */
export const FORMATS = ["pretty", "json", "lines", "github", "gitlab", "sarif", "junit"] as const;
export type Format = (typeof FORMATS)[number];

/** One report that the user asked for; to standard output where no file is named. */
export interface FormatRequest {
  readonly format: Format;
  /** As the user wrote it, from the working folder. */
  readonly file?: string;
}

/** The option of `lint`. */
export const FORMAT_OPTION: Option = {
  type: "string",
  value: "FORMAT[=FILE]",
  repeatable: true,
  description: `how to print the findings, one of ${FORMATS.join(", ")}, and into which file; may be given several times`,
};

/**
 * Reads the values of `--format`; `pretty` where there are none. Throws `UsageError` for an unknown format, two reports for one place,
 * or a file that cannot be written since its folder does not exist. `cwd` is the working folder.
 */
export function parseFormats(values: readonly string[], cwd: string): FormatRequest[] {
  if (values.length === 0) return [{ format: "pretty" }];
  const requests = values.map(parseFormat);
  const taken = new Map<string, FormatRequest>();
  for (const request of requests) {
    const place = request.file === undefined ? "" : resolve(cwd, request.file);
    const other = taken.get(place);
    if (other) throw clash(other, request);
    if (place !== "") checkPlace(place, request);
    taken.set(place, request);
  }
  return requests;
}

function parseFormat(value: string): FormatRequest {
  const [, name = "", file] = /^([^=]*)(?:=([\s\S]*))?$/.exec(value) ?? [];
  const format = FORMATS.find((each) => each === name);
  if (!format) throw new UsageError(`"--format" cannot be "${name}"; ${hint(name)}`);
  if (file === "")
    throw new UsageError(
      `"--format ${value}" names no file; write it as "${format}=report.${suffix(format)}"`,
    );
  return file === undefined || file === "-" ? { format } : { format, file };
}

function hint(name: string): string {
  const near = closestMatch(name, FORMATS);
  return near ? `did you mean "${near}"?` : `it is one of ${FORMATS.map((each) => `"${each}"`).join(", ")}`;
}

function suffix(format: Format): string {
  return {
    pretty: "txt",
    lines: "txt",
    github: "txt",
    json: "json",
    gitlab: "json",
    sarif: "sarif",
    junit: "xml",
  }[format];
}

function clash(one: FormatRequest, other: FormatRequest): UsageError {
  const both = `"${one.format}" and "${other.format}"`;
  return new UsageError(
    one.file === undefined
      ? `${both} cannot both go to standard output; give one a file, such as "${other.format}=report.${suffix(other.format)}"`
      : `${both} cannot both go to "${other.file}"; give each a file of its own`,
  );
}

function checkPlace(absolute: string, { format, file }: FormatRequest): void {
  if (isFolder(absolute))
    throw new UsageError(
      `cannot write "${file}": it is a folder; name a file in it, such as "${format}=${file}/report.${suffix(format)}"`,
    );
  if (!isFolder(dirname(absolute)))
    throw new UsageError(`cannot write "${file}": its folder does not exist; create the folder first`);
}
