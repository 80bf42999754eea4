import { isMapping } from "../../util/json.ts";

/**
 * Returns the value at a path of keys in parsed JSON, or undefined. Own keys only, so that no
 * payload reaches into a prototype.
 */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const key of path) {
    if (!isMapping(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}

/** The non-empty text at a path, or undefined. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** The text at a path, possibly empty: a comment or a message may be empty. */
export function anyTextAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** Whether the text at a path is a word; undefined without a text. */
export function isTextAt(value: unknown, word: string, ...path: readonly string[]): boolean | undefined {
  const found = textAt(value, ...path);
  return found === undefined ? undefined : found === word;
}

/** The whole number at a path; no provider counts below zero. */
export function integerAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  return Number.isSafeInteger(found) && (found as number) >= 0 ? (found as number) : undefined;
}

/** The identifier at a path as text, whether it is a text or a number. */
export function idAt(value: unknown, ...path: readonly string[]): string | undefined {
  return textAt(value, ...path) ?? integerAt(value, ...path)?.toString();
}

/** The boolean at a path. */
export function flagAt(value: unknown, ...path: readonly string[]): boolean | undefined {
  const found = at(value, ...path);
  return typeof found === "boolean" ? found : undefined;
}

/** The list at a path. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] | undefined {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : undefined;
}

/** The texts under a key in the items of a list, such as names of labels. */
export function textsIn(value: unknown, path: readonly string[], key: string): string[] | undefined {
  return listAt(value, ...path)?.flatMap((item) => textAt(item, key) ?? []);
}

/** Facts from a reader: those that the payload lacks are undefined. */
export type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** The same facts without undefined ones, and without groups of facts that have no other. */
export function known<T extends object>(facts: object): T {
  const all = Object.entries(facts).map(
    ([key, fact]) => [key, isMapping(fact) ? known(fact) : fact] as const,
  );
  const isEmpty = (fact: unknown) => isMapping(fact) && Object.keys(fact).length === 0;
  return Object.fromEntries(all.filter(([, fact]) => fact !== undefined && !isEmpty(fact))) as T;
}

/** An address without user name, password or token. */
export function addressAt(value: unknown, ...path: readonly string[]): string | undefined {
  return textAt(value, ...path)?.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1");
}

/** The JSON in GitHub's form encoding (`payload=…`); undefined for another text. */
export function formBody(text: string): string | undefined {
  const form = /^\s*payload=(\S+)\s*$/.exec(text)?.[1];
  return form === undefined
    ? undefined
    : (new URLSearchParams(`payload=${form.split("&")[0]}`).get("payload") ?? "");
}
