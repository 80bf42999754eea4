/** The multiples of the suffixes of a Kubernetes quantity. */
const suffixes: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["n", 1e-9],
  ["u", 1e-6],
  ["m", 1e-3],
  ["k", 1e3],
  ["M", 1e6],
  ["G", 1e9],
  ["T", 1e12],
  ["P", 1e15],
  ["E", 1e18],
  ["Ki", 2 ** 10],
  ["Mi", 2 ** 20],
  ["Gi", 2 ** 30],
  ["Ti", 2 ** 40],
  ["Pi", 2 ** 50],
  ["Ei", 2 ** 60],
]);

/** A quantity as a plain number, and its suffix as written. */
export interface Quantity {
  readonly amount: number;
  readonly suffix: string;
}

/**
 * Parses a Kubernetes quantity (`400m`, `1.5Gi`, `2e3`); undefined for any other text. The grammar
 * is that of kubernetes/apimachinery `resource.Quantity`: a signed decimal number, then a binary or
 * decimal suffix, or an exponent.
 */
export function parseQuantity(text: string): Quantity | undefined {
  const match = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text);
  if (!match) return undefined;
  const [, number, exponent = "0", suffix = ""] = match;
  return { amount: Number(number) * 10 ** Number(exponent) * suffixes.get(suffix)!, suffix };
}

/**
 * Returns the quantity that was meant by a text with another spelling of its unit: `800Mi` for `800
 * MB`, `2` for `2 cores`; or undefined.
 */
export function likelyQuantity(text: string, kind: "cpu" | "bytes"): string | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  if (!match) return undefined;
  const [, number, unit = ""] = match;
  if (kind === "cpu") {
    if (/^(?:cpus?|cores?|vcpus?|c)$/i.test(unit)) return number;
    return /^(?:m|mi|mcpu|milli|millicpus?|millicores?)$/i.test(unit) ? `${number}m` : undefined;
  }
  const prefix = /^([kmgtpe])(?:i?b?|bytes?)$/i.exec(unit)?.[1];
  return prefix && `${number}${prefix.toUpperCase()}i`;
}
