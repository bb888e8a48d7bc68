/**
 * What can be asked: shapes, how they combine, the filter, and what comes back. Owns the shapes of questions and
 * answers only; shapes.ts, filter.ts and aggregate.ts answer them.
 *
 * The edge rule, everywhere: a place lies in a polygon by the even-odd rule over the stored 1e-7 degree
 * coordinates, a place exactly on an edge or vertex counts as inside; a circle or buffer of r metres holds a
 * place at a distance <= r, measured on the local equirectangular plane at the shape's middle latitude
 * (R = 6,371,008.8 m). A resident's place is the entrance of the home, else the building's inside point, else
 * the record's own point. A record without any place is in no shape.
 */
import type { TableName } from '../model/tables.ts';

export type LngLat = [number, number];
/** West, south, east, north in degrees. */
export type Bounds = [number, number, number, number];

export type Shape =
  | { type: 'box'; bounds: Bounds }
  /** Outer ring first, then holes; rings may be open or closed. */
  | { type: 'polygon'; rings: LngLat[][] }
  | { type: 'circle'; center: LngLat; radius: number }
  /** Everything within `distance` metres of the features (edges of a footprint, or the points). */
  | { type: 'buffer'; table: TableName; rows: number[]; distance: number }
  /** Everything that belongs to these grids, compounds, areas, buildings or homes, by link and plan. */
  | { type: 'members'; table: 'grids' | 'compounds' | 'areas' | 'buildings' | 'homes'; rows: number[] }
  /** These records themselves; with `linked`, also what is linked to them (home, household, vehicles, devices). */
  | { type: 'rows'; table: TableName; rows: number[]; linked?: boolean };

export type Combine = 'replace' | 'add' | 'subtract' | 'intersect';
export interface SelectionStep {
  combine: Combine;
  shape: Shape;
}
/** Folded from the left. Empty: nothing is selected, and questions are about the whole community. */
export type Selection = SelectionStep[];

/** registered: registration here; floating: registration elsewhere and present; permanent: present. */
export type PopulationBase = 'registered' | 'floating' | 'permanent' | 'all';

/** One control of the filter panel. Words and tags: any of; ranges are inclusive. `column` may be 'age'. */
export type Condition =
  | { type: 'words'; table: TableName; column: string; words: string[] }
  | { type: 'range'; table: TableName; column: string; min: number; max: number }
  | { type: 'tags'; table: 'residents' | 'homes'; tags: string[]; match: 'any' | 'all' };

export interface Filter {
  base: PopulationBase;
  conditions: Condition[];
  /** Expression over residents (language: docs/guide/expressions.md); '' for none. */
  expression: string;
}
export const NO_FILTER: Filter = { base: 'permanent', conditions: [], expression: '' };

export interface WordCount {
  word: string;
  count: number;
}

/** Five-year bands 0-4 ... 95-99, 100+. */
export const PYRAMID_BANDS = 21;

export interface Pyramid {
  male: Uint32Array;
  female: Uint32Array;
  /** Sex or birth not known. */
  unknown: number;
}

/** Counts of one place and filter. Everything about residents refers to `base`. */
export interface Summary {
  base: PopulationBase;
  counts: Partial<Record<TableName, number>>;
  households: number;
  pyramid: Pyramid;
  tags: WordCount[];
  homeTags: WordCount[];
  /** Categorical columns: `tenure` (homes), `deviceKind`, `deviceHealth`, and every resident dict column by its name. */
  words: Record<string, WordCount[]>;
}
