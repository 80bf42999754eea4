/**
 * The parts of joi 13.7 that the published schema uses, as functions that return true for an
 * accepted value. The types convert text as joi does with its default options.
 */
export type Rule = (value: unknown) => boolean;

type Mapping = Record<string, unknown>;

/** The keys of a mapping: a rule, or `required` and a rule. */
export type Keys = Readonly<Record<string, Rule | { readonly required: Rule }>>;

export const required = (rule: Rule): { required: Rule } => ({ required: rule });

export const oneOf =
  (...rules: Rule[]): Rule =>
  (value) =>
    rules.some((rule) => rule(value));

/** A text that is not empty; lengths are UTF-16 code units. */
export const string =
  (more: { max?: number; pattern?: RegExp; test?: (text: string) => boolean } = {}): Rule =>
  (value) =>
    typeof value === "string" &&
    value !== "" &&
    value.length <= (more.max ?? Number.POSITIVE_INFINITY) &&
    (more.pattern?.test(value) ?? true) &&
    (more.test?.(value) ?? true);

export const orEmpty =
  (rule: Rule): Rule =>
  (value) =>
    value === "" || rule(value);

export const word =
  (...words: string[]): Rule =>
  (value) =>
    words.includes(value as string);

export const strictBoolean: Rule = (value) => typeof value === "boolean";

export const boolean: Rule = (value) =>
  typeof value === "boolean" ||
  (typeof value === "string" && ["true", "false"].includes(value.toLowerCase()));

/** `Number` must know the whole text, but `parseFloat` reads it: `0x10` is 0. */
function numberOf(value: unknown): number {
  if (typeof value !== "string") return typeof value === "number" ? value : Number.NaN;
  return Number.isFinite(Number(value)) ? Number.parseFloat(value) : Number.NaN;
}

export const number: Rule = (value) => Number.isFinite(numberOf(value));

export const integer =
  (least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): Rule =>
  (value) => {
    const read = numberOf(value);
    return Number.isSafeInteger(read) && read >= least && read <= most;
  };

/** A date as `new Date` reads it; a text of digits is milliseconds. */
export const date: Rule = (value) => {
  if (typeof value !== "string" && typeof value !== "number") return false;
  const read =
    typeof value === "string" && /^[+-]?\d+(\.\d+)?$/.test(value) ? Number.parseFloat(value) : value;
  return !Number.isNaN(new Date(read).getTime());
};

/** bson 1.1 `ObjectID.isValid`, for a value that came as JSON. */
export const objectId: Rule = (value) =>
  typeof value === "number" ||
  (typeof value === "string" && (value.length === 12 || /^[0-9a-fA-F]{24}$/.test(value)));

function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

export const array =
  (item: Rule): Rule =>
  (value) => {
    const list = parsed(value);
    return Array.isArray(list) && list.every(item);
  };

const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const anyMapping: Rule = (value) => isMapping(parsed(value));

/** A mapping whose keys are free, with one rule for all values. */
export const mappingOf =
  (item: Rule): Rule =>
  (value) => {
    const mapping = parsed(value);
    return isMapping(mapping) && Object.values(mapping).every(item);
  };

/** A mapping with these keys and no others; `whole` is asked last. */
export const mapping =
  (keys: Keys | ((mapping: Mapping) => Keys), whole: (mapping: Mapping) => boolean = () => true): Rule =>
  (value) => {
    const own = parsed(value);
    if (!isMapping(own)) return false;
    const known = typeof keys === "function" ? keys(own) : keys;
    const accepts = ([key, rule]: [string, Keys[string]]): boolean => {
      if (!Object.hasOwn(own, key)) return typeof rule === "function";
      return typeof rule === "function" ? rule(own[key]) : rule.required(own[key]);
    };
    return (
      Object.keys(own).every((key) => Object.hasOwn(known, key)) &&
      Object.entries(known).every(accepts) &&
      whole(own)
    );
  };

const hex = "[\\dA-Fa-f]{1,4}";
const octet = "(?:0?0?\\d|0?[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])";
const lastBits = `(?:${hex}:${hex}|(?:${octet}\\.){3}${octet})`;
/** Up to `most` groups, or none, before the double colon. */
const before = (most: number): string => `(?:(?:${hex}:){0,${most}}${hex})?::`;
const address = [
  `(?:${hex}:){6}${lastBits}`,
  `::(?:${hex}:){5}${lastBits}`,
  ...[4, 3, 2, 1].map((count) => `${before(4 - count)}(?:${hex}:){${count}}${lastBits}`),
  `${before(4)}${lastBits}`,
  `${before(5)}${hex}`,
  before(6),
].join("|");
const plain = "A-Za-z\\d\\-._~%!$&'()*+,;=";
const host = `(?:\\[(?:${address}|v[\\dA-Fa-f]+\\.[A-Za-z\\d\\-._~!$&'()*+,;=:]+)\\]|[${plain}]{0,255})`;
const authority = `(?:[${plain}:]*@)?${host}(?::\\d*)?`;
const segment = `[${plain}:@]`;
const path = `(?:/${segment}*)*`;
const rest = `[${plain}:@/?]*`;

/** The URI pattern of joi 13.7, with a percent sign as an ordinary character. */
export const uri = new RegExp(
  `^[A-Za-z][A-Za-z\\d+,\\-.]*:(?://${authority}${path}|/(?:${segment}+${path})?|${segment}+${path})(?:\\?${rest})?(?:#${rest})?$`,
);
