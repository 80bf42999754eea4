export type { GlobMatcher, GlobOptions } from "./matcher.ts";
export { compileGlob, matchFiles } from "./matcher.ts";
export type { GlobMatch, NearMiss } from "./types.ts";
