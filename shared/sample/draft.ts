/**
 * A town on the drawing board: buildings, walls, ways and places in metres, before anybody lives there. Owns the shapes
 * and the way things are added; the fills decide what stands where, the writers turn it into tables. A few tens of
 * thousands of small objects at most; homes and people never take this form.
 */
import type { Word } from '../model/words.ts';
import type { Network, Way } from './network.ts';
import type { Ring } from './plane.ts';
import type { Random } from './random.ts';

type BuildingForm = 'slab' | 'tower' | 'court' | 'house' | 'block';

export interface BuildingDraft {
  form: BuildingForm;
  ring: Ring;
  hole?: Ring;
  use: Word<'buildingUse'>;
  floors: number;
  floorsBelow: number;
  builtYear: number;
  /** Points on the footprint's edge, x and y in turn; none: the house has no entrance of its own in the register. */
  entrances: Ring;
  /** Homes per floor and entrance; 0: nobody lives here. */
  doors: number;
  /** The first floor with homes. */
  homesFrom: number;
  name: string;
  address: string;
  compound: number;
  grid: number;
  area: number;
}

interface CompoundDraft {
  name: string;
  company: string;
  builtYear: number;
  area: number;
  ring: Ring;
}

export interface GroundDraft {
  kind: Word<'basemapKind'>;
  name: string;
  width: number;
  line?: Ring;
  rings?: Ring[];
}

/** A place of interest found while laying out; the writers make facilities, cameras and devices of them. */
export interface SpotDraft {
  kind: 'gate' | 'crossing' | 'park' | 'water' | 'shed' | 'road' | 'lane';
  x: number;
  y: number;
  /** Degrees clockwise from north that a camera here would look to. */
  bearing: number;
  area: number;
}

interface PlaceDraft {
  kind: Word<'facilityKind'>;
  name: string;
  party: Word<'partyKind'>;
  building: number;
  area: number;
}

interface GridDraft {
  area: number;
  name: string;
  kind: Word<'gridKind'>;
  /** Node ids of the outline, counter-clockwise. */
  outline: number[];
}

interface AreaDraft {
  name: string;
  level: Word<'areaLevel'>;
  code: string;
  parent: number;
  outline: number[];
}

export interface Draft {
  network: Network;
  buildings: BuildingDraft[];
  compounds: CompoundDraft[];
  ground: GroundDraft[];
  spots: SpotDraft[];
  places: PlaceDraft[];
  grids: GridDraft[];
  areas: AreaDraft[];
}

/** Where a fill works. `plot` is inside the setbacks of all ways round it. */
export interface Site {
  draft: Draft;
  random: Random;
  plot: Ring;
  area: number;
  grid: number;
  compound: number;
  /** The road the site is addressed by, its number there, and its own name (compound, school, lane). */
  road: string;
  number: number;
  name: string;
  builtYear: number;
}

export function createDraft(network: Network): Draft {
  return { network, buildings: [], compounds: [], ground: [], spots: [], places: [], grids: [], areas: [] };
}

type Given = Pick<BuildingDraft, 'form' | 'ring' | 'use' | 'floors'> & Partial<BuildingDraft>;

/** Adds a building of a site; what is not given has the usual value. Returns its index. */
export function addBuilding(site: Site, given: Given): number {
  const { draft } = site;
  draft.buildings.push({
    floorsBelow: 0,
    builtYear: site.builtYear,
    entrances: [],
    doors: 0,
    homesFrom: 1,
    name: site.name,
    address: `${site.road}${site.number}号`,
    compound: site.compound,
    grid: site.grid,
    area: site.area,
    ...given,
  });
  return draft.buildings.length - 1;
}

export function addLine(draft: Draft, kind: GroundDraft['kind'], line: Ring, width: number, name = ''): void {
  if (line.length >= 4) draft.ground.push({ kind, name, width, line });
}

export function addPatch(draft: Draft, kind: GroundDraft['kind'], ring: Ring, name = ''): void {
  if (ring.length >= 6) draft.ground.push({ kind, name, width: 0, rings: [ring] });
}

export const WAYS = {
  edge: { kind: 'edge', width: 0, verge: 3, name: '' },
  avenue: { kind: 'mainRoad', width: 30, verge: 9, name: '' },
  mainRoad: { kind: 'mainRoad', width: 22, verge: 7, name: '' },
  road: { kind: 'road', width: 12, verge: 5, name: '' },
  lane: { kind: 'lane', width: 6, verge: 2.5, name: '' },
  alley: { kind: 'lane', width: 3.6, verge: 0.8, name: '' },
  canal: { kind: 'canal', width: 9, verge: 4.5, name: '' },
  moat: { kind: 'moat', width: 46, verge: 26, name: '' },
} satisfies Record<string, Way>;
