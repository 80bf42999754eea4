/** minimatch 3 has no types; these are the parts that the second glob engine uses. */
declare module "minimatch" {
  class Minimatch {
    constructor(pattern: string, options?: { dot?: boolean; allowWindowsEscape?: boolean });
    /** The path segments per brace expansion: text, an expression, or the marker for `**`. */
    readonly set: readonly (readonly unknown[])[];
    match(path: string): boolean;
  }
  const minimatch: { Minimatch: typeof Minimatch; GLOBSTAR: object };
  export default minimatch;
}
