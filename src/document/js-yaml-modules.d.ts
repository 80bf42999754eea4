declare module "js-yaml/lib/js-yaml/exception.js" {
  export default class YAMLException extends Error {
    readonly reason: string;
    readonly mark: { readonly position: number; readonly line: number; readonly column: number } | undefined;
  }
}

declare module "js-yaml/lib/js-yaml/loader.js" {
  const loader: {
    safeLoadAll(text: string, iterator: undefined, options: object): unknown[];
  };
  export default loader;
}

declare module "js-yaml/lib/js-yaml/schema.js" {
  export default class Schema {
    constructor(definition: { readonly explicit: readonly object[] });
    compiledImplicit: readonly object[];
  }
}

declare module "js-yaml/lib/js-yaml/type/*.js" {
  const type: {
    readonly tag: string;
    resolve(text: string | null): boolean;
    construct(text: string | null): unknown;
  };
  export default type;
}
