/** What the page asks of the worker about lists that are compared: types only. Values in the answers are personal. */
import type { OnProgress } from '../../shared/model/bundle.ts';
import type { LayerPlan } from '../../shared/model/import-plan.ts';
import type { Accuracy, ComparedPerson, Verdict } from '../../shared/registers/register-compare.ts';
import type { RegisterField, RegisterKind } from '../../shared/registers/register-list.ts';
import type { MatchWay } from '../../shared/registers/register-match.ts';
import type { Precedence } from '../../shared/registers/register-precedence.ts';

/** A list as a person put it on the page. */
export interface RegisterPlan {
  id: string;
  file: File;
  plan: LayerPlan;
  kind: RegisterKind;
  /** Days since 1970-01-01. */
  day: number;
}

export interface RegisterSummary {
  lists: { id: string; name: string; kind: RegisterKind; day: number; rows: number; refused: number }[];
  persons: number;
  counts: Record<Verdict, number>;
  onlyIn: number[];
  conflictsByField: Record<RegisterField, number>;
  ways: Record<MatchWay, number>;
  accuracy: Accuracy;
}

export interface RegisterQuery {
  verdict: Verdict;
  /** Place of a list, for those in one list only; null: any. */
  list: number | null;
  from: number;
  to: number;
  precedence: Precedence;
}

export interface RegisterEngine {
  /** Reads two to six lists and keeps the comparison. Rejects with FormatError, AccessNeededError, RegisterError. */
  compareRegisters(plans: RegisterPlan[], onProgress: OnProgress): Promise<RegisterSummary>;
  registerPersons(query: RegisterQuery): Promise<{ total: number; persons: ComparedPerson[] }>;
  registerAccuracy(precedence: Precedence): Promise<Accuracy>;
  /** The result as a table the import reads (CSV). Rejects with PrecedenceError. */
  registerTable(precedence: Precedence): Promise<Blob>;
  forgetRegisters(): Promise<void>;
}
