import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { scheduleIcs } from "../../src/report/schedule/schedule-ics.ts";
import { scheduleJson } from "../../src/report/schedule/schedule-json.ts";
import type { ScheduleReport } from "../../src/report/schedule/schedule-report.ts";
import scheduleReportSchema from "../../src/report/schemas/schedule-report.generated.ts";
import { planSchedule } from "../../src/simulate/schedule/schedule.ts";
import { type ScheduleWindow, scheduledRuns } from "../../src/simulate/schedule/schedule-runs.ts";

const FROM = new Date("2026-03-28T00:00:00Z");

interface Given {
  readonly name?: string;
  readonly message?: string;
  readonly expression?: string;
  readonly branch?: string;
  readonly gitTriggerId?: string;
  readonly disabled?: boolean;
}

async function reportOf(
  triggers: readonly Given[],
  window: ScheduleWindow,
  copies = 1,
): Promise<ScheduleReport> {
  const cronTriggers = triggers.map((trigger) => ({ message: "run", expression: "0 3 * * *", ...trigger }));
  const spec = { kind: "pipeline", metadata: { name: "shop/build" }, spec: { cronTriggers } };
  const { pipelines } = await readSpecFile("a.json", JSON.stringify(new Array(copies).fill(spec)));
  const { planned, leftOut, refused } = await planSchedule(pipelines, { assumeAccepted: true });
  return {
    from: window.from,
    to: window.to ?? null,
    count: window.count ?? null,
    zone: window.zone ?? null,
    triggers: planned.map(({ trigger }) => trigger),
    leftOut,
    refused,
    pipelines: pipelines.length,
    instants: scheduledRuns(planned, window),
  };
}

const text = (pieces: Iterable<string>) => [...pieces].join("");

describe("the JSON of a schedule", () => {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/);
  const validate = ajv.compile(scheduleReportSchema);

  it.each([
    [
      "runs",
      [{}, { expression: "*/5 * * * *" }, { disabled: true }],
      { from: FROM, count: 7, zone: "Europe/Berlin" },
    ],
    ["none", [{ expression: "0 0 29 2 *" }], { from: FROM, to: new Date("2026-04-01T00:00:00Z") }],
    ["no triggers", [], { from: FROM, count: 10 }],
  ] as const)("is one document that matches its schema: %s", async (_, triggers, window) => {
    const json = JSON.parse(text(scheduleJson(await reportOf(triggers, window))));
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
    expect(json.summary.runs).toBe(json.runs.length);
    for (const run of json.runs) expect(json.triggers[run.triggerIndex].trigger).toBe(run.trigger);
  });

  it("is streamed in small pieces", async () => {
    const report = await reportOf([{ expression: "* * * * *" }], { from: FROM, count: 2000 });
    const pieces = [...scheduleJson(report)];
    expect(pieces.length).toBe(2002);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(2000);
  });
});

describe("the calendar of a schedule", () => {
  const words = fc.string({ unit: "binary", minLength: 1, maxLength: 120 });

  it("has lines of at most 75 octets that unfold to the texts of the spec", async () => {
    await fc.assert(
      fc.asyncProperty(words, words, async (name, message) => {
        const ics = text(scheduleIcs(await reportOf([{ name, message }], { from: FROM, count: 1 })));
        expect(ics.endsWith("\r\n")).toBe(true);
        expect(ics.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
        for (const line of ics.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        const summary = /^SUMMARY:(.*)$/m.exec(ics.replaceAll("\r\n ", ""))![1]!;
        expect(unescaped(summary)).toBe(shown(`shop/build: ${name}`));
      }),
      { numRuns: 100 },
    );
  });

  it("gives each run a unique UID that does not depend on the start", async () => {
    const uids = async (from: Date, count: number, copies = 2) => {
      const report = await reportOf([{ name: "a" }, { name: "a" }], { from, count }, copies);
      return text(scheduleIcs(report)).match(/^UID:.*$/gm)!;
    };
    const all = await uids(FROM, 20);
    expect(new Set(all).size).toBe(20);
    expect(await uids(new Date("2026-03-29T00:00:00Z"), 16)).toEqual(all.slice(4));
  });

  it("has the start as the time stamp of every event", async () => {
    const ics = text(scheduleIcs(await reportOf([{}], { from: FROM, count: 3 })));
    expect(ics.match(/^DTSTAMP:.*$/gm)).toEqual(new Array(3).fill("DTSTAMP:20260328T000000Z"));
    expect(ics.match(/^DTSTART:\S*/gm)).toEqual([28, 29, 30].map((day) => `DTSTART:202603${day}T030000Z`));
  });
});

/** Parses a text value as a calendar does (RFC 5545, 3.3.11). */
function unescaped(value: string): string {
  return value.replace(/\\([\\;,nN])/g, (_, character: string) => (/n/i.test(character) ? "\n" : character));
}

/** A calendar has one kind of line break, and no other control characters. */
function shown(value: string): string {
  const wellFormed = new TextDecoder().decode(new TextEncoder().encode(value));
  return wellFormed
    .replace(/\r\n|\r/g, "\n")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, "");
}
