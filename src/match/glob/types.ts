import type { Outcome, Span } from "../regex/types.ts";
import type { GlobEngine, LeadingSlash } from "./engines.ts";

/** An open question of `semantics.md`'s appendix on which an answer hangs. */
export type GlobQuestion = "glob-engine" | "glob-leading-slash";

/** What one reading makes of a list of files. */
export interface ReadingResult {
  engine: GlobEngine;
  /** Set only for a pattern that has a leading slash. */
  leadingSlash?: LeadingSlash;
  outcome: Outcome;
  /** The first file that matches. */
  file?: string;
  /** How many files match. */
  matched: number;
}

/** A piece of the pattern with its text. */
export interface GlobPiece extends Span {
  text: string;
}

/** The file that came closest, and what refused it. */
export interface NearMiss {
  file: string;
  /** The path segment at which the pattern refuses, counted from 0, and its offsets in the file's path. */
  segment: number;
  at: Span;
  /** What of the pattern refused; offsets into the pattern. */
  piece: GlobPiece;
  /**
   * `segment`: the piece refuses that segment; `too-short`: the path ends before the piece; `too-long`: the path
   * goes on after the pattern's end; `hidden`: only a leading dot is in the way; `excluded`: a negated pattern.
   */
  cause: "segment" | "too-short" | "too-long" | "hidden" | "excluded";
}

/** Whether a commit that changed these files passes the glob. */
export interface GlobMatch {
  outcome: Outcome;
  /** Set when the outcome is `unknown`: one clause that says why. */
  reason?: string;
  /** The open questions that an `unknown` hangs on. */
  questions: GlobQuestion[];
  /** What each reading says, in a fixed order. */
  readings: ReadingResult[];
  /** The first matching file of the first reading that has one. */
  file?: string;
  /** How many files match in that reading, of how many. */
  matched: number;
  total: number;
  /** The alternative of the braces that matched that file, where the pattern has braces. */
  alternative?: GlobPiece;
  /** For an outcome of `no` with at least one file: the nearest file. */
  near?: NearMiss;
}
