/** The kinds of errors that JavaScript throws where a program is wrong. */
const DEFECTS = [TypeError, ReferenceError, EvalError, URIError];

/**
 * Returns the error with which a package refuses its input, for packages that throw a plain
 * `Error`. Rethrows an error that shows a defect.
 */
export function asRefusal(error: unknown): Error {
  if (!(error instanceof Error) || DEFECTS.some((kind) => error instanceof kind)) throw error;
  return error;
}
