import { expect, test } from "vitest";
import { likelyQuantity, parseQuantity } from "../../src/pipeline/quantity.ts";

test.each([
  ["400m", 0.4],
  ["2", 2],
  ["1.5Gi", 1.5 * 2 ** 30],
  ["800Mi", 800 * 2 ** 20],
  ["2e3", 2000],
  ["2E3", 2000],
  ["1E", 1e18],
  [".5", 0.5],
  ["5.", 5],
  ["+1k", 1000],
  ["-1", -1],
])("%s is a quantity", (text, amount) => {
  expect(parseQuantity(text)?.amount).toBeCloseTo(amount, 6);
});

test.each(["", "Gi", "800MB", "2 Gi", "1gi", "1K", "nullGi", "1e", "0x1F", "1.2.3", "two"])(
  "%s is not a quantity",
  (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  },
);

test.each([
  ["800MB", "bytes", "800Mi"],
  ["2 Gi", "bytes", "2Gi"],
  ["20gb", "bytes", "20Gi"],
  ["1K", "bytes", "1Ki"],
  ["2 cores", "cpu", "2"],
  ["400mi", "cpu", "400m"],
  ["500 millicores", "cpu", "500m"],
  ["large", "bytes", undefined],
  ["20", "bytes", undefined],
] as const)("%s of %s probably means %s", (text, kind, likely) => {
  expect(likelyQuantity(text, kind)).toBe(likely);
});
