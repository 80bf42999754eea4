/** See `bundle.mjs`. */
export function bundle(root: string): Promise<{
  readonly files: ReadonlyMap<string, string>;
  readonly packages: readonly string[];
}>;
