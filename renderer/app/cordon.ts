/**
 * The cordon of the case in hand, as the map shows it: its shape, the buildings in it, and whether one is being drawn. A page of a case writes it,
 * the desk's map reads it; nothing is kept.
 */
import { create } from 'zustand';
import type { Shape } from '../../shared/query/selection.ts';

interface Cordon {
  shape: Shape | null;
  /** Rows of the buildings in it; null: not known. */
  buildings: Uint32Array | null;
  drawing: boolean;
}

const NONE: Cordon = { shape: null, buildings: null, drawing: false };

export const useCordon = create<Cordon>(() => NONE);

export function clearCordon(): void {
  useCordon.setState(NONE);
}

/** A shape drawn on the map; false: nobody was drawing a cordon. */
export function drewCordon(shape: Shape): boolean {
  if (!useCordon.getState().drawing) return false;
  useCordon.setState({ shape, drawing: false });
  return true;
}
