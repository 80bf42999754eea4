import { RegExpParser } from "@eslint-community/regexpp";
import { analyse } from "scslre";
import type { Suspect } from "./slow.ts";
import type { RegexLiteral } from "./types.ts";

/** Reports looked at per pattern. */
const MAX_REPORTS = 10;

/**
 * Names the repetitions of a pattern that may backtrack super-linearly, and a character that feeds them, as the
 * library scslre sees it. Loaded lazily: with the automata library it takes some thirty milliseconds.
 *
 * @returns suspects to be proved; offsets of their nodes are into the pattern's source
 */
export function suspects(literal: RegexLiteral): Suspect[] {
  try {
    const parsed = new RegExpParser().parseLiteral(`/${literal.source || "(?:)"}/${literal.flags}`);
    const { reports } = analyse(parsed, { maxReports: MAX_REPORTS });
    return reports.map((report) => {
      const node = report.type === "Trade" ? report.startQuant : report.quant;
      // The library's offsets count the opening slash.
      return { node: shifted(node, -1), pump: report.character.pick };
    });
  } catch {
    // Patterns that the library does not cover, such as those too large, are left to our own suspects.
    return [];
  }
}

function shifted<T extends { start: number; end: number }>(node: T, by: number): T {
  return Object.create(node, { start: { value: node.start + by }, end: { value: node.end + by } }) as T;
}
