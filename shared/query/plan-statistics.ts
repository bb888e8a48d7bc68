/**
 * Counts per grid of the plan, and of the plan with buildings moved: sums over buildings, so that a preview is a
 * few additions. Residents are those present; a household counts where a member is present. Owns no plan.
 */
import { Bitset } from '../columns/bitset.ts';
import { NONE } from '../columns/column.ts';
import { RESIDENT_TAGS } from '../model/words.ts';
import type { GridInfo } from './answers.ts';
import { childCount } from './children.ts';
import { labelAt, linkValues } from './column-access.ts';
import { type Community, childIndex, residentsOfBuilding, rowCount } from './community.ts';
import { eachRowOfRun } from './row-set.ts';

/** The first eleven resident tags are the key populations (model/words.ts). */
const KEY_TAGS = RESIDENT_TAGS.slice(0, 11);

type Measure = 'households' | 'residents' | 'aged60' | 'keyPopulation' | 'devices' | 'buildings';
const MEASURES: readonly Measure[] = [
  'households',
  'residents',
  'aged60',
  'keyPopulation',
  'devices',
  'buildings',
];
type PerBuilding = Record<Measure, Uint32Array>;

const memory = new WeakMap<Community, PerBuilding>();

/** Counts of every grid under the plan, in row order. */
export function gridInfos(community: Community): GridInfo[] {
  const infos = blankInfos(community);
  const counts = countsPerBuilding(community);
  const { gridOfBuilding } = community.plan;
  for (let building = 0; building < gridOfBuilding.length; building++)
    addBuilding(infos[gridOfBuilding[building]], counts, building, 1);
  return infos;
}

/** The same with these buildings in `grid` (NO_GRID: in none). The plan stays as it is. */
export function previewAssign(community: Community, buildings: readonly number[], grid: number): GridInfo[] {
  const infos = gridInfos(community);
  const counts = countsPerBuilding(community);
  for (const building of new Set(buildings)) {
    if (building >= rowCount(community, 'buildings')) continue;
    addBuilding(infos[community.plan.gridOfBuilding[building]], counts, building, -1);
    addBuilding(infos[grid], counts, building, 1);
  }
  return infos;
}

function addBuilding(info: GridInfo | undefined, counts: PerBuilding, building: number, sign: 1 | -1): void {
  if (!info) return;
  for (const measure of MEASURES) info[measure] += sign * counts[measure][building];
}

function blankInfos(community: Community): GridInfo[] {
  const { grids, workers } = community.tables;
  const infos = Array.from({ length: grids?.rows ?? 0 }, (_, row): GridInfo => {
    return {
      row,
      code: labelAt(grids, 'code', row),
      name: labelAt(grids, 'name', row),
      kind: labelAt(grids, 'kind', row),
      households: 0,
      residents: 0,
      aged60: 0,
      keyPopulation: 0,
      devices: 0,
      buildings: 0,
      workers: [],
    };
  });
  linkValues(workers, 'grid').forEach((grid, worker) => {
    // The grid administrators; others who serve there are in the workers table.
    if (labelAt(workers, 'role', worker) === 'gridWorker')
      infos[grid]?.workers.push(labelAt(workers, 'name', worker));
  });
  return infos;
}

/** Counted once a community: they do not depend on the plan. */
function countsPerBuilding(community: Community): PerBuilding {
  const known = memory.get(community);
  if (known) return known;
  const buildings = rowCount(community, 'buildings');
  const counts = Object.fromEntries(MEASURES.map((m) => [m, new Uint32Array(buildings)])) as PerBuilding;
  const { age, bases, tags, household, households } = community.population;
  const key = new Bitset(age.length);
  for (const tag of KEY_TAGS) {
    const set = tags.get(tag);
    if (set) key.or(set);
  }
  const seen = new Bitset(households);
  const devices = childIndex(community, 'devices', 'building', 'buildings');
  for (let building = 0; building < buildings; building++) {
    const [from, to] = residentsOfBuilding(community, building);
    eachRowOfRun(bases.permanent, from, to, (row) => {
      counts.residents[building]++;
      if (age[row] >= 60 && age[row] <= 120) counts.aged60[building]++;
      if (key.has(row)) counts.keyPopulation[building]++;
      if (household[row] === NONE || seen.has(household[row])) return;
      seen.add(household[row]);
      counts.households[building]++;
    });
    for (let row = from; row < to; row++) if (household[row] !== NONE) seen.remove(household[row]);
    counts.devices[building] = childCount(devices, building);
    counts.buildings[building] = 1;
  }
  memory.set(community, counts);
  return counts;
}
