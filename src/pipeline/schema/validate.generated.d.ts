/** One fault: the JSON Pointer of the value, the keyword of the schema that refused it, the key it is about. */
export interface SchemaFault {
  readonly at: string;
  /** The keyword's path from the schema of the value at `at`, such as `type` or `allOf/0/then/required`. */
  readonly keyword: string;
  readonly key?: string;
}

/** Whether a value has the shape of a pipeline spec; when not, `validate.errors` lists every fault. */
export const validate: {
  (value: unknown): boolean;
  errors?: SchemaFault[] | null;
};
