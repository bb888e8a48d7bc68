/** The part of the stand-in engine that is asked about cases: there are none. */
import type { CaseApi } from '../../renderer/worker/case-methods.ts';

export function fakeCases(refuse: (name: string) => () => Promise<never>): CaseApi {
  return {
    cases: async () => [],
    caseEvents: async () => [],
    caseMeasures: async () => [],
    handovers: async () => [],
    casePlaceGround: async () => [],
    replayDay: refuse('replay'),
    casePlace: refuse('casePlace'),
    sealCaseNote: refuse('sealCaseNote'),
    caseNotes: async () => new Map(),
  };
}
