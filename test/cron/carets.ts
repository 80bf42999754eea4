import { readFileSync } from "node:fs";

/** The path of a file beside the vectors. */
export const fixture = (name: string) => new URL(`../../fixtures/cron/${name}`, import.meta.url).pathname;

/** What one gate says: characters of the expression, and a message. */
export interface Refusal {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** The expressions of a fixture whose blocks are an expression, carets with a message, and an empty line. */
export function expressionsOf(name: string): string[] {
  const lines = readFileSync(fixture(name), "utf8").split("\n");
  return lines.filter((_, index) => index % 3 === 0).slice(0, -1);
}

/** A block of such a fixture. */
export function block(expression: string, refusal: Refusal | undefined): string {
  const carets = refusal ? " ".repeat(refusal.start) + "^".repeat(refusal.end - refusal.start) : "";
  return `${expression}\n${carets} ${refusal?.message ?? "is accepted"}\n\n`;
}
