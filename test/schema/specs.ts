import { findSpecFaults } from "../../src/pipeline/schema/spec-faults.ts";
import type { SchemaFinding } from "../../src/schema/finding.ts";
import { ruleFor } from "../../src/schema/message.ts";

export type Mapping = Record<string, unknown>;

export const anId = "64905de8589da959de81d31d";

/** The smallest mappings that the schema accepts, with additional keys. */
export const pipeline = (more: Mapping = {}): Mapping => ({ metadata: { name: "shop/build" }, ...more });
export const withSpec = (spec: unknown): Mapping => pipeline({ spec });
export const gitTrigger = (more: Mapping = {}): Mapping => ({
  type: "git",
  name: "on-push",
  repo: "shop/web",
  events: ["push.heads"],
  ...more,
});
export const withTrigger = (more: Mapping = {}): Mapping => withSpec({ triggers: [gitTrigger(more)] });
export const cronTrigger = (more: Mapping = {}): Mapping => ({
  type: "cron",
  name: "every night",
  message: "nightly build",
  expression: "0 3 * * 1-5",
  ...more,
});
export const withCron = (more: Mapping = {}): Mapping => withSpec({ cronTriggers: [cronTrigger(more)] });

/** Returns a mapping without some of its keys. */
export const without = (mapping: Mapping, ...keys: string[]): Mapping =>
  Object.fromEntries(Object.entries(mapping).filter(([key]) => !keys.includes(key)));

/** Formats a finding as `rule /path`, followed by the missing key. */
export const formatFinding = (finding: SchemaFinding): string => {
  const key = finding.kind === "missing-key" ? ` ${finding.key ?? ""}`.trimEnd() : "";
  return `${ruleFor(finding)} /${finding.path.join("/")}${key}`;
};

export const findingsOf = (value: unknown): string[] => findSpecFaults(value).map(formatFinding);
