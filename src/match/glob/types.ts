import type { Outcome, Span } from "../regex/types.ts";
import type { GlobEngine, LeadingSlash } from "./engines.ts";

/** An open question of `semantics.md`'s appendix on which an answer depends. */
export type GlobQuestion = "glob-engine" | "glob-leading-slash";

/** The result of one reading for a list of files. */
export interface ReadingResult {
  engine: GlobEngine;
  /** Set only for a pattern with a leading slash. */
  leadingSlash?: LeadingSlash;
  outcome: Outcome;
  /** The first file that matches. */
  file?: string;
  /** The number of files that match. */
  matched: number;
}

/** A piece of the pattern with its text. */
export interface GlobPiece extends Span {
  text: string;
}

/** The file that came closest, and why it did not match. */
export interface NearMiss {
  file: string;
  /** The path segment that fails, counted from 0, and its offsets in the file's path. */
  segment: number;
  at: Span;
  /** The first part of the pattern that failed; offsets into the pattern. */
  piece: GlobPiece;
  /**
   * The parts of all alternatives of the braces that match as much as this one; empty unless all of
   * them fail at this place.
   */
  pieces: readonly string[];
  /**
   * `segment`: the piece does not match that segment; `too-short`: the path ends before the piece;
   * `too-long`: the path continues after the pattern's end; `hidden`: only a leading dot prevents
   * the match; `excluded`: a negated pattern.
   */
  cause: "segment" | "too-short" | "too-long" | "hidden" | "excluded";
}

/** Whether a commit that changed these files matches the glob. */
export interface GlobMatch {
  outcome: Outcome;
  /** Set if the outcome is `unknown`: a clause with the reason. */
  reason?: string;
  /** The open questions on which an `unknown` depends. */
  questions: GlobQuestion[];
  /** The result of each reading, in a fixed order. */
  readings: ReadingResult[];
  /** The first matching file of the first reading that has one. */
  file?: string;
  /** The number of files that match in that reading, and of all files. */
  matched: number;
  total: number;
  /** For the outcome `yes`: the first file that matches in every reading. */
  agreed?: string;
  /** The alternative of the braces that matches the agreed file in every reading. */
  alternative?: GlobPiece;
  /** For the outcome `no` with at least one file: the nearest file. */
  near?: NearMiss;
}

/** Ways to write a glob that do not mean what people think (semantics, part 0 and e). */
export type GlobPitfallCode =
  | "leading-slash"
  | "single-braces"
  | "negation-in-braces"
  | "space-in-braces"
  | "comma-without-braces"
  | "separator"
  | "inner-quotes"
  | "directory"
  | "double-slash"
  | "backslash"
  | "unclosed"
  | "edge-space"
  | "hidden-segment";

/** One pitfall at its characters; offsets are into the pattern. */
export interface GlobPitfall extends Span {
  code: GlobPitfallCode;
  /** The whole pattern without this pitfall, if there is one likely meaning. */
  replacement?: string;
}
