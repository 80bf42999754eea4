import { LocatedMapping } from "../../src/document/located.ts";
import { namesSecret } from "../../src/secrets/names.ts";
import { isBlock, type Site } from "./subject.ts";

/** The mapping around a place, or at it. */
const around = ({ parent, value }: Site): LocatedMapping | undefined =>
  value instanceof LocatedMapping ? value : parent instanceof LocatedMapping ? parent : undefined;

/** Whether the mapping has a key, with this text where one is given. */
export const has =
  (key: string, text?: string) =>
  (site: Site): boolean => {
    const mapping = around(site);
    return text === undefined ? mapping?.has(key) === true : mapping?.string(key)?.value === text;
  };

/** Whether the mapping lacks a key. */
export const lacks =
  (key: string) =>
  (site: Site): boolean =>
    !has(key)(site);

/** Whether all of these hold. */
export const all =
  (...conditions: ((site: Site) => boolean | undefined)[]) =>
  (site: Site): boolean =>
    conditions.every((condition) => condition(site));

/** Whether the variable is encrypted. */
export const isEncrypted = (site: Site): boolean => around(site)?.boolean("encrypted")?.value === true;

/** Whether the variable is in the open, and its name is not that of a secret. */
export const isOpen = (site: Site): boolean =>
  !isEncrypted(site) && !namesSecret(around(site)?.string("key")?.value ?? "");

/** Whether the trigger lists an event. */
export const listens =
  (event: string) =>
  (site: Site): boolean =>
    around(site)
      ?.strings("events")
      .some(({ value }) => value === event) === true;

/** Whether a variable of the mapping is encrypted. */
export const hasEncrypted = (site: Site): boolean =>
  around(site)
    ?.mappings("variables")
    .some((variable) => variable.boolean("encrypted")?.value === true) === true;

/** Whether the trigger can fire at all. */
export const isEnabled = (site: Site): boolean => around(site)?.boolean("disabled")?.value !== true;

/** Whether the mapping is in block style, where YAML accepts most characters of a pattern. */
export const isLines = ({ text, parent }: Site): boolean => isBlock(text, parent);
