/**
 * Everything the basemap's style depends on, as one value. Owns the type and its start; style.ts turns it into
 * layers, map-view.ts applies what changed.
 */
import type { MapTheme } from './palette.ts';

export interface MapLook {
  theme: MapTheme;
  /** Latitude of the community in degrees: road widths are in metres. */
  latitude: number;
  /** `<source key>.<version>`: another value asks for all tiles anew (another generation or plan). */
  tiles: string;
  /** 2D: no extrusions. */
  flat: boolean;
  /** Buildings are cut above this floor; 0: whole. */
  floor: number;
  seeThrough: boolean;
  /** Something is selected: everything else steps back. */
  dimmed: boolean;
  /** Grids are tinted by the feature-state `tint` (0..1). */
  tinted: boolean;
  /** Grid numbers come from the `measure` source instead of the tiles. */
  measured: boolean;
  /** A shape is being drawn: its layers are on only then, as every source with layers costs a frame its tile masks. */
  drafting: boolean;
  /** Shapes that were drawn stay outlined. */
  outlined: boolean;
  /** Buildings are coloured by the grid they belong to (while boundaries are painted). */
  byGrid: boolean;
  /** What stands behind a number of households, in the person's language. */
  householdUnit: string;
  show: { grids: boolean; labels: boolean; buildings: boolean; views: boolean };
  opacity: { grids: number; buildings: number };
}

export const FIRST_LOOK: MapLook = {
  theme: 'dark',
  latitude: 31.3,
  tiles: 'map.1',
  flat: false,
  floor: 0,
  seeThrough: false,
  dimmed: false,
  tinted: false,
  measured: false,
  drafting: false,
  outlined: false,
  byGrid: false,
  householdUnit: '',
  show: { grids: true, labels: true, buildings: true, views: true },
  opacity: { grids: 1, buildings: 1 },
};

/** Metres of one floor, for the floor slider. */
export const FLOOR_HEIGHT = 2.9;
