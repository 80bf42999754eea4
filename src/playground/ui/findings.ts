import type { Diagnostic } from "../../lint/diagnostic.ts";
import { plural, sentence } from "../../util/text.ts";
import type { LintAnswer } from "../core/protocol.ts";
import { button, placeButton } from "./controls.ts";
import { badge, h, show } from "./dom.ts";

const SIGNS = { error: ["✗", "skips"], warning: ["!", "unknown"], info: ["i", "info"] } as const;

/** The parts of the page that the list of findings uses. */
export interface FindingsHost {
  readonly findings: readonly Diagnostic[];
  /** Why the file was not checked. */
  readonly withoutSpec: string | undefined;
  readonly whys: Readonly<Record<string, string>>;
  reveal(finding: Diagnostic): void;
  fix(finding: Diagnostic): void;
  /** Applies all safe fixes. */
  fixAll(): void;
}

/** Draws the findings of the shown file. */
export function drawFindings(
  element: HTMLElement,
  { findings, withoutSpec, whys, reveal, fix, fixAll }: FindingsHost,
): void {
  const safe = findings.filter((finding) => finding.fix?.safe && finding.fix.edits.length > 0);
  show(
    element,
    withoutSpec !== undefined
      ? h("p", { class: "note bad" }, sentence(withoutSpec))
      : findings.length === 0 && h("p", { class: "empty" }, "No findings in this file."),
    safe.length > 1 && button(`Apply all ${safe.length} safe fixes`, fixAll, { "data-key": "fix-all" }),
    h(
      "ul",
      { class: "findings" },
      findings.map((finding, index) => {
        const { severity, message, rule, range, fix: own } = finding;
        const [sign, kind] = SIGNS[severity];
        return h(
          "li",
          {},
          badge(severity, sign, kind),
          h(
            "div",
            {},
            placeButton(range, () => reveal(finding), `finding ${index}`),
            ` ${message} `,
            h(
              "details",
              { class: "rule" },
              h("summary", { "data-key": `why ${index}` }, rule),
              h("p", {}, whys[rule] ?? ""),
            ),
            own &&
              own.edits.length > 0 &&
              button(`Fix: ${own.title}`, () => fix(finding), { "data-key": `fix ${index}` }),
          ),
        );
      }),
    ),
  );
}

/** The number of findings of all files in words. */
export function findingsSummary({ report: { summary }, withoutSpec }: LintAnswer): string {
  const { errors, warnings, infos } = summary;
  const unchecked = Object.keys(withoutSpec).length;
  const parts = [
    unchecked > 0 && `${plural(unchecked, "file")} without a spec`,
    errors > 0 && plural(errors, "error"),
    warnings > 0 && plural(warnings, "warning"),
    infos > 0 && plural(infos, "info", "info"),
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(", ") : "no findings";
}
