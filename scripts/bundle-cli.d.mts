/** See `bundle-cli.mjs`. */
export function bundleCli(
  root: string,
  dist: string,
): Promise<{
  readonly files: readonly (readonly [path: string, text: string])[];
  readonly metafile: unknown;
}>;
