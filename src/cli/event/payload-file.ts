import { findEventHeader, jsonFault, SPEC } from "../../event-json/body-fault.ts";
import { eventFromPayload, type PayloadResult } from "../../simulate/payloads/index.ts";
import { formBody } from "../../simulate/payloads/json.ts";
import { consecutiveJson, isMapping, parseJson as tryJson } from "../../util/json.ts";
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
  refuseHeaders(text, shown);
  const body = parseJson(formBody(text) ?? text, shown);
  const result = eventFromPayload(body, readHeaders(headers));
  if (!("error" in result)) return result;
  const { error, fault } = result;
  if (fault !== "no-webhook") throw new UsageError(`"${shown}": ${error}`);
  if (isSpec(body)) throw new UsageError(`"${shown}" is ${SPEC}; name another JSON file`);
  throw new OptionError([], ({ plain }) =>
    isEvent(body)
      ? `"${shown}" is not a webhook; it is an event of dryfire, so use ${plain("event-file")}`
      : `"${shown}" is ${error}; if it is a webhook, add its X-GitHub-Event, X-Gitlab-Event or X-Event-Key, such as ${plain("header", "'X-GitHub-Event: push'")}`,
  );
}

/** Throws `OptionError` for the headers of a webhook next to its body. */
export function refuseHeaders(text: string, shown: string): void {
  const header = findEventHeader(text);
  if (header === undefined) return;
  throw new OptionError(
    [],
    ({ plain }) =>
      `"${shown}" has headers next to the JSON; remove them, and write the event as ${plain("header", `'${header}'`)}`,
  );
}

/**
 * Parsed JSON of one record. Throws `UsageError` for a list of them, and with the place of a fault,
 * without the text around it.
 */
export function parseJson(text: string, shown: string): unknown {
  const json = text.replace(/^\ufeff/, "");
  if (/^\s*(?:\[\s*\]\s*)?$/.test(json)) throw new UsageError(`"${shown}" is empty; give a JSON file`);
  const parsed = tryJson(json);
  if (parsed ? Array.isArray(parsed.value) : isSeries(json)) {
    const file = shown === "<stdin>" ? "-" : shown;
    throw new UsageError(
      `"${shown}" is a list of records; give one of them, or use "dryfire replay ${file}"`,
    );
  }
  if (parsed) return parsed.value;
  throw new UsageError(`"${shown}" ${jsonFault(json)}`);
}

/** True for a spec, or the steps of one. */
export function isSpec(value: unknown): boolean {
  return isMapping(value) && (isMapping(value.spec) || isMapping(value.steps));
}

/** True for JSON that follows other JSON. */
function isSeries(text: string): boolean {
  const [first, second] = consecutiveJson(text);
  return second !== undefined && tryJson(first!.text) !== undefined;
}

/** True for an event as `dryfire schema event` describes it, valid or not. */
export function isEvent(value: unknown): boolean {
  return isMapping(value) && (Array.isArray(value.names) || value.kind === "time" || value.kind === "git");
}

/** Headers as `Name: value`. A wrong one is not quoted, since it may be a token. */
export function readHeaders(given: readonly string[]): Record<string, string> {
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
