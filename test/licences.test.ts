import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const FREE =
  /^(?:0BSD|Apache-?2(?:\.0)?|BlueOak-1\.0\.0|BSD-[23]-Clause|ISC|MIT|MIT OR Apache-2\.0|MPL-2\.0|PSF-2\.0|Python-2\.0|Unlicense)$/;

/** The manifest has the older field `licenses`, which the lock file leaves out: MIT. */
const WITHOUT_FIELD = ["node_modules/reserved"];

test.each(["package-lock.json", "bench/package-lock.json"])(
  "%s has packages under free licences only",
  (path) => {
    const lock = JSON.parse(readFileSync(join(import.meta.dirname, "..", path), "utf8")) as {
      packages: Record<string, { license?: string }>;
    };
    const others = Object.entries(lock.packages)
      .filter(([name, { license = "" }]) => name !== "" && !FREE.test(license))
      .map(([name, { license }]) => `${name}: ${license}`);
    expect(others).toEqual(
      WITHOUT_FIELD.filter((name) => name in lock.packages).map((name) => `${name}: undefined`),
    );
  },
);
