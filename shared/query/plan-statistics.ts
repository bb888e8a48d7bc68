/**
 * Counts per grid of the plan, and of the plan with buildings moved: sums over buildings, so that a preview is a
 * few additions. Residents are those present; a household counts where a member is present. Owns no plan.
 */
import { Bitset } from '../columns/bitset.ts';
import { NONE } from '../columns/column.ts';
import { RESIDENT_TAGS } from '../model/words.ts';
import type { GridInfo, PlanCounts, Tally } from './answers.ts';
import { childCount } from './children.ts';
import { labelAt, linkValues } from './column-access.ts';
import { type Community, childIndex, residentsOfBuilding, rowCount } from './community.ts';
import { eachRowOfRun } from './row-set.ts';

/** The first eleven resident tags are the key populations (model/words.ts). */
const KEY_TAGS = RESIDENT_TAGS.slice(0, 11);

type Measure = keyof Tally;
const MEASURES: readonly Measure[] = [
  'households',
  'residents',
  'aged60',
  'keyPopulation',
  'devices',
  'buildings',
];
/** One entry per building, and a last one: residents of no building. */
type PerBuilding = Record<Measure, Uint32Array>;

const memory = new WeakMap<Community, PerBuilding>();

/** Counts of every grid under the plan, in row order, and of what is in none. */
export function planCounts(community: Community): PlanCounts {
  const plan: PlanCounts = { grids: blankInfos(community), unassigned: nothing(), unlinked: nothing() };
  const counts = countsPerBuilding(community);
  const { gridOfBuilding } = community.plan;
  const buildings = gridOfBuilding.length;
  for (let building = 0; building < buildings; building++)
    add(plan.grids[gridOfBuilding[building]] ?? plan.unassigned, counts, building, 1);
  add(plan.unlinked, counts, buildings, 1);
  return plan;
}

/** The same with these buildings in `grid` (NO_GRID: in none). The plan stays as it is. */
export function previewAssign(community: Community, buildings: readonly number[], grid: number): PlanCounts {
  const plan = planCounts(community);
  const counts = countsPerBuilding(community);
  for (const building of new Set(buildings)) {
    if (building >= rowCount(community, 'buildings')) continue;
    add(plan.grids[community.plan.gridOfBuilding[building]] ?? plan.unassigned, counts, building, -1);
    add(plan.grids[grid] ?? plan.unassigned, counts, building, 1);
  }
  return plan;
}

const nothing = (): Tally => ({
  households: 0,
  residents: 0,
  aged60: 0,
  keyPopulation: 0,
  devices: 0,
  buildings: 0,
});

function add(to: Tally, counts: PerBuilding, building: number, sign: 1 | -1): void {
  for (const measure of MEASURES) to[measure] += sign * counts[measure][building];
}

function blankInfos(community: Community): GridInfo[] {
  const { grids, workers } = community.tables;
  const infos = Array.from({ length: grids?.rows ?? 0 }, (_, row): GridInfo => {
    return {
      row,
      code: labelAt(grids, 'code', row),
      name: labelAt(grids, 'name', row),
      kind: labelAt(grids, 'kind', row),
      ...nothing(),
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
  const counts = Object.fromEntries(MEASURES.map((m) => [m, new Uint32Array(buildings + 1)])) as PerBuilding;
  const { age, bases, tags, household, households } = community.population;
  const key = new Bitset(age.length);
  for (const tag of KEY_TAGS) {
    const set = tags.get(tag);
    if (set) key.or(set);
  }
  const seen = new Bitset(households);
  const everywhere = new Bitset(households);
  const countPeople = (place: number, from: number, to: number) =>
    eachRowOfRun(bases.permanent, from, to, (row) => {
      counts.residents[place]++;
      if (age[row] >= 60 && age[row] <= 120) counts.aged60[place]++;
      if (key.has(row)) counts.keyPopulation[place]++;
      if (household[row] === NONE || seen.has(household[row])) return;
      seen.add(household[row]);
      everywhere.add(household[row]);
      counts.households[place]++;
    });
  const devices = childIndex(community, 'devices', 'building', 'buildings');
  let end = 0;
  for (let building = 0; building < buildings; building++) {
    const [from, to] = residentsOfBuilding(community, building);
    countPeople(building, from, to);
    for (let row = from; row < to; row++) if (household[row] !== NONE) seen.remove(household[row]);
    counts.devices[building] = childCount(devices, building);
    counts.buildings[building] = 1;
    end = to;
  }
  // Those of no building come last in the order of rows. A household with a member at home was counted there.
  seen.or(everywhere);
  countPeople(buildings, end, rowCount(community, 'residents'));
  memory.set(community, counts);
  return counts;
}
