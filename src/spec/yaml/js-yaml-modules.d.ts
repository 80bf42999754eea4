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

declare module "js-yaml/lib/js-yaml/schema/default_safe.js" {
  interface ImplicitType {
    readonly tag: string;
    resolve: (text: string | null) => boolean;
    construct(text: string): unknown;
  }
  const schema: { readonly compiledImplicit: readonly ImplicitType[] };
  export default schema;
}
