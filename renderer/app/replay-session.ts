/** What the map shows instead of the live pins while a day of before is looked at. The live alerts go on beside: they sound and are listed. */
import { create } from 'zustand';
import type { PinnedAlert } from '../../shared/cases/alert.ts';

interface Replay {
  /** null: the map is live. */
  pins: readonly PinnedAlert[] | null;
}

export const useReplay = create<Replay>(() => ({ pins: null }));
