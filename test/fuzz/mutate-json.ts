import type { Random } from "./random.ts";
import { KEYS, TOKENS } from "./tokens.ts";

type Json = Record<string, unknown> | unknown[];

/** Values of every kind, for places that expect another kind. */
const VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e21,
    2 ** 53,
    "",
    " ",
    "0",
    "null",
    [],
    {},
    [[]],
    [null],
    { a: {} },
    "\u0000",
  ],
  ...[
    "refs/heads/",
    "refs/tags/",
    "refs/heads/main",
    "refs/x",
    "main",
    "0".repeat(40),
    "a".repeat(5_000),
    "\ud800",
  ],
  ...[
    "2026-05-01T03:00:00Z",
    "2026-13-01",
    "push",
    "push.heads",
    "opened",
    "x\ny",
    "\u001b[31m",
    "../../etc",
    "/a",
    "//",
  ],
];

/** Returns a value and all mappings and lists inside it. */
function parts(value: unknown): Json[] {
  if (typeof value !== "object" || value === null) return [];
  return [value as Json, ...Object.values(value).flatMap(parts)];
}

/** Changes one to four keys or values of JSON; returns other texts unchanged. */
export function mutateJson(text: string, random: Random): string {
  const value = parsed(text);
  for (let count = 1 + random.below(4); count > 0; count--) {
    const all = parts(value);
    if (all.length > 0) change(random.pick(all), random, all);
  }
  return value === undefined ? text : JSON.stringify(value, null, random.below(3));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function change(part: Json, random: Random, others: readonly Json[]): void {
  const keys = Object.keys(part);
  const key = keys.length > 0 ? random.pick(keys) : "0";
  const target = part as Record<string, unknown>;
  // A copy, since later changes go into it.
  const fresh = () => (random.oneIn(4) ? random.pick(TOKENS) : structuredClone(random.pick(VALUES)));
  const ways: (() => void)[] = [
    () => set(target, key, fresh()),
    () => set(target, key, fresh()),
    () => set(target, key, [target[key], target[key]]),
    () => set(target, key, structuredClone(random.pick(others))),
    () => set(target, key, JSON.stringify(target[key]) ?? ""),
    () => set(target, random.pick([random.pick(KEYS), `${key}s`, "toString", "length"]), target[key]),
    () => {
      delete target[key];
    },
    () => {
      if (Array.isArray(part)) part.reverse();
    },
  ];
  random.pick(ways)();
}

function set(target: Record<string, unknown>, key: string, value: unknown): void {
  // The length of a list cannot be changed like a key.
  if (!(Array.isArray(target) && key === "length")) target[key] = value;
}
