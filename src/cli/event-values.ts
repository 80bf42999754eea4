import type { ChangedFile } from "../simulate/event.ts";
import { UsageError } from "./command.ts";

/** Year, month, day; hour and minute; seconds; zone. */
const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Reads `2024-05-01`, `2024-05-01 03:00` or ISO 8601 with a zone, UTC where none is given, or `now`; gives ISO 8601 in UTC. */
export function readInstant(text: string): string {
  if (text === "now") return iso(new Date());
  const parts = INSTANT.exec(text);
  if (!parts) throw new UsageError(`"${text}" is no time; write it as 2026-05-01T03:00Z`);
  const [year, month, day, hour, minute, second] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0)) as number[];
  const local = new Date(Date.UTC(year!, month! - 1, day!, hour!, minute!, second!));
  if (local.getUTCMonth() + 1 !== month || local.getUTCDate() !== day || local.getUTCHours() !== hour) {
    throw new UsageError(`"${text}" is no time that exists; check its month, day and hour`);
  }
  if (minute! > 59 || second! > 59)
    throw new UsageError(`"${text}" is no time that exists; check minute and second`);
  return iso(new Date(local.getTime() - offset(parts[7]) * 60_000));
}

function offset(zone: string | undefined): number {
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? "");
  if (!parts) return 0;
  return (parts[1] === "-" ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]));
}

function iso(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** `owner/name` of a repository given as such or by its address. */
export function readRepository(text: string): string {
  const path = /^(?:[a-z+]+:\/\/[^/]+\/|[^@/\s]+@[^:/\s]+:)(.+)$/i.exec(text)?.[1] ?? text;
  const name = path.replace(/\.git$/, "").replace(/\/+$/, "");
  if (/^[^/\s].*\/[^/]+$/.test(name)) return name;
  throw new UsageError(`"${text}" is no repository; write it as owner/name`);
}

/** The changed files that options and a list name, each once. */
export function changedFilesOf(named: readonly string[], list: string | undefined): ChangedFile[] {
  const paths = [...named.map(cleanPath), ...(list === undefined ? [] : readPathList(list))];
  return [...new Set(paths)].map((path) => ({ path }));
}

/** Paths of a list: one a line, quoted as Git quotes unusual ones, or set apart by NUL as with `git diff -z`. */
export function readPathList(text: string): string[] {
  const nul = text.includes("\0");
  const lines = text.replace(/^\ufeff/, "").split(nul ? "\0" : /\r?\n/);
  return lines.filter((line) => line !== "").map((line) => cleanPath(nul ? line : unquote(line)));
}

function cleanPath(path: string): string {
  return path.replace(/^(?:\.?\/)+/, "");
}

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Undoes Git's quoting (core.quotePath): C escapes, and bytes of UTF-8 in octal. */
export function unquote(line: string): string {
  if (!/^".*"$/s.test(line)) return line;
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [piece, octal, escaped] of line.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/gsu)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (escaped !== undefined) bytes.push(ESCAPES[escaped] ?? escaped.charCodeAt(0));
    else bytes.push(...encoder.encode(piece));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
