export type { GlobMatcher, GlobOptions } from "./glob/matcher.ts";
export { compileGlob, matchFiles } from "./glob/matcher.ts";
export type { GlobEngine, GlobReading, LeadingSlash } from "./glob/readings.ts";
export type { GlobMatch, GlobPiece, GlobQuestion, NearMiss, ReadingResult } from "./glob/types.ts";
