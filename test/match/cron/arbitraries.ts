import fc from "fast-check";

const bounds = {
  second: [0, 59],
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  month: [1, 12],
  weekday: [0, 6],
};

function field([min, max]: number[], names: string[] = []): fc.Arbitrary<string> {
  const number = fc.integer({ min: min!, max: max! });
  const range = fc.tuple(number, number).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.integer({ min: 1, max: max! + 3 });
  const item = fc.oneof(
    { weight: 4, arbitrary: number.map(String) },
    { weight: 2, arbitrary: range },
    { weight: 1, arbitrary: number.map((value) => `0${value}`) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom("*", "?"), step).map((parts) => parts.join("/")) },
    { weight: 1, arbitrary: fc.tuple(number, step).map((parts) => parts.join("/")) },
    { weight: 1, arbitrary: fc.tuple(range, step).map((parts) => parts.join("/")) },
    { weight: 1, arbitrary: fc.constantFrom("*", "", "*-3", ...names) },
  );
  const list = fc.array(item, { minLength: 1, maxLength: 4 }).map((items) => items.join(",") || ",");
  return fc.oneof({ weight: 2, arbitrary: fc.constant("*") }, { weight: 3, arbitrary: list });
}

const minute = field(bounds.minute);
const rest = fc.tuple(
  field(bounds.hour),
  field(bounds.day),
  field(bounds.month, ["jan", "FEB", "Sep-DEC"]),
  field(bounds.weekday, ["sun", "MON", "Tue-sat"]),
);

/** Expressions of five or six fields that the scheduler accepts. */
export const expressions: fc.Arbitrary<string> = fc
  .tuple(fc.option(field(bounds.second), { nil: undefined, freq: 2 }), minute, rest)
  .map(([seconds, minutes, others]) => [...(seconds ? [seconds] : []), minutes, ...others].join(" "));

/** Instants in a range of 60 years, not all on whole seconds. */
export const instants: fc.Arbitrary<Date> = fc.date({
  min: new Date("1999-12-25T00:00:00Z"),
  max: new Date("2060-01-01T00:00:00Z"),
  noInvalidDate: true,
});
