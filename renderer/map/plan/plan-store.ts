/**
 * The grid plan on the map of this window: what is shown, the tool in hand, what a gesture under way would change. Owns the state
 * between gestures; gestures are plan-driver.ts, what they mean is whoever answers `PlanHands`.
 */
import { createStore } from 'zustand/vanilla';
import type { LngLat } from '../../../shared/query/selection.ts';

// biome-ignore format: a list is read at one look
export type PlanTool =
  | 'choose' | 'brush' | 'box' | 'lasso' | 'corner' | 'reshape' | 'split' | 'cut' | 'link' | 'sever';

/** Tools whose drags are not the map's. */
export const planDrags = (tool: PlanTool): boolean => tool === 'brush' || tool === 'box' || tool === 'lasso';

/** Rings as drawn: not closed, the outer one first. */
export type Rings = readonly (readonly LngLat[])[];

export interface PlanGridShape {
  id: number;
  code: string;
  name: string;
  /** What stands under the name: a figure that was already rounded for who may not see it. */
  figure: string;
  centre: LngLat | null;
  /** One outline a connected part. */
  parts: readonly Rings[];
  /** Neighbours have different ones. */
  tone: number;
}

/** Buildings, or their entrances, by the place that decides their grid. */
export interface PlanAtoms {
  lng: Float64Array;
  lat: Float64Array;
  cell: Int32Array;
}

export interface PlanScene {
  plan: string;
  cells: ReadonlyMap<number, Rings>;
  /** What each cell is in at the level in hand, a grid or a micro-grid of the chosen one; -1: none. */
  cellField: ReadonlyMap<number, number>;
  /** By what `cellField` names, whose tones the cells have. */
  fields: ReadonlyMap<number, PlanGridShape>;
  grids: ReadonlyMap<number, PlanGridShape>;
  micros: ReadonlyMap<number, PlanGridShape>;
  atoms: PlanAtoms;
  /** Cells that stay in their grid. */
  locked: ReadonlySet<number>;
  /** Places that hang together across something (`link`), or do not though they touch. */
  exceptions: readonly { kind: 'link' | 'cut'; at: readonly [LngLat, LngLat] }[];
  /** Counts changes of cells' shapes: only then are all of them drawn anew. */
  shapes: number;
}

/** Something that a hand may take hold of. */
export interface PlanHandle {
  at: LngLat;
  /** A side: taking it makes a corner. */
  side: boolean;
}

export interface PlanRefused {
  reason: string;
  at: LngLat | null;
}

/** Two plans on one map, divided by a line: the one before on its left, the one after on its right. */
export interface PlanDivided {
  before: readonly PlanGridShape[];
  after: readonly PlanGridShape[];
  /** Names of the two. */
  names: { before: string; after: string };
  /** Rings of what is in another grid. */
  moved: readonly Rings[];
  /** Where the line is, from the left edge: 0..1. */
  share: number;
  /** What the line is called for who hears the page. */
  label: string;
}

export interface PlanMapState {
  /** null: no plan is open. */
  scene: PlanScene | null;
  tool: PlanTool;
  /** The grid or micro-grid that strokes go to; -1: out of any; null: none chosen. */
  target: number | null;
  /** The grid whose border stands out; null: none. */
  chosen: number | null;
  /** Radius of the brush in screen pixels. */
  brush: number;
  /** Cells as they would be after the gesture under way. */
  staged: ReadonlyMap<number, number>;
  /** Outlines of grids as they would be, in place of theirs. */
  stagedParts: ReadonlyMap<number, readonly Rings[]>;
  /** The same of micro-grids. */
  stagedMicros: ReadonlyMap<number, readonly Rings[]>;
  handle: PlanHandle | null;
  /** The line being drawn. */
  line: readonly LngLat[];
  refused: PlanRefused | null;
  /** null: one plan alone. */
  divided: PlanDivided | null;
  /** Nothing may be changed: submitted, in force, or not for who is at the desk. */
  frozen: boolean;
}

/** What gestures ask for and lead to; answered by the editor. Previews may be overtaken by later ones. */
export interface PlanHands {
  /** Cells would go to the target; `done`: they do. Alt takes them out. */
  onCells(cells: readonly number[], erase: boolean, done: boolean): void;
  onChoose(cell: number | null): void;
  /** What can be done with this cell is asked for, at pixels of the map. */
  onMenu(cell: number | null, x: number, y: number): void;
  /** The corner or side nearest to a place, within metres. */
  find(at: LngLat, reach: number): Promise<PlanHandle | null>;
  /** The corner or side taken hold of at `from` goes to `to`. */
  onMove(from: PlanHandle, to: LngLat, done: boolean): void;
  /** Takes a corner out. */
  onDrop(at: PlanHandle): void;
  /** A line of at least two places, for the tool in hand. `reach`: metres by which a hand may have stopped short of where it aimed. */
  onLine(line: readonly LngLat[], done: boolean, reach: number): void;
  /** The gesture was given up. */
  onCancel(): void;
  /** The line between two plans was moved. */
  onDivide(share: number): void;
  /** Esc with nothing under way. */
  onLeave(): void;
}

/** Nothing under way. */
export const AT_REST: Pick<
  PlanMapState,
  'staged' | 'stagedParts' | 'stagedMicros' | 'handle' | 'line' | 'refused'
> = {
  staged: new Map(),
  stagedParts: new Map(),
  stagedMicros: new Map(),
  handle: null,
  line: [],
  refused: null,
};

export const planMap = createStore<PlanMapState>(() => ({
  ...AT_REST,
  scene: null,
  tool: 'brush',
  target: null,
  chosen: null,
  brush: 18,
  divided: null,
  frozen: false,
}));

/** Whoever edits; null: nobody. One editor a window. */
let hands: PlanHands | null = null;
export const planHands = (): PlanHands | null => hands;

/** Puts a plan into the hands of an editor until the returned function is called. */
export function takePlan(editor: PlanHands): () => void {
  hands = editor;
  return () => {
    if (hands !== editor) return;
    hands = null;
    planMap.setState({ ...AT_REST, scene: null, target: null, chosen: null, divided: null });
  };
}
