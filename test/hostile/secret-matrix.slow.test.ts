import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, expect, test } from "vitest";
import type * as library from "../../src/index.ts";
import { builtLibrary, runBuilt } from "../built-program.ts";
import { filesIn } from "../new-folder.ts";
import { type Draw, KINDS, type Secret, secretOf, traceOf } from "./secret-kinds.ts";
import { type Place, placesOf } from "./secret-places.ts";

/**
 * Every kind of secret at every place, against the built program and library. `npm test` runs a
 * sample; SECRETS=all runs the whole, SECRETS=7/20 one of 20 parts, SEED draws other secrets.
 */
const [PART, PARTS] = partOf(process.env.SECRETS ?? "sample");
const SEED = Number(process.env.SEED ?? 1);
const { findRejections, lint, parseSpecs, simulate } = builtLibrary();

function partOf(wanted: string): readonly [number, number] {
  if (wanted === "all") return [0, 1];
  const [part, parts] = wanted.split("/").map(Number);
  return wanted === "sample" ? [3, 197] : [part! % parts!, parts!];
}

function drawer(seed: number): Draw {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
  return (alphabet, length) => Array.from({ length }, () => alphabet[next() % alphabet.length]).join("");
}

const EVENTS: readonly library.SimulatedEvent[] = [
  { kind: "git", names: ["push.heads"], branch: "main", changedFiles: [{ path: "api/a.js" }] },
  { kind: "git", names: ["pullrequest.commentAdded"], comment: "x" },
  { kind: "time", at: "2026-05-01T03:00:00Z" },
];

let cwd = "";
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

test("hides a secret of every kind in every place", { timeout: 3_600_000 }, async () => {
  const shown: string[] = [];
  let pairs = 0;
  let outputs = 0;
  const draw = drawer(SEED);
  let index = 0;
  for (const kind of KINDS) {
    const secret = secretOf(kind, draw);
    for (const [name, place] of placesOf(secret.text)) {
      if (index++ % PARTS !== PART) continue;
      pairs++;
      for (const { what, text } of await outputsOf(place)) {
        outputs++;
        const trace = traceOf(secret, text);
        if (trace !== undefined)
          shown.push(`${kind} | ${name} | ${what} | ${trace} | ${lineWith(trace, text)}`);
        if (text.includes("internal error")) shown.push(`${kind} | ${name} | ${what} | ${text}`);
      }
    }
  }
  if (PARTS === 1) console.log(`${KINDS.length} kinds, ${pairs} pairs, ${outputs} outputs`);
  if (process.env.SHOWN) writeFileSync(process.env.SHOWN, `${shown.join("\n")}\n`);
  expect(shown).toEqual([]);
  expect(pairs).toBeGreaterThan(30);
});

/** The line of an output with a trace, for the message of a failure. */
function lineWith(trace: string, text: string): string {
  const line = text
    .split("\n")
    .find((each) => traceOf({ kind: "", text: "", core: trace }, each) !== undefined);
  return (line ?? text).slice(0, 300);
}

/** Runs the commands of a place; returns all that they print and write. */
async function outputsOf(place: Place): Promise<{ what: string; text: string }[]> {
  cwd = mkdtempSync(join(tmpdir(), "dryfire-matrix-"));
  for (const [name, text] of Object.entries(place.files)) writeFileSync(join(cwd, name), text);
  place.prepare?.(cwd);
  mkdirSync(join(cwd, "kept"), { recursive: true });
  const outputs: { what: string; text: string }[] = [];
  for (const argv of place.commands) {
    const { stdout, stderr } = await runBuilt(argv, cwd, "", { DRYFIRE_DEBUG: "1" });
    outputs.push({ what: argv.join(" ").slice(0, 100), text: `${stdout}\n${stderr}` });
  }
  const spec = place.files["a.yml"];
  if (spec !== undefined) {
    const { diagnostics } = await lint(spec, { preset: "strict" });
    const bare = diagnostics.map((each) => ({ ...each, fix: each.fix?.title }));
    outputs.push({ what: "lint of the library", text: JSON.stringify(bare) });
    const rejections = parseSpecs(spec).map((pipeline) => findRejections(pipeline));
    outputs.push({ what: "findRejections of the library", text: JSON.stringify(rejections) });
    for (const event of EVENTS)
      outputs.push({
        what: "simulate of the library",
        text: JSON.stringify(simulate(parseSpecs(spec), event)),
      });
  }
  const inputs = new Set([...Object.keys(place.files), ...(place.ours ?? [])]);
  for (const path of existsSync(cwd) ? filesIn(cwd) : []) {
    const name = relative(cwd, path);
    if (inputs.has(name) || inputs.has(name.split("/")[0]!)) continue;
    outputs.push({ what: `the file ${name}`, text: `${name}\n${readFileSync(path, "utf8")}` });
  }
  rmSync(cwd, { recursive: true, force: true });
  return outputs;
}

/** A kind is only tested if the detector knows it. */
test.each(KINDS)("the library masks a secret of the kind %s", async (kind) => {
  const secret: Secret = secretOf(kind, drawer(SEED));
  const text = `kind: pipeline\nversion: "1.0"\nmetadata: {name: a/b}\nspec: {steps: {}, variables: [{key: ${JSON.stringify(secret.text)}, value: ${JSON.stringify(secret.text)}}]}\n`;
  const { diagnostics } = await lint(text);
  expect(diagnostics.map(({ rule }) => rule)).toContain("unencrypted-secret");
  expect(traceOf(secret, JSON.stringify(diagnostics))).toBeUndefined();
});
