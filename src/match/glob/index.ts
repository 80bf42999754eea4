export type { GlobEngine, GlobReading, LeadingSlash } from "./engines.ts";
export type { GlobMatcher, GlobOptions } from "./matcher.ts";
export { compileGlob, matchFiles } from "./matcher.ts";
export type { GlobMatch, GlobPiece, GlobQuestion, NearMiss, ReadingResult } from "./types.ts";
