export function nextVersion(current: string, step: string): string;
export function datedChangelog(text: string, version: string, date: string): string;
export function release(options: {
  root: string;
  step: string;
  isDryRun: boolean;
  date: string;
  run: (program: string, argv: readonly string[]) => string;
  print: (line: string) => void;
}): void;
