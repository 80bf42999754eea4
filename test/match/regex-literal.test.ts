import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanRegexLiteral } from "../../src/match/regex/syntax/literal.ts";
import { parseRegexLiteral } from "../../src/match/regex/syntax/parse-literal.ts";
import { isUsableLiteral, PLATFORM_LITERAL } from "../../src/match/regex/syntax/repair.ts";
import type { RegexProblem } from "../../src/match/regex/types.ts";
import { readJsonl } from "../fixtures.ts";

type Row = [code: string, start: number, end: number, replacement: string | null, message: string];

interface Case {
  text: string;
  ok: boolean;
  problems?: Row[];
  advice?: Row[];
}

const rowOf = (problem: RegexProblem): Row => [
  problem.code,
  problem.start,
  problem.end,
  problem.replacement ?? null,
  problem.message,
];

describe("parseRegexLiteral", () => {
  it.each(readJsonl<Case>("regex/literals.jsonl"))("parses $text", ({ text, ok, problems, advice }) => {
    const parsed = parseRegexLiteral(text);
    expect(parsed.ok).toBe(ok);
    expect(parsed.ok ? parsed.advice.map(rowOf) : parsed.problems.map(rowOf)).toEqual(ok ? advice : problems);
  });

  it("splits a literal into source and flags", () => {
    const parsed = parseRegexLiteral("/^a\\/b$/gi");
    expect(parsed).toMatchObject({ ok: true, source: "^a\\/b$", flags: "gi", flagsStart: 8 });
  });

  it("terminates for ten thousand nested brackets", () => {
    const text = `/${"(".repeat(9_000)}${")".repeat(9_000)}/`;
    expect(parseRegexLiteral(text)).toMatchObject({ ok: true, advice: [] });
  });

  it("rejects a literal that is too long to compile", () => {
    expect(parseRegexLiteral(`/${"a".repeat(30_000)}/`)).toMatchObject({
      ok: false,
      problems: [{ code: "too-long" }],
    });
  });
});

const LITERAL_LIKE = fc.string({
  unit: fc.constantFrom(..."/\\()[]{}*+?|^$.gimsxa-:<>=!Pb1, "),
  maxLength: 14,
});

describe("properties of parseRegexLiteral", () => {
  it("accepts what both the platform's form and the compiler accept, except foreign groups", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          LITERAL_LIKE,
          LITERAL_LIKE.map((body) => `/${body}/gi`),
        ),
        (text) => {
          const { ok } = parseRegexLiteral(text);
          expect(ok && !isUsableLiteral(text)).toBe(false);
          if (!text.includes("(?")) expect(ok).toBe(isUsableLiteral(text));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("keeps every problem inside the text and every replacement usable", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          LITERAL_LIKE,
          LITERAL_LIKE.map((body) => `/${body}/`),
        ),
        (text) => {
          const parsed = parseRegexLiteral(text);
          for (const { start, end, replacement, message } of parsed.ok ? parsed.advice : parsed.problems) {
            expect(start >= 0 && start <= end && end <= text.length).toBe(true);
            if (text !== "") expect(end).toBeGreaterThan(start);
            if (replacement !== undefined) expect(replacement).toMatch(PLATFORM_LITERAL);
            if (replacement !== undefined) expect(parseRegexLiteral(replacement).ok).toBe(true);
            expect(message).not.toMatch(/[.\n]$/);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("finds the same problems with and without the syntax parser, except their position", () => {
    fc.assert(
      fc.property(LITERAL_LIKE, (text) => {
        const [light, full] = [scanRegexLiteral(text), parseRegexLiteral(text)];
        if (!light.ok) expect(full.ok).toBe(false);
        if (!full.ok && !light.ok)
          expect(full.problems.map(({ code }) => code)).toEqual(light.problems.map(({ code }) => code));
      }),
    );
  });
});
