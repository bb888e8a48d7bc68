/**
 * What the buildings and entrances of a plan hold: a number a measure for each. People are counted as plan-statistics.ts counts them, a
 * household where its first member present lives; what belongs to a building as such counts with its first entrance, so that entrances add
 * up to their building wherever every home says which entrance it is by. Owns the counting.
 */
import { Bitset } from '../columns/bitset.ts';
import { NONE } from '../columns/column.ts';
import { RESIDENT_TAGS } from '../model/words.ts';
import type { Measure } from '../partition/partition-records.ts';
import { linkValues } from './column-access.ts';
import { type Community, residentsOfBuilding, rowCount } from './community.ts';

/** Shown as `grids.measure.<name>`. */
export const PLAN_MEASURES = [
  'households',
  'residents',
  'aged60',
  'aged80',
  'minors',
  'keyPopulation',
  'homes',
  'vehicles',
  'devices',
  'organisations',
  'facilities',
  'buildings',
] as const;
export type PlanMeasure = (typeof PLAN_MEASURES)[number];

/** The first eleven resident tags are the key populations (model/words.ts). */
const KEY_TAGS = RESIDENT_TAGS.slice(0, 11);

export interface AtomRow {
  table: 'buildings' | 'entrances';
  /** NONE: not there any more, so it holds nothing. */
  row: number;
}

type Counts = Record<PlanMeasure, Float64Array>;

/** The same measures for units of a file, which count what the file counted and nothing else. */
export function unitMeasures(given: readonly Measure[], atoms: number): Measure[] {
  return PLAN_MEASURES.map((name) => ({
    name,
    values: given.find((measure) => measure.name === name)?.values ?? new Float64Array(atoms),
  }));
}

export function atomMeasures(community: Community, atoms: readonly AtomRow[]): Measure[] {
  const buildings = blank(rowCount(community, 'buildings'));
  const entrances = blank(rowCount(community, 'entrances'));
  const add = adder(community, buildings, entrances);
  countPeople(community, add);
  countThings(community, add);
  return PLAN_MEASURES.map((name) => ({
    name,
    values: Float64Array.from(
      atoms,
      ({ table, row }) => (table === 'buildings' ? buildings : entrances)[name][row] ?? 0,
    ),
  }));
}

const blank = (length: number): Counts =>
  Object.fromEntries(PLAN_MEASURES.map((name) => [name, new Float64Array(length)])) as Counts;

/** Counts one thing of a building; `home`: of that home, NONE: of the building as such. */
type Add = (measure: PlanMeasure, building: number, home: number) => void;

function adder(community: Community, buildings: Counts, entrances: Counts): Add {
  const entranceOfHome = linkValues(community.tables.homes, 'entrance');
  const buildingOf = linkValues(community.tables.entrances, 'building');
  const first = new Uint32Array(rowCount(community, 'buildings')).fill(NONE);
  buildingOf.forEach((building, entrance) => {
    if (first[building] === NONE) first[building] = entrance;
  });
  return (measure, building, home) => {
    if (building >= first.length) return;
    buildings[measure][building]++;
    const entrance = home < entranceOfHome.length ? entranceOfHome[home] : first[building];
    if (buildingOf[entrance] === building) entrances[measure][entrance]++;
  };
}

function countPeople(community: Community, add: Add): void {
  const { age, bases, tags, household, households } = community.population;
  const homeOf = linkValues(community.tables.residents, 'home');
  const key = new Bitset(age.length);
  for (const tag of KEY_TAGS) {
    const set = tags.get(tag);
    if (set) key.or(set);
  }
  const seen = new Bitset(households);
  for (let building = 0; building < rowCount(community, 'buildings'); building++) {
    const [from, to] = residentsOfBuilding(community, building);
    for (let row = from; row < to; row++) {
      if (!bases.permanent.has(row)) continue;
      const home = homeOf[row];
      add('residents', building, home);
      // 255 and the like: not known.
      if (age[row] >= 60 && age[row] <= 120) add('aged60', building, home);
      if (age[row] >= 80 && age[row] <= 120) add('aged80', building, home);
      if (age[row] < 18) add('minors', building, home);
      if (key.has(row)) add('keyPopulation', building, home);
      if (household[row] === NONE || seen.has(household[row])) continue;
      seen.add(household[row]);
      add('households', building, home);
    }
    // A household with members in two buildings counts in both, as in the counts of the plan in force.
    for (let row = from; row < to; row++) if (household[row] !== NONE) seen.remove(household[row]);
  }
}

function countThings(community: Community, add: Add): void {
  const { tables } = community;
  const buildingOfHome = linkValues(tables.homes, 'building');
  buildingOfHome.forEach((building, home) => {
    add('homes', building, home);
  });
  linkValues(tables.vehicles, 'home').forEach((home) => {
    if (home < buildingOfHome.length) add('vehicles', buildingOfHome[home], home);
  });
  for (const table of ['devices', 'organisations', 'facilities'] as const) {
    const homes = linkValues(tables[table], 'home');
    linkValues(tables[table], 'building').forEach((building, row) => {
      add(table, building, homes[row]);
    });
  }
  for (let building = 0; building < rowCount(community, 'buildings'); building++)
    add('buildings', building, NONE);
}
