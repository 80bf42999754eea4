const LEAST = [0, 0, 1, 1, 0];
const MOST = [59, 23, 31, 12, 6];
/** Every month has so many days. */
const SHORTEST_MONTH = 28;

/** Texts kept; several rules ask about each expression. */
const MAX_KEPT = 1000;
const kept = new Map<string, boolean>();

/**
 * Whether an expression is of the most usual kind: five fields of stars and single numbers, or a range of weekdays, with one of the day
 * fields a star. Both gates take it, every tool reads it alike, and it has runs, a minute apart at least; so nobody need read it closer (semantics h; a property test holds it against both gates).
 */
export function isOrdinaryCron(expression: string): boolean {
  let known = kept.get(expression);
  if (known === undefined) {
    known = judge(expression);
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(expression, known);
  }
  return known;
}

function judge(expression: string): boolean {
  const fields = expression.split(" ");
  if (fields.length !== 5 || !fields.every((field, index) => field === "*" || isOrdinaryField(field, index)))
    return false;
  const [, , day, month, weekday] = fields;
  if (day !== "*" && weekday !== "*") return false;
  return day === "*" || month === "*" || Number(day) <= SHORTEST_MONTH;
}

function isOrdinaryField(field: string, index: number): boolean {
  const isRange = index === 4 && field.length === 3 && field[1] === "-" && field[0]! < field[2]!;
  return isRange ? isNumber(field[0]!, index) && isNumber(field[2]!, index) : isNumber(field, index);
}

function isNumber(text: string, index: number): boolean {
  const number = Number(text);
  return number >= LEAST[index]! && number <= MOST[index]! && String(number) === text;
}
