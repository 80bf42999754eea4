import { expect, test } from "vitest";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { maskContent } from "../../src/playground/core/mask.ts";
import type { PageContent } from "../../src/playground/core/protocol.ts";
import { type Draw, KINDS, secretOf, traceOf } from "../hostile/secret-kinds.ts";
import { placesOf } from "../hostile/secret-places.ts";

/** As in the test of all outputs: `SECRETS=all` tries every kind at every place. */
const STEP = process.env.SECRETS === "all" ? 1 : 23;

const draw: Draw = (() => {
  let state = 7;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
  return (alphabet, length) => Array.from({ length }, () => alphabet[next() % alphabet.length]).join("");
})();

test("the page has no secret of any kind in any place", { timeout: 600_000 }, async () => {
  const shown: string[] = [];
  const broken: string[] = [];
  let [index, pairs] = [0, 0];
  for (const kind of KINDS) {
    const secret = secretOf(kind, draw);
    for (const [name, { files }] of placesOf(secret.text)) {
      const text = files["a.yml"];
      if (text === undefined || index++ % STEP !== 0) continue;
      pairs++;
      const file = await readSpecFile("a.yml", text);
      const page = { path: "a.yml", text };
      const event: PageContent["event"] = {
        kind: "git",
        names: ["push.heads"],
        branch: "main",
        message: `fix ${secret.text}`,
      };
      const { content } = await maskContent({ files: [page], event }, [{ page, file }]);
      const trace = traceOf(secret, JSON.stringify(content));
      if (trace !== undefined) shown.push(`${kind} | ${name} | ${trace}`);
      // A text that can be read stays one, with the same triggers.
      const after = await readSpecFile("a.yml", content.files[0]!.text);
      const faults = (each: typeof file) => each.faults.filter(({ severity }) => severity === "error").length;
      if (faults(file) === 0 && faults(after) > 0)
        broken.push(`${kind} | ${name} | ${after.faults[0]!.message}`);
    }
  }
  expect([shown, broken]).toEqual([[], []]);
  expect(pairs).toBeGreaterThan(50);
});
