/**
 * What the page asks of the worker for drawing on the map: what is near, a record to correct, where a new one belongs. Types only; what is
 * drawn is kept by edit-api.ts.
 */
import type { Neighbour } from '../../shared/geo/drawing-check.ts';
import type { Corner } from '../../shared/geo/outline.ts';
import type { Bounds } from '../../shared/query/selection.ts';

export interface DrawnGround {
  buildings: Neighbour[];
  /** Boundaries of compounds: for snapping. */
  compounds: Neighbour[];
  /** Rings of the community's boundary; empty: not known. */
  boundary: Corner[][];
  /** More lies within the bounds than is told. */
  more: boolean;
}

export interface DrawnEntrance {
  row: number;
  label: string;
  /** null: it has no place yet. */
  at: Corner | null;
  /** Rows of homes that are reached by it, and of devices in these homes. */
  homes: number[];
  devices: number[];
}

/** A record with an outline or a line, to be corrected. */
export interface DrawnRecord {
  table: 'buildings' | 'compounds' | 'basemap';
  row: number;
  rings: { role: 0 | 1; ring: Corner[] }[];
  line: Corner[];
  entrances: DrawnEntrance[];
  /** Columns a drawing shows: words are codes. */
  values: Record<string, string | number>;
  /** Highest floor of its homes and devices; 0: none. */
  usedFloor: number;
}

/** Where something new belongs. Rows; null: in none. */
export interface Belonging {
  compound: number | null;
  area: number | null;
  /** Grid whose outline holds the place, else of the nearest building within 100 m. */
  grid: number | null;
}

export interface DrawEngine {
  /** Outlines within the bounds, nearest to their middle first, at most 1,500 of a kind. */
  drawnGround(bounds: Bounds): Promise<DrawnGround>;
  /** null: it has no such record. */
  drawnRecord(table: DrawnRecord['table'], row: number): Promise<DrawnRecord | null>;
  /** The compound whose boundary holds the point, or the wall, road or water whose line is nearest within so many metres; null: none. */
  drawnAt(table: 'compounds' | 'basemap', point: [number, number], within: number): Promise<number | null>;
  belonging(point: [number, number]): Promise<Belonging>;
}
