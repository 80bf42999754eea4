/** Folders and documents that keep the rules of language; the check fails for these only. */
export const DONE: readonly string[] = [
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "bench",
  "bench/peers",
  "docs/library.md",
  "test/language",
  "test/mutation",
];
