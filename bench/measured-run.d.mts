/** What a run of the program took. */
export interface RunCost {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly mb: number;
  /** The exit code; `null` after a signal. */
  readonly status: number | null;
}

export function measureRun(
  program: string,
  run: { readonly files: Readonly<Record<string, string>>; readonly argv: readonly string[] },
): RunCost;

export function secondsOfNode(): number;
