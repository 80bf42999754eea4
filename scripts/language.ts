import { DONE } from "../test/language/done.ts";
import { checkedFiles, checkFile, partOf } from "../test/language/language.ts";

/**
 * `npm run language` counts the forbidden words in each part of the project. `npm run language --
 * PART...` prints those of some parts, such as `src/lint` or `README.md`, and fails if there are
 * any; `--done` selects the clean parts.
 */
const wanted = process.argv.slice(2).flatMap((part) => (part === "--done" ? DONE : [part]));
const findings = checkedFiles().flatMap(checkFile);
if (wanted.length > 0) {
  const shown = findings.filter(({ path }) => wanted.includes(partOf(path)) || wanted.includes(path));
  for (const { path, line, message } of shown) console.log(`${path}:${line}: ${message}`);
  process.exitCode = shown.length > 0 ? 1 : 0;
} else {
  const counts = new Map<string, number>(checkedFiles().map((path) => [partOf(path), 0]));
  for (const { path } of findings) counts.set(partOf(path), counts.get(partOf(path))! + 1);
  for (const [part, count] of [...counts].sort(([, a], [, b]) => b - a))
    console.log(`${String(count).padStart(5)}  ${part}${DONE.includes(part) ? "  (done)" : ""}`);
  console.log(`${String(findings.length).padStart(5)}  in all`);
}
