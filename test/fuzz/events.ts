import { text } from "./grammar.ts";
import type { Random } from "./random.ts";

/** Returns the flags of a random event; some values are from the spec, so that filters match. */
export function eventFlags(random: Random, spec: string): string[] {
  const words = spec.match(/[\w/.-]{2,30}/g) ?? ["main"];
  const word = () => (random.oneIn(6) ? text(random) : random.pick(words)).replace(/^-+/, "") || "x";
  const forms: (() => string[])[] = [
    () => ["--push", word()],
    () => ["--push", `tag:${word()}`],
    () => [
      "--pr",
      `${word()}:${word()}`,
      "--action",
      random.pick(["opened", "closed", "merged", "synchronize"]),
    ],
    () => ["--pr", `${word()}:main`, "--comment", text(random) || "x"],
    () => ["--pr", `${word()}:main`, "--merge"],
    () => ["--release", random.pick(["published", "created"]), "--tag", word()],
    () => ["--event", word()],
    () => ["--at", random.pick(["2026-05-04T03:00Z", "2024-02-29T00:00Z", "1970-01-01T00:00Z", word()])],
  ];
  const flags = random.pick(forms)();
  if (random.oneIn(2)) flags.push("--changed", word());
  if (random.oneIn(4)) flags.push("--repo", word());
  if (random.oneIn(4)) flags.push("--message", text(random) || "x");
  if (random.oneIn(6))
    flags.push("--assume", random.pick(["glob-engine=picomatch", "glob-engine=minimatch", "a=b"]));
  return flags;
}
