import { readJson } from "../../document/json-reader.ts";
import { eventFromPayload, type PayloadResult } from "../../simulate/payloads/index.ts";
import { formBody, isMapping } from "../../simulate/payloads/json.ts";
import { parseJson as tryJson } from "../../util/json.ts";
import { UsageError } from "../command.ts";
import { OptionError } from "./option-error.ts";

/**
 * Parses the text of a webhook's body: JSON, GitHub's form encoding (`payload=…`), or one event of
 * Gerrit's stream on a line. Throws `UsageError` for anything else; it quotes nothing of the text,
 * which may hold secrets.
 */
export function readPayload(
  text: string,
  shown: string,
  headers: readonly string[],
): Exclude<PayloadResult, { error: string }> {
  const body = parseJson(formBody(text) ?? text, shown);
  const result = eventFromPayload(body, readHeaders(headers));
  if (!("error" in result)) return result;
  const { error, fault } = result;
  if (fault !== "no-webhook") throw new UsageError(`"${shown}": ${error}`);
  throw new OptionError([], ({ plain }) =>
    isEvent(body)
      ? `"${shown}" is not a webhook; it is an event of dryfire, so use ${plain("event-file")}`
      : `"${shown}" is ${error}; if it is a webhook, add the header that names its event: ${plain("header", "'X-GitHub-Event: …'")}, 'X-Gitlab-Event: …' or 'X-Event-Key: …'`,
  );
}

/**
 * Parsed JSON of one record. Throws `UsageError` for a list of them, and with the place of a fault,
 * without the text around it.
 */
export function parseJson(text: string, shown: string): unknown {
  const json = text.replace(/^\ufeff/, "");
  if (json.trim() === "") throw new UsageError(`"${shown}" is empty; give a JSON file`);
  if (isList(json)) {
    const file = shown === "<stdin>" ? "-" : shown;
    throw new UsageError(
      `"${shown}" is a list of records; give one of them, or use "dryfire replay ${file}"`,
    );
  }
  const parsed = tryJson(json);
  if (parsed) return parsed.value;
  const [fault] = readJson(json).faults;
  if (fault?.id === "json-format" && json.includes("{"))
    throw new UsageError(`"${shown}" does not start with JSON; remove the other text, such as headers`);
  const line = fault ? ` (line ${lineAt(json, fault.span.start)})` : "";
  throw new UsageError(`"${shown}" is not valid JSON${line}; correct it`);
}

/** True for a JSON list, and for JSON on each of the first two lines. */
function isList(json: string): boolean {
  const text = json.trimStart();
  if (text.startsWith("[")) return tryJson(text) !== undefined;
  const lines = text.split("\n", 2);
  return lines.length === 2 && lines.every((line) => tryJson(line));
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** True for an event as `dryfire schema event` describes it, valid or not. */
export function isEvent(value: unknown): boolean {
  return isMapping(value) && (Array.isArray(value.names) || value.kind === "time" || value.kind === "git");
}

/** Headers as `Name: value`. A wrong one is not quoted, since it may be a token. */
function readHeaders(given: readonly string[]): Record<string, string> {
  const headers = given.map((header) => {
    const colon = header.indexOf(":");
    const [name, value] = [header.slice(0, Math.max(0, colon)).trim(), header.slice(colon + 1).trim()];
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || !/^.*$/.test(value)) {
      throw new OptionError(
        ["header"],
        ({ quoted, plain }) =>
          `a ${quoted("header")} is not in the form 'Name: value'; write, for example, ${plain("header", "'X-GitHub-Event: push'")}`,
      );
    }
    return [name, value] as const;
  });
  return Object.fromEntries(headers);
}
