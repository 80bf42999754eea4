import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { formatWouldFire } from "../../src/report/simulate/words.ts";
import type { EffectiveBuild } from "../../src/simulate/build/effective-build.ts";
import type { SimulatedEvent } from "../../src/simulate/event/event.ts";
import type { Assumptions } from "../../src/simulate/settings.ts";
import {
  type SimulatedTrigger,
  type SimulateOptions,
  type Simulation,
  simulate,
} from "../../src/simulate/simulate.ts";

/** An event of a fixture; `build` prints the builds that it starts. */
export interface FixtureEvent {
  readonly name: string;
  readonly event: SimulatedEvent;
  readonly assume?: Assumptions;
  readonly integrations?: Readonly<Record<string, string>>;
  readonly build?: boolean;
}

export const root = join(import.meta.dirname, "../../fixtures/simulate");

/** The cases of `fixtures/simulate`. */
export const cases = readdirSync(root);

/** Functions that read specs and simulate events, from sources or built. */
export interface Engine {
  read(text: string): Promise<Parameters<typeof simulate>[0]>;
  simulate(
    specs: Parameters<typeof simulate>[0],
    event: Parameters<typeof simulate>[1],
    options: Omit<SimulateOptions, "definitionOf">,
  ): Simulation;
}

const SOURCES: Engine = { read: async (text) => [await readSpecFile("spec.yml", text)], simulate };

type SimulatedEvents = (FixtureEvent & { readonly result: Simulation })[];

/** Several tests look at the same cases. */
const simulated = new Map<string, Promise<SimulatedEvents>>();

/** Simulates every event of a case; once with the sources. */
export function simulateCase(name: string, engine = SOURCES): Promise<SimulatedEvents> {
  if (engine !== SOURCES) return runCase(name, engine);
  const known = simulated.get(name) ?? runCase(name, engine);
  simulated.set(name, known);
  return known;
}

async function runCase(name: string, engine: Engine): Promise<SimulatedEvents> {
  const specs = await engine.read(readFileSync(join(root, name, "spec.yml"), "utf8"));
  const events = JSON.parse(readFileSync(join(root, name, "events.json"), "utf8")) as FixtureEvent[];
  return events.map((each) => ({
    ...each,
    result: engine.simulate(specs, each.event, {
      assume: each.assume ?? {},
      integrations: each.integrations ?? {},
      // These specs test conditions; some have values that Codefresh rejects.
      assumeAccepted: true,
    }),
  }));
}

/** Formats a simulation for the expected outputs. */
export function simulationText({
  name,
  result,
  build,
}: FixtureEvent & { readonly result: Simulation }): string {
  const triggers = result.pipelines.flatMap(({ pipeline, triggers }) =>
    triggers.map((trigger) => triggerText(pipeline, trigger, build ?? false)),
  );
  const overlaps = result.overlaps.map(
    ({ kind, builds, reason }) => `overlap ${kind} ${builds}: ${reason}\n`,
  );
  return [`== ${name}\n`, ...triggers, ...overlaps].join("\n");
}

function triggerText(pipeline: string, trigger: SimulatedTrigger, build: boolean): string {
  const conditions = trigger.conditions.map(({ id, outcome, rule, certainty, range, assumed, reason }) => {
    const place = `${range.start.line}:${range.start.column}`;
    const taken = assumed.length > 0 ? ` [${assumed.join(", ")}]` : "";
    return `  ${outcome} ${id} ${place} ${rule} ${certainty}${taken}: ${short(reason)}`;
  });
  const change = trigger.wouldFire ? [`  → ${short(formatWouldFire(trigger.wouldFire))}`] : [];
  const builds = build && trigger.build ? [JSON.stringify(trigger.build, omitRanges, 2)] : [];
  return `${[`${trigger.verdict} ${pipeline} ${trigger.trigger}`, ...conditions, ...change, ...builds].join("\n")}\n`;
}

function omitRanges(key: string, value: unknown): unknown {
  if (key !== "systemVariables") return key === "range" ? undefined : value;
  const all = value as EffectiveBuild["systemVariables"];
  const named = (state: string) => all.filter((each) => each.state === state).map(({ name }) => name);
  const known = all.filter(({ state }) => state === "known").map(({ name, value }) => [name, value]);
  return { ...Object.fromEntries(known), set: named("set").join(" "), literal: named("literal").join(" ") };
}

function short(text: string): string {
  return text.replace(/a{100,}/g, "a…").replace(/(.{400}).+/, "$1…");
}
