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

/** Globs made of the pieces that people write, in any order, most of them nonsense. */
export const GLOB: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 7 })
  .map((pieces) => pieces.join(""));

/** Paths as a Git tree has them. */
export const PATH: fc.Arbitrary<string> = fc
  .array(fc.constantFrom("a", "b", "src", ".a", "x.ts", "ab", "[ab]"), { minLength: 1, maxLength: 4 })
  .map((segments) => segments.join("/"));
