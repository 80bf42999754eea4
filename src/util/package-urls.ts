/**
 * Where the package is published, and where its documents can be read: unpkg serves every file of a package on the npm registry under
 * the package's name. These are the only addresses of its own that dryfire prints (`url` in JSON, `helpUri` and `informationUri` in
 * SARIF); whoever publishes it elsewhere changes them here. `dryfire explain RULE` says the same without them.
 */
export const HOME = {
  page: "https://www.npmjs.com/package/dryfire",
  docs: "https://unpkg.com/dryfire/docs",
} as const;
