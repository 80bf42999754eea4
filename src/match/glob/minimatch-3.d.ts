/** minimatch 3 ships no types; these are the parts that the second glob reading uses. */
declare module "minimatch" {
  class Minimatch {
    constructor(pattern: string, options?: { dot?: boolean; allowWindowsEscape?: boolean });
    /** Per brace expansion the path segments: text, an expression, or the marker for `**`. */
    readonly set: readonly (readonly unknown[])[];
    match(path: string): boolean;
  }
  const minimatch: { Minimatch: typeof Minimatch };
  export default minimatch;
}
