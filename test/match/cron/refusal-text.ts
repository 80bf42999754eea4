import { readFileSync } from "node:fs";

/** Returns the path of a file of fixtures/cron. */
export const fixture = (name: string) => new URL(`../../../fixtures/cron/${name}`, import.meta.url).pathname;

/** A message, with the part of the expression that it refers to. */
export interface Refusal {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** Reads the expressions of a fixture with blocks of an expression and carets with a message. */
export function expressionsOf(name: string): string[] {
  const lines = readFileSync(fixture(name), "utf8").split("\n");
  return lines.filter((_, index) => index % 3 === 0).slice(0, -1);
}

/** Formats a block of such a fixture. */
export function block(expression: string, refusal: Refusal | undefined): string {
  const carets = refusal ? " ".repeat(refusal.start) + "^".repeat(refusal.end - refusal.start) : "";
  return `${expression}\n${carets} ${refusal?.message ?? "is accepted"}\n\n`;
}
