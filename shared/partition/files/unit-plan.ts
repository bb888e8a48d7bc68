/**
 * The base of a plan whose cells are the areas of a file: blocks to be put together into grids, or grids as they were drawn. Owns what of the
 * file goes into the base; counts do, because no table of the community holds them.
 */
import type { Crs } from '../../geo/crs.ts';
import type { PartitionState } from '../partition-model.ts';
import type { GridRecord, Measure } from '../partition-records.ts';
import type { PlanBase } from '../plan-base.ts';
import type { UnitChoices, UnitRules } from '../unit-fixes.ts';
import { type MeasureColumn, measureColumns } from '../unit-measures.ts';
import { type UnitPartition, unitPartition } from '../unit-partition.ts';
import { areaGrid } from './area-fields.ts';
import type { DrawnArea } from './areas-on-plan.ts';

export interface UnitPlanRequest {
  /** Of all positions. */
  crs: Crs;
  areas: readonly DrawnArea[];
  /** By measure of plans: the column that counts it. */
  measures: Readonly<Record<string, string>>;
  /** Each area is a grid of its own; else they are in none yet. */
  asGrids: boolean;
  rules?: UnitRules;
  choices?: UnitChoices;
}

export interface UnitPlan extends Pick<UnitPartition, 'problems' | 'absorbed' | 'unplaced' | 'rings'> {
  base: PlanBase;
  units: number;
  /** By measure: the sum over all units that are in the plan. */
  totals: Record<string, number>;
}

/** Columns that count something, for a person to choose from. */
export function countColumns(areas: readonly DrawnArea[]): MeasureColumn[] {
  return measureColumns(areas.map(({ fields }) => fields));
}

/** Throws PartitionError. */
export function unitPlan({ crs, areas, measures, asGrids, rules, choices }: UnitPlanRequest): UnitPlan {
  const columns = new Map(countColumns(areas).map((column) => [column.name, column]));
  const counted = Object.entries(measures).flatMap(([name, column]): Measure[] => {
    const found = columns.get(column);
    return found ? [{ name, values: found.values }] : [];
  });
  const scope = { crs, grids: areas, boundary: null };
  const grids = asGrids ? gridRecords(areas) : [];
  const made = unitPartition({
    scope,
    measures: counted,
    ...(rules ? { rules } : {}),
    ...(choices ? { choices } : {}),
    ...(asGrids ? { grids, gridOfUnit: areas.map((_, unit) => unit) } : {}),
  });
  const { atoms } = made.model;
  const inPlan = areas.map((_, unit) => made.model.cellOf(unit) >= 0);
  return {
    base: {
      lattice: made.lattice,
      state: JSON.parse(made.model.stateText()) as PartitionState,
      atoms: areas.map(({ name }) => ({ table: 'buildings', key: name, id: name })),
      places: { x: atoms.x, y: atoms.y, building: atoms.building, footprints: atoms.footprints },
      gridKeys: grids.map(() => ''),
      communities: [''],
      units: { measures: counted },
    },
    problems: made.problems,
    absorbed: made.absorbed,
    unplaced: made.unplaced,
    rings: made.rings,
    units: areas.length,
    totals: Object.fromEntries(
      counted.map(({ name, values }) => [
        name,
        values.reduce((sum, value, unit) => sum + (inPlan[unit] ? value : 0), 0),
      ]),
    ),
  };
}

/** A code is given once: an area whose code is another's, or no word, is called by its name in the file, which is unique. */
function gridRecords(areas: readonly DrawnArea[]): GridRecord[] {
  const given = new Set<string>();
  return areas.map((area): GridRecord => {
    const { code, name, kind, attributes } = areaGrid(area.fields);
    const good = code !== '' && !/\s/u.test(code) && !given.has(code);
    let own = good ? code : area.name.replace(/\s+/gu, '-');
    for (let count = 2; given.has(own); count++) own = `${area.name.replace(/\s+/gu, '-')}-${count}`;
    given.add(own);
    return {
      code: own,
      name: name || own,
      kind: kind ?? 'general',
      community: 0,
      locked: false,
      retired: false,
      formerCodes: [],
      attributes,
    };
  });
}
