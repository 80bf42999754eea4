/** Texts that prevent a build anywhere in a commit message (documented; semantics f). */
export const skipStrings: readonly string[] = [
  "[skip ci]",
  "[ci skip]",
  "[no ci]",
  "[skip codefresh]",
  "[codefresh skip]",
];
