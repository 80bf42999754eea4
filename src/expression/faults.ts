import type { Place } from "./syntax.ts";

/** The kinds of faults that the parser finds, whatever the variables are. */
export type SyntaxFault =
  | "parse:syntax"
  | "parse:unclosed-quote"
  | "parse:empty-operand"
  | "unsupported:syntax"
  | "unsupported:operator"
  | "member:computed"
  | "function:not-a-name"
  | "limit:length"
  | "limit:nesting";

/** The kinds of faults of the values in a condition. */
export type ValueFault =
  | "identifier:unknown"
  | "member:undefined"
  | "member:of-null"
  | "object-result"
  | "type:operator"
  | "type:argument"
  | "arity"
  | "function:unknown"
  | "function:inherited-name"
  | "number:conversion"
  | "number:range"
  | "regex:invalid";

/** An error that the platform's evaluator reports; the step does not run. */
abstract class ConditionError<Fault> extends Error {
  readonly fault: Fault;
  /** Where in the text of the condition. */
  readonly place: Place;
  /** The text that was most likely meant at the place, if there is one. */
  readonly replacement: string | undefined;
  /** The operator whose operands do not fit. */
  readonly operator: string | undefined;

  constructor(fault: Fault, message: string, place: Place, replacement?: string, operator?: string) {
    super(message);
    this.fault = fault;
    this.place = { start: place.start, end: place.end };
    this.replacement = replacement;
    this.operator = operator;
  }
}

/** A condition that is not in the expression language. */
export class ConditionSyntaxError extends ConditionError<SyntaxFault> {
  override readonly name = "ConditionSyntaxError";
}

/** A condition whose values do not fit its operators and functions, or do not exist. */
export class ConditionTypeError extends ConditionError<ValueFault> {
  override readonly name = "ConditionTypeError";
}

/** Any fault of a condition. */
export type ConditionFault = ConditionSyntaxError | ConditionTypeError;

/** Thrown where a condition is too large for an answer in bounded time. */
export class TooLarge extends RangeError {}
