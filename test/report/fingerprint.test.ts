import fc from "fast-check";
import { expect, test } from "vitest";
import { Source, type Span } from "../../src/document/source.ts";
import { fingerprint, fingerprints } from "../../src/report/lint/fingerprint.ts";
import { fnv1a64 } from "../../src/util/hash.ts";

test.each([
  ["", "cbf29ce484222325"],
  ["a", "af63dc4c8601ec8c"],
  ["foobar", "85944171f73967e8"],
])("FNV-1a of %j", (text, hash) => {
  expect(fnv1a64(text)).toBe(hash);
});

test("FNV-1a agrees with its definition on any text", () => {
  const defined = (text: string) => {
    let hash = 0xcbf29ce484222325n;
    for (const byte of new TextEncoder().encode(text))
      hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
    return hash.toString(16).padStart(16, "0");
  };
  const property = fc.property(fc.string({ unit: "grapheme" }), (text) => {
    expect(fnv1a64(text)).toBe(defined(text));
  });
  fc.assert(property);
});

const text = 'spec:\n  value: "hunter2"\n  other: [a,\n    b]\n';
const finding = (content: string, span: Span, rule = "r", pointer = "/spec/value", pipeline = "shop/ci") => ({
  rule,
  pointer,
  pipeline,
  range: new Source("", content).range(span),
});
const spanOf = (content: string, part: string): Span => {
  const start = content.indexOf(part);
  return { start, end: start + part.length };
};

test("is the same for moved lines, other indentation and other line breaks", () => {
  const own = fingerprint(finding(text, spanOf(text, "[a,\n    b]")), text);
  const moved = `# a comment\n\n${text}`;
  expect(fingerprint(finding(moved, spanOf(moved, "[a,\n    b]")), moved)).toBe(own);
  const reformatted = text.replace("[a,\n    b]", "[a,\r\n  b]");
  expect(fingerprint(finding(reformatted, spanOf(reformatted, "[a,\r\n  b]")), reformatted)).toBe(own);
});

test("differs for other rules, pointers, pipelines and texts", () => {
  const span = spanOf(text, "other");
  const all = [
    finding(text, span),
    finding(text, span, "q"),
    finding(text, span, "r", "/spec/other"),
    finding(text, span, "r", "/spec/value", "shop/cd"),
    finding(text, spanOf(text, "value")),
  ].map((each) => fingerprint(each, text));
  expect(new Set(all).size).toBe(all.length);
});

test("does not depend on a secret", () => {
  const withSecret = (secret: string) => {
    const content = text.replace("hunter2", secret);
    const span = spanOf(content, `"${secret}"`);
    return fingerprint(finding(content, span), content, [span]);
  };
  expect(withSecret("hunter2")).toBe(withSecret("correct horse battery staple"));
});

test("numbers equal ones in a file", () => {
  const diagnostic = {
    ...finding(text, spanOf(text, "value")),
    severity: "error" as const,
    message: "",
    url: "",
    related: [],
  };
  const marks = fingerprints({
    path: "",
    text,
    secrets: [],
    diagnostics: [diagnostic, diagnostic, diagnostic],
  });
  expect(marks).toEqual([marks[0], `${marks[0]}-2`, `${marks[0]}-3`]);
});

test("is the same after a trigger is added above", () => {
  const span = spanOf(text, "other");
  const at = (index: number) => fingerprint(finding(text, span, "r", `/spec/triggers/${index}/repo`), text);
  expect(at(1)).toBe(at(0));
});
