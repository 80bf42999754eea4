import fc from "fast-check";

const PIECES = [
  "a",
  "b",
  "src",
  "*",
  "**",
  "?",
  ".",
  ".a",
  "/",
  "/",
  "[ab]",
  "[!a]",
  "{a,b}",
  "{a/**,b}",
  "{a}",
  "!(a)",
  "+(a|b)",
  "@(src|b)",
  "(a|b)",
  "*.ts",
  "!",
  "#",
  " ",
  "\\",
];

/** Globs of common pieces in random order, most of them meaningless. */
export const GLOB: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 7 })
  .map((pieces) => pieces.join(""));

/** Paths as Git lists them. */
export const PATH: fc.Arbitrary<string> = fc
  .array(fc.constantFrom("a", "b", "src", ".a", "x.ts", "ab", "[ab]"), { minLength: 1, maxLength: 4 })
  .map((segments) => segments.join("/"));
