import fc from "fast-check";
import { expect, test } from "vitest";
import { Source } from "../../src/document/source.ts";
import { codeFrame, framedText } from "../../src/report/lint/code-frame.ts";
import { printable } from "../../src/report/text/escape.ts";
import { displayWidth, takeEnd, takeStart, wrap } from "../../src/report/text/width.ts";

const character = fc.oneof(
  { weight: 6, arbitrary: fc.string({ minLength: 1, maxLength: 1 }) },
  fc.constantFrom("漢", "😀", "\t", "\n", "\r\n", "\r", "\u001b", "e\u0301", "\u200b", "\ufeff", "👨‍👩‍👧"),
);
/** Any code points; the unit "binary" of a string takes a second to build. */
const codePoints = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }))
  .map((points) => String.fromCodePoint(...points));
const anyText = fc.array(character, { maxLength: 200 }).map((parts) => parts.join(""));

test("a printable text contains no characters that move the cursor or hide text", () => {
  fc.assert(
    fc.property(codePoints, (text) => {
      expect(printable(text)).not.toMatch(
        /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u,
      );
    }),
  );
});

test.each([
  ["abc", 3],
  ["漢字", 4],
  ["e\u0301", 1],
  ["😀", 2],
  ["👨‍👩‍👧", 2],
  ["🇩🇪", 2],
  ["❤️", 2],
  ["ｱ", 1],
  ["Ａ", 2],
])("%s is %i columns wide", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test("a cut text is as long as the width allows", () => {
  fc.assert(
    fc.property(anyText.map(printable), fc.nat(40), (text, width) => {
      for (const taken of [takeStart(text, width), takeEnd(text, width)]) {
        expect(displayWidth(taken)).toBeLessThanOrEqual(width);
        if (taken !== text) expect(displayWidth(taken)).toBeGreaterThanOrEqual(width - 1);
      }
      expect(text.startsWith(takeStart(text, width))).toBe(true);
      expect(text.endsWith(takeEnd(text, width))).toBe(true);
    }),
  );
});

test("wrapping keeps every word", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), (words) => {
      const lines = wrap(words.join(" "), 20);
      expect(lines.join(" ")).toBe(words.join(" "));
      expect(lines.every((line) => line.length <= 20)).toBe(true);
    }),
  );
});

test("a frame fits its width, and its marker is under the span", () => {
  fc.assert(
    fc.property(anyText, fc.nat(200), fc.nat(200), fc.integer({ min: 40, max: 100 }), (text, a, b, width) => {
      const [start, end] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
      const range = new Source("", text).range({ start, end });
      const frame = codeFrame(framedText(text, []), range, width);
      expect(displayWidth(frame.gutter + frame.code)).toBeLessThanOrEqual(width);
      expect(displayWidth(frame.blank + frame.marker)).toBeLessThanOrEqual(width + 1);
      const carets = /^ *(\^+)/.exec(frame.marker)![1]!;
      const lead = frame.marker.indexOf("^");
      const under = takeStart(frame.code.slice(takeStart(frame.code, lead).length), carets.length);
      const shown = printable(text.slice(start, end));
      const whole = range.start.line === range.end.line && end > start && !frame.code.includes("…");
      if (whole && isClusterBoundary(text, start) && isClusterBoundary(text, end)) expect(under).toBe(shown);
    }),
  );
});

function isClusterBoundary(text: string, offset: number): boolean {
  return (
    offset === text.length || new Intl.Segmenter("en").segment(text).containing(offset)?.index === offset
  );
}

test("a secret is masked in a frame at equal width, wherever it begins and ends", () => {
  const text = "a: x\nkey: {value: sesame, next: fault}\n";
  const start = text.indexOf("fault");
  const secret = { start: text.indexOf("sesame"), end: text.indexOf("sesame") + 6 };
  const range = new Source("", text).range({ start, end: start + 5 });
  const frame = codeFrame(framedText(text, [secret]), range, 80);
  expect(frame.code).toBe("key: {value: ******, next: fault}");
  expect(frame.marker.indexOf("^")).toBe(frame.code.indexOf("fault"));
});
