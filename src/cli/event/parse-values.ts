import { eventNames, findEvent, nearestEventNames, providersSending } from "../../catalogue/events/events.ts";
import { findProvider, type ProviderId, providers, providerTitle } from "../../catalogue/providers.ts";
import { ASSOCIATIONS, actionNames, actionsOf } from "../../simulate/event/action-names.ts";
import type { ChangedFile } from "../../simulate/event/event.ts";
import {
  associationOf,
  cleanPath,
  nameFault,
  outsideFault,
  repositoryName,
} from "../../simulate/event/fact-values.ts";
import { closestMatch } from "../../util/closest-match.ts";
import { quote } from "../../util/text.ts";
import { UsageError } from "../command.ts";
import { OptionError } from "./option-error.ts";

/** Year, month, day; hour and minute; seconds; zone. */
const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Parses a date, a time with or without a zone (default UTC), or `now`, to ISO 8601. */
export function parseInstant(text: string): string {
  if (text === "now") return iso(new Date());
  const parts = INSTANT.exec(text);
  if (!parts) throw new UsageError(`"${text}" is not a time; write it as 2026-05-01T03:00Z`);
  const [year, month, day, hour, minute, second] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0)) as number[];
  const local = new Date(Date.UTC(year!, month! - 1, day!, hour!, minute!, second!));
  if (local.getUTCMonth() + 1 !== month || local.getUTCDate() !== day || local.getUTCHours() !== hour) {
    throw new UsageError(`time "${text}" does not exist; check the month, day and hour`);
  }
  if (minute! > 59 || second! > 59)
    throw new UsageError(`time "${text}" does not exist; check the minute and second`);
  const instant = iso(new Date(local.getTime() - offset(parts[7], text) * 60_000));
  // `Date.UTC` reads a year below 100 as one of the twentieth century.
  if (/^[1-9]\d{3}-/.test(instant) && year! >= 1000) return instant;
  throw new UsageError(`time "${text}" is not in the years 1000 to 9999 of UTC; check the year`);
}

function offset(zone: string | undefined, text: string): number {
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? "");
  if (!parts) return 0;
  if (Number(parts[2]) > 23 || Number(parts[3]) > 59)
    throw new UsageError(`time "${text}" does not exist; check the offset "${zone}"`);
  return (parts[1] === "-" ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]));
}

function iso(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** `owner/name` of a repository, from that form or its address. */
export function parseRepository(text: string): string {
  const name = repositoryName(text);
  if (name !== undefined) return name;
  throw new UsageError(`"${text}" is not a repository; write it as owner/name`);
}

/** A branch, from its name or full ref. Throws `OptionError` for a tag. */
export function parseBranch(text: string, option: string): string {
  if (!text.startsWith("refs/tags/")) return named(text.replace(/^refs\/heads\//, ""), "branch", option);
  throw new OptionError(
    [option],
    ({ plain }) => `"${text}" is a tag, not a branch; give ${plain("tag", parseTag(text))}`,
  );
}

/** A tag, from its name or full ref. Throws `OptionError` for a branch. */
export function parseTag(text: string): string {
  if (!text.startsWith("refs/heads/")) return named(text.replace(/^refs\/tags\//, ""), "tag", "tag");
  throw new OptionError(
    ["tag"],
    ({ plain }) => `"${text}" is a branch, not a tag; give ${plain("push", parseBranch(text, "push"))}`,
  );
}

/** The name of a branch or tag. Throws `OptionError` for one that Git refuses. */
function named(name: string, noun: "branch" | "tag", option: string): string {
  if (nameFault(name, noun, String) === undefined) return name;
  throw new OptionError(
    [option],
    ({ plain }) => `${quote(name)} ${nameFault(name, noun, (example) => plain(option, example))}`,
  );
}

/** Throws `UsageError` for an unknown event name. */
export function assertEventName(name: string): void {
  if (findEvent(name)) return;
  const near = nearestEventNames(name, 3).map((each) => `"${each}"`);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(", ")}?`
      : "use a name that triggers list, such as push.heads or pullrequest.opened";
  throw new UsageError(`unknown event "${name}"; ${hint}`);
}

/**
 * The changed files of options and a list, each once. Throws `UsageError` for one outside of the
 * repository.
 */
export function changedFilesOf(named: readonly string[], list: string | undefined): ChangedFile[] {
  const paths = [...named, ...(list === undefined ? [] : parsePathList(list))];
  for (const path of paths) {
    const fault = outsideFault(cleanPath(path));
    if (fault) throw new UsageError(`"${path}" ${fault}`);
  }
  return [...new Set(paths.map(cleanPath))].map((path) => ({ path }));
}

/**
 * Paths: one per line, quoted as Git does, or separated by NUL as with `git diff -z`. Throws
 * `UsageError` for a line with a tab or a backslash, which Git never prints in a name without
 * quotes.
 */
export function parsePathList(text: string): string[] {
  const nul = text.includes("\0");
  const lines = text.replace(/^\ufeff/, "").split(nul ? "\0" : /\r?\n/);
  const tabbed = nul ? -1 : lines.findIndex((line) => line.includes("\t"));
  if (tabbed >= 0)
    throw new UsageError(
      `line ${tabbed + 1} of the changed files has more than a name; list them by "git diff --name-only"`,
    );
  const other = nul ? -1 : lines.findIndex((line) => !line.startsWith('"') && line.includes("\\"));
  if (other >= 0)
    throw new UsageError(
      `line ${other + 1} of the changed files has backslashes; list them by "git diff --name-only"`,
    );
  return lines.filter((line) => line !== "").map((line) => (nul ? line : unquote(line)));
}

const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Removes Git's quoting (core.quotePath): C escapes, and bytes of UTF-8 in octal. */
function unquote(line: string): string {
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

/**
 * The names for an action of a pull request. Throws `UsageError` for one that is unknown, or not of
 * the provider.
 */
export function knownActionNames(action: string, provider: ProviderId | undefined): string[] {
  const names = actionNames(action, provider);
  const isSent = (name: string) => provider === undefined || providersSending(name).includes(provider);
  const actions = [...new Set(actionsOf(provider))];
  if (names.some(isSent) || (names.length > 0 && actions.includes(action))) return names;
  const near =
    closestMatch(action, actions) ??
    actions.find((each) => each.startsWith(action) || action.startsWith(each));
  const hint = near ? `did you mean "${near}"?` : `use ${actions.join(", ")}`;
  const whose = names.length > 0 ? ` of ${providerTitle(provider!)}` : "";
  throw new UsageError(`Codefresh has no event for the pull request action "${action}"${whose}; ${hint}`);
}

/** The event name of a release action. Throws `UsageError` if there is none. */
export function releaseName(action: string): string {
  if (action === "published" || action === "release") return "release";
  const name = action.startsWith("release.") ? action : `release.${action}`;
  if (findEvent(name)) return name;
  const actions = eventNames.flatMap((each) => /^release\.(.+)$/.exec(each)?.[1] ?? []);
  throw new UsageError(
    `Codefresh has no event for the release action "${action}"; use ${["published", ...actions].join(", ")}`,
  );
}

/** The provider of a word. Throws `UsageError` for an unknown one. */
export function parseProvider(word: string): ProviderId {
  const row = findProvider(word);
  if (row) return row.id;
  throw new UsageError(`unknown provider "${word}"; use ${providers.map(({ id }) => id).join(", ")}`);
}

/** GitHub's word for an author's association, in capitals. Throws `UsageError` for another word. */
export function parseAssociation(word: string): string {
  const association = associationOf(word);
  if (association !== undefined) return association;
  throw new UsageError(`unknown association "${word}"; use ${ASSOCIATIONS.join(", ")}`);
}
