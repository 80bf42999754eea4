import { openQuestions as rows } from "../catalogue/open-questions.ts";

/** Answers to open questions by id, where the user has settled them (`assume` in the config, semantics, appendix). */
export type Assumptions = Readonly<Record<string, string>>;

/**
 * Ordinary cases that need no saying, by the id that a condition's `assumed` names; each is the fact that settles it
 * (design, section 4).
 */
export const ordinaryCases = {
  "own-repository": "the event comes from the trigger's own repository",
  "no-fork": "the pull request comes from the repository itself",
  "no-skip-string": "the commit message has no skip string",
  "collaborator-commits": "the commits from the fork are a collaborator's",
} as const;

/** An ordinary case taken for granted. */
export type OrdinaryCase = keyof typeof ordinaryCases;

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
