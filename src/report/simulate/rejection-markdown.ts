import type { SpecAcceptance } from "../../simulate/rejection.ts";
import { code, sentenceCode } from "../text/markdown.ts";
import { rejectionTitle } from "./rejection-text.ts";

/** The maximum number of faults of a spec that are listed. */
const LISTED = 3;

/** Returns rejected specs with their faults, and triggers in wrong places, as a list. */
export function rejectionItems(specs: readonly SpecAcceptance[]): string[] {
  return specs.flatMap((spec) => {
    const { pipeline, path, refused, rejections, misplacedTriggers } = spec;
    const faults = rejections
      .slice(0, LISTED)
      .map(({ message, range: { start } }) => fault(path, start.line, message));
    const more = refused > LISTED ? [`  - and ${refused - LISTED} more`] : [];
    return [
      ...(refused > 0 ? [`- **${sentenceCode(rejectionTitle(spec))}**`, ...faults, ...more] : []),
      ...misplacedTriggers.map(
        ({ message, range: { start } }) =>
          `- ${code(`${path}:${start.line}`)} ${sentenceCode(`${pipeline} ${message}`)}`,
      ),
    ];
  });
}

function fault(path: string, line: number, message: string): string {
  return `  - ${code(`${path}:${line}`)} ${sentenceCode(message)}`;
}
