import { type ProviderId, providers, providerTitle } from "../../catalogue/providers.ts";
import { isMapping, parseJson } from "../../util/json.ts";
import { joinList, quote } from "../../util/text.ts";
import type { GitEvent } from "../event/event.ts";
import { withShortNames } from "../event/short-names.ts";
import { azureReader, isNotification } from "./azure.ts";
import { bitbucketReader } from "./bitbucket.ts";
import { bitbucketServerReader } from "./bitbucket-server.ts";
import { gerritReader } from "./gerrit.ts";
import { githubReader } from "./github.ts";
import { gitlabReader } from "./gitlab.ts";
import { at, formBody, textAt } from "./json.ts";
import type { Headers, PayloadReader, PayloadResult, RequestHeaders, UnreadPayload } from "./result.ts";

export type { PayloadResult, RequestHeaders } from "./result.ts";

/**
 * Reads a webhook's body: the events that it means, or why no trigger can get it, or that it is not
 * a webhook. The provider is known from the headers (names in any letter case) or from the body
 * alone; a delivery of the APIs of GitHub and GitLab is unwrapped. Facts that the payload lacks are
 * absent from the event. Never throws because of the body.
 */
export function eventFromPayload(body: unknown, headers: RequestHeaders = {}): PayloadResult {
  const delivery = deliveryOf(body);
  const names = lowerCased({ ...delivery?.headers, ...headers });
  const payload = delivery ? delivery.payload : parsed(body);
  if (delivery && payload === undefined) return noRequest;
  if (!isMapping(payload)) return noWebhook();
  const record = recordWithoutWebhook(payload, delivery !== undefined);
  if (record) return record;
  const byHeaders = findReader((reader) => reader.ofHeaders?.(names));
  const byBody = findReader((reader) => reader.ofBody(payload));
  if (byHeaders && byBody && byHeaders !== byBody) return contradiction(byHeaders, byBody);
  const wrapping = byBody ? undefined : wrappingOf(payload);
  if (wrapping) return wrapped(wrapping);
  const provider = byHeaders ?? byBody;
  if (!provider) return noWebhook();
  const result = readers[provider].read(payload, names);
  const other = byHeaders && otherEvent(result, readers[provider].read(payload, {}));
  return other ?? withoutFullRefs(withRepository(result, payload));
}

/** The maximum depth of a webhook in a record, that of `log.entries[0].request.postData.text`. */
const MAX_DEPTH = 6;

/** The form of a webhook's text in a record. */
type TextForm = "plain" | "Base64" | "whole request in Base64";

/** The keys above a webhook in a record, and the form of its text there. */
interface Wrapping {
  readonly keys: readonly string[];
  readonly form: TextForm;
}

/**
 * The keys above a webhook in the record of a proxy, a CI system or an audit log (`body`,
 * `details.event`, `docs[0].payload`), whose headers have many forms. Records of AWS mark a body in
 * Base64 (docs.aws.amazon.com, "Input format of a Lambda function for proxy integration"); those of
 * ngrok's agent have the whole request in Base64 in `raw` (ngrok.com/docs/agent/api).
 */
function wrappingOf(record: object, depth = MAX_DEPTH): Wrapping | undefined {
  if (isOfEventsApi(record)) return undefined;
  const inner = Object.entries(record).flatMap(([key, text]) => {
    const [form, body] = sentText(record, key, text);
    const value = parsedBody(body);
    return typeof value === "object" && value !== null ? [{ key, value, form }] : [];
  });
  const found = inner.find(({ value }) => findReader((reader) => reader.ofBody(value)));
  if (found) return { keys: [found.key], form: found.form };
  if (depth === 1) return undefined;
  for (const { key, value } of inner) {
    const wrapping = wrappingOf(value, depth - 1);
    if (wrapping) return { ...wrapping, keys: [key, ...wrapping.keys] };
  }
  return undefined;
}

/** The text that was sent with a key of a record, and its form there. */
function sentText(record: object, key: string, value: unknown): readonly [TextForm, unknown] {
  if (key === "body" && at(record, "isBase64Encoded") === true) return ["Base64", fromBase64(value)];
  const request = key === "raw" && typeof value === "string" ? fromBase64(value) : undefined;
  if (request === undefined || !/^[A-Z]+ \S+ HTTP\/\d/.test(request)) return ["plain", value];
  return ["whole request in Base64", request.slice(request.indexOf("\r\n\r\n") + 4)];
}

/** A body as it was sent: JSON, or GitHub's form. */
function parsedBody(text: unknown): unknown {
  return parsed(typeof text === "string" ? (formBody(text) ?? text) : text);
}

/** The text that another one is in Base64, whose end may lack its padding; else undefined. */
function fromBase64(text: unknown): string | undefined {
  const digits = String(text).replace(/[=\s]/g, "");
  if (/[^A-Za-z\d+/]/.test(digits) || digits.length % 4 === 1) return undefined;
  return new TextDecoder().decode(Uint8Array.from(atob(digits), (char) => char.charCodeAt(0)));
}

function wrapped({ keys, form }: Wrapping): UnreadPayload {
  const path = keys.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join("");
  const place = quote(path.replace(/^\./, ""));
  const remedies: Readonly<Record<TextForm, string>> = {
    plain: "; give that value alone",
    Base64: " in Base64; decode that value and give it alone",
    "whole request in Base64":
      " in Base64, after its headers; decode that value and give only the JSON at its end",
  };
  return { fault: "wrapped", error: `the webhook is in ${place}${remedies[form]}` };
}

/** The fault of a body that shows another event than the headers; its event may lack the action. */
function otherEvent(byHeaders: PayloadResult, byBody: PayloadResult): UnreadPayload | undefined {
  if (!("events" in byBody) || "error" in byHeaders) return undefined;
  const header = ("events" in byHeaders ? byHeaders.events[0]! : byHeaders.event).webhook?.event;
  const body = byBody.events[0]!.webhook?.event;
  if (header === undefined || body === undefined) return undefined;
  if (header === body || header.startsWith(`${body}:`)) return undefined;
  const error = `the headers are of ${quote(header)}, but the body is of ${quote(body)}; give the headers of this body, or none`;
  return { fault: "contradictory", error };
}

/** The body of a webhook: of a delivery its request, else the value itself. */
export function payloadOf(record: unknown): unknown {
  const delivery = deliveryOf(record);
  return delivery ? delivery.payload : record;
}

/** A payload may have full refs where its provider documents names; a tag is not a branch. */
function withoutFullRefs(result: PayloadResult): PayloadResult {
  if ("error" in result) return result;
  const short = (result.offered ? result.events : [result.event]).map((event) => withShortNames(event));
  const events: GitEvent[] = [];
  for (const each of short) {
    if ("error" in each) return { fault: "contradictory", error: each.error };
    events.push(each.event);
  }
  const notes = short.flatMap((each) => ("notes" in each && each.notes) || []);
  if (notes.length === 0) return result;
  return result.offered
    ? { ...result, events, notes: [...result.notes, ...new Set(notes)] }
    : { ...result, event: events[0]! };
}

/** An event without a trigger event has a repository all the same. */
function withRepository(result: PayloadResult, body: unknown): PayloadResult {
  if (!("offered" in result) || result.offered || result.event.repository !== undefined) return result;
  const repository =
    textAt(body, "repository", "full_name") ?? textAt(body, "project", "path_with_namespace");
  return repository === undefined ? result : { ...result, event: { ...result.event, repository } };
}

const noRequest: UnreadPayload = {
  fault: "no-request",
  error: "a delivery without its request; get each delivery by its id",
};

/** The fault of a record of an API that looks like a webhook, or has a similar value in a key. */
function recordWithoutWebhook(record: object, isDelivery: boolean): UnreadPayload | undefined {
  if (isDelivery && at(record, "oversize") === true) return oversize;
  if (isOfEventsApi(record)) return ofEventsApi;
  if (isOfRegistry(record)) return ofRegistry;
  if (isPullRequest(record)) return pullRequestAlone;
  const details = at(record, "details") ?? record;
  return isNotification(details) && !isMapping(at(details, "event")) ? noEvent : undefined;
}

/** GitLab's record of a webhook whose body was too large (gitlab-org/gitlab, `WebHookLog`). */
const oversize: UnreadPayload = {
  fault: "no-request",
  error: "a delivery without its body, which GitLab does not keep if it is large; record it at its receiver",
};

/**
 * True for an item of GitHub's Events API (docs.github.com, "GitHub event types"), and for the
 * payload of one that is a push: it has the names of a webhook, but neither repository nor sender.
 */
function isOfEventsApi(record: object): boolean {
  if (at(record, "push_id") !== undefined) return at(record, "repository") === undefined;
  return /\wEvent$/.test(textAt(record, "type") ?? "") && isMapping(at(record, "payload"));
}

const ofEventsApi: UnreadPayload = {
  fault: "no-request",
  error: "an item of GitHub's Events API, which is not a webhook; give a delivery of the webhook",
};

/** True for a webhook of Docker Hub, Quay or Azure's registry, or an event of Amazon's. */
function isOfRegistry(record: object): boolean {
  if (textAt(record, "repository", "repo_name") !== undefined) return isMapping(at(record, "push_data"));
  if (textAt(record, "docker_url") !== undefined || textAt(record, "detail-type") === "ECR Image Action")
    return true;
  return textAt(record, "target", "repository") !== undefined && textAt(record, "action") !== undefined;
}

const ofRegistry: UnreadPayload = {
  fault: "no-request",
  error:
    "a webhook of an image registry, but only Git and cron triggers are in a spec; give a webhook of Git",
};

/** True for a pull request of GitHub's or GitLab's API, or of `gh pr view`. */
function isPullRequest(record: object): boolean {
  const pairs = [
    [
      ["head", "ref"],
      ["base", "ref"],
    ],
    [["source_branch"], ["target_branch"]],
    [["headRefName"], ["baseRefName"]],
  ];
  return pairs.some((pair) => pair.every((path) => textAt(record, ...path) !== undefined));
}

const pullRequestAlone: UnreadPayload = {
  fault: "no-request",
  error:
    "a pull request as an API returns it, not a webhook; give a delivery of the webhook, or describe the event by its branches",
};

const noEvent: UnreadPayload = {
  fault: "no-request",
  error:
    "a notification of Azure DevOps without its event; get it by its id, or give the JSON of its request",
};

/** Names the keys that the body of each provider has. */
function noWebhook(): UnreadPayload {
  const keys = providers.map(({ id, title }) => `${title} (${readers[id].keys})`);
  return { fault: "no-webhook", error: `not a webhook: the body has no keys of ${joinList(keys, "or")}` };
}

function contradiction(byHeaders: ProviderId, byBody: ProviderId): UnreadPayload {
  const [header, body] = [byHeaders, byBody].map(providerTitle);
  const error = `the headers are from ${header}, but the body is from ${body}; give the headers of this body, or none`;
  return { fault: "contradictory", error };
}

/** The readers by provider. A body or a header that two could take belongs to the first of them. */
const readers: Readonly<Record<ProviderId, PayloadReader>> = {
  gitlab: gitlabReader,
  azure: azureReader,
  "bitbucket-server": bitbucketServerReader,
  gerrit: gerritReader,
  bitbucket: bitbucketReader,
  github: githubReader,
};

function findReader(is: (reader: PayloadReader) => boolean | undefined): ProviderId | undefined {
  return (Object.keys(readers) as ProviderId[]).find((provider) => is(readers[provider]));
}

/** A recorded request; `payload` is undefined where the record does not have it. */
interface Delivery {
  readonly payload: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/**
 * The request in a delivery of GitHub (https://docs.github.com/en/rest/repos/webhooks, "Get a
 * delivery for a repository webhook") or in an event of a webhook of GitLab
 * (https://docs.gitlab.com/api/project_webhooks, "List project webhook events"); undefined for a
 * webhook itself. The body may be the text that was sent.
 */
function deliveryOf(body: unknown): Delivery | undefined {
  const request = at(body, "request");
  const isListed = textAt(body, "guid") !== undefined && textAt(body, "delivered_at") !== undefined;
  const isSent = isMapping(at(request, "headers")) && at(request, "payload") !== undefined;
  if (isSent || isListed)
    return {
      payload: parsed(at(request, "payload")) ?? undefined,
      headers: mappingOf(at(request, "headers")),
    };
  if (!isMapping(at(body, "request_headers"))) return undefined;
  return { payload: parsed(at(body, "request_data")), headers: mappingOf(at(body, "request_headers")) };
}

function parsed(payload: unknown): unknown {
  return typeof payload === "string" ? parseJson(payload)?.value : payload;
}

function mappingOf(value: unknown): Delivery["headers"] {
  return isMapping(value) ? value : {};
}

/** Only non-empty texts, the first of each list; names in lower case. */
function lowerCased(headers: Delivery["headers"]): Headers {
  const texts = Object.entries(headers)
    .map(([name, value]) => [name, [value].flat()[0]] as const)
    .filter((entry): entry is [string, string] => typeof entry[1] === "string" && entry[1].trim() !== "");
  return Object.fromEntries(texts.map(([name, value]) => [name.toLowerCase(), value.trim()]));
}
