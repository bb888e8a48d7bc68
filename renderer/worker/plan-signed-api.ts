/**
 * What the page asks of the worker about signed plan files: types only. A file is read first and stays on the desk until it is left; the signature is
 * the host's to check. Refused where only rounded numbers may be seen: a file has the totals of every grid.
 */
import type {
  Seal,
  Signed,
  SignedAnswer,
  SignedSubmission,
  Signer,
  SubmissionDraft,
} from '../../shared/partition/signed/signed-plan.ts';
import type { PlanPaper } from '../../shared/partition/signed/signed-records.ts';

/** What the open plan was signed with. */
export interface PlanPapers {
  /** It came from another machine. */
  received: boolean;
  papers: PlanPaper[];
  /** It is handed in and can leave as a signed file. */
  maySubmit: boolean;
  /** It was decided here and the answer can go back. */
  mayAnswer: boolean;
}

export interface SubmissionLook {
  kind: 'submission';
  file: SignedSubmission;
  /** The proof as it comes out here. */
  holds: boolean;
  cells: number;
  grids: number;
  /** Who moves against the partition that it began with, counted by the tables here. */
  moves: { buildings: number; households: number; residents: number };
  /** Of all its grids: as the file has it and as it is counted here; null: the file does not count it. */
  totals: { measure: string; file: number | null; here: number }[];
  /**
   * `same`: it was drawn over the grids that are here. `like`: over others, of which most buildings are here: it is taken in to be carried over.
   */
  ground: 'same' | 'like';
  /** Buildings of it that are not here; here and not in it; in another grid here than it began with. */
  drift: { gone: number; unknown: number; moved: number };
  /** The plan here that this one follows on; what `plan.receive` is asked with. */
  from: string;
}

export interface AnswerLook {
  kind: 'answer';
  file: SignedAnswer;
  name: string;
}

export interface PlanSignedEngine {
  planPapers(): Promise<PlanPapers>;
  /** What the host is to sign of the open plan. Rejects with PlanError 'plan-not-open', 'plan-obstacles'. */
  draftSubmission(): Promise<SubmissionDraft>;
  /** The file of the open plan; `token`: of the host, for its base. */
  submissionFile(
    draft: SubmissionDraft,
    signed: { submitted: { at: number; by: Signer }; seal: Seal },
    token: string,
  ): Promise<Blob>;
  answerFile(signed: SignedAnswer): Promise<Blob>;
  /** Takes the place of the file before. Rejects with PlanError 'plan-file', 'plan-file-large', 'plan-file-damaged', 'plan-newer'. */
  readSigned(file: Blob): Promise<Signed>;
  /**
   * What is in the file on the desk, proved and counted here. Rejects with PlanError: what `readSigned` does, 'plan-other-community', 'plan-other-base',
   * 'plan-here', 'plan-here-changed', or the reason why an answer cannot be taken (answer-rule.ts; `own`: signed by this machine).
   */
  lookSigned(digest: string, own: boolean): Promise<SubmissionLook | AnswerLook>;
  /** The packed base of the file on the desk, for the host. */
  sendSignedBase(token: string): Promise<void>;
  leaveSigned(): Promise<void>;
}
