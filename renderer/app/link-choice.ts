/**
 * A building that is being chosen on the map for a record without a place: which record asks, and what was chosen. Owns the hand-over
 * between the Data workspace and the map, which never meet.
 */
import { create } from 'zustand';

interface LinkChoice {
  /** The record that asks; null: nobody does. */
  asked: { table: 'residents' | 'devices'; row: number; title: string } | null;
  /** Row of buildings; null: not chosen yet. */
  building: number | null;
  ask(asked: LinkChoice['asked']): void;
  choose(building: number): void;
}

export const useLinkChoice = create<LinkChoice>((set) => ({
  asked: null,
  building: null,
  ask: (asked) => set({ asked, building: null }),
  choose: (building) => set({ building }),
}));
