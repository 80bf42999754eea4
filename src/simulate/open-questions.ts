import { openQuestions as rows } from "../spec/catalogue/open-questions.ts";

/** A question about the platform that no public evidence answers, with every answer that `assume` takes, the default first. */
export interface OpenQuestion {
  readonly question: string;
  readonly default: string;
  readonly answers: readonly string[];
}

/** The open questions of the catalogue by id: what the config's `assume` and `--assume` settle and `assumed` names in outputs. */
export const openQuestions: Readonly<Record<string, OpenQuestion>> = Object.fromEntries(
  rows.map((row) => [
    row.id,
    { question: row.question, default: row.default, answers: [row.default, ...row.values] },
  ]),
);
