/**
 * The stacking plan of a building: one cell per home with its floor, entrance and door, who lives there and what
 * marks it. Residents and households are those present; `matching` follows the filter. Nothing personal.
 */

import { Bitset } from '../columns/bitset.ts';
import { tagsAt } from '../columns/cell.ts';
import { NONE } from '../columns/column.ts';
import { countHouseholds } from './aggregate.ts';
import type { BuildingDossier, RecordRef, StackingCell } from './answers.ts';
import { childCount, eachChild } from './children.ts';
import { columnOf, labelAt, linkAt, valueAt } from './column-access.ts';
import { type Community, childIndex, residentsOfBuilding, rowCount } from './community.ts';
import { householdsInRun } from './expression-eval.ts';
import type { FilterResult } from './filter.ts';
import { refOf } from './record-labels.ts';
import { eachRowOfRun } from './row-set.ts';

export function stackingCells(community: Community, building: number, filter: FilterResult): StackingCell[] {
  const cells: StackingCell[] = [];
  for (let home = community.homeStarts[building]; home < community.homeStarts[building + 1]; home++)
    cells.push(stackingCell(community, home, filter));
  return cells;
}

function stackingCell(community: Community, home: number, filter: FilterResult): StackingCell {
  const { homes, entrances } = community.tables;
  const from = community.residentStarts[home];
  const to = community.residentStarts[home + 1];
  const tags = columnOf(homes, 'tags', 'tags');
  const entrance = linkAt(homes, 'entrance', home);
  const passes = filter.passes.homes?.has(home) ?? true;
  return {
    home,
    floor: valueAt(homes, 'floor', home),
    entrance: entrance < rowCount(community, 'entrances') ? labelAt(entrances, 'label', entrance) : '',
    door: labelAt(homes, 'door', home),
    tenure: labelAt(homes, 'tenure', home),
    residents: community.population.bases.permanent.countRange(from, to),
    households: householdsInRun(community, from, to),
    tags: tags ? tagsAt(tags, home, rowCount(community, 'homes')) : [],
    devices: childCount(childIndex(community, 'devices', 'home', 'homes'), home),
    matching: passes ? filter.passes.residents.countRange(from, to) : 0,
  };
}

export function buildingDossier(
  community: Community,
  building: number,
  filter: FilterResult,
): BuildingDossier {
  const { buildings, compounds, grids, workers } = community.tables;
  const grid = community.plan.gridOfBuilding[building];
  const inGrid = grid < rowCount(community, 'grids');
  const compound = linkAt(buildings, 'compound', building);
  const [from, to] = residentsOfBuilding(community, building);
  const present = new Bitset(community.population.bases.permanent.size);
  eachRowOfRun(community.population.bases.permanent, from, to, (row) => present.add(row));
  const inBuilding = (table: 'devices' | 'cameras' | 'facilities'): RecordRef[] => {
    const refs: RecordRef[] = [];
    eachChild(childIndex(community, table, 'building', 'buildings'), building, (row) => {
      refs.push(refOf(community, table, row));
    });
    return refs;
  };
  const names: string[] = [];
  if (inGrid)
    eachChild(childIndex(community, 'workers', 'grid', 'grids'), grid, (row) => {
      if (labelAt(workers, 'role', row) === 'gridWorker') names.push(labelAt(workers, 'name', row));
    });
  return {
    row: building,
    name: labelAt(buildings, 'name', building),
    address: labelAt(buildings, 'address', building),
    use: labelAt(buildings, 'use', building),
    builtYear: valueAt(buildings, 'builtYear', building),
    floors: valueAt(buildings, 'floors', building),
    grid: inGrid
      ? { row: grid, code: labelAt(grids, 'code', grid), name: labelAt(grids, 'name', grid) }
      : null,
    workers: names,
    compound: compound === NONE ? '' : labelAt(compounds, 'name', compound),
    cells: stackingCells(community, building, filter),
    residents: to > from ? present.count() : 0,
    households: countHouseholds(community, present),
    devices: inBuilding('devices'),
    cameras: inBuilding('cameras'),
    facilities: inBuilding('facilities'),
  };
}
