/**
 * A partition whose cells are the units of a file: blocks, small areas, or grids as they were drawn. Each unit is an atom with its counts as
 * measures. Owns the putting together; no count is lost: a unit without a cell of its own is counted in the cell that covers it.
 */
import { dissolve, NO_OWNER } from './dissolve.ts';
import type { DrawnGrid } from './drawn-grids.ts';
import { type DrawnScope, layGrids } from './laid-grids.ts';
import { degreesOf, LATTICE_LIMIT, type Lattice } from './lattice.ts';
import { placeInside } from './narrow.ts';
import { NO_GRID, outlineOf } from './outline.ts';
import { buildPartition } from './partition-build.ts';
import type { PartitionModel } from './partition-model.ts';
import { type AtomTable, type GridRecord, type Measure, NO_ATOM } from './partition-records.ts';
import type { PlanarMap } from './planar-map.ts';
import { findRingFaults, type RingFinding } from './ring-findings.ts';
import { doubleArea, ringCorners } from './ring-tracing.ts';
import { settleUnits, type UnitChoices, type UnitProblem, type UnitRules } from './unit-fixes.ts';

export interface UnitInput {
  /** The units are its grids. */
  scope: DrawnScope;
  /** Values by unit. */
  measures: readonly Measure[];
  rules?: UnitRules;
  choices?: UnitChoices;
  /** By unit: the number in `grids` it begins in, NO_GRID for none. Absent: none. */
  gridOfUnit?: ArrayLike<number>;
  grids?: readonly GridRecord[];
}

export interface UnitPartition {
  lattice: Lattice;
  /** Atom u is unit u. */
  model: PartitionModel;
  /** By cell; NO_OWNER: a hole that is in no unit and in no community. */
  unitOfCell: Int32Array;
  problems: UnitProblem[];
  /** Units with no cell of their own, and whose cell they are counted in. */
  absorbed: { unit: number; into: number }[];
  /** Units that cover nothing: in no cell and no total. */
  unplaced: number[];
  /** What is wrong with rings as they were drawn. */
  rings: RingFinding[];
}

/** Of cells that are no unit's: no grid takes them. */
const NOWHERE = -1;

/** Throws PartitionError for what cannot be put on one lattice. */
export function unitPartition(input: UnitInput): UnitPartition {
  const { scope, measures, gridOfUnit, grids = [] } = input;
  const { grids: units } = scope;
  const laid = layGrids(scope);
  const names = units.map(({ name }) => name);
  const { owner, problems } = settleUnits(laid, names, input.rules, input.choices);
  const { map, owner: unitOfCell } = dissolve(laid.map, owner);
  const cells = largestCells(map, unitOfCell, units.length);
  const absorbed: UnitPartition['absorbed'] = [];
  const unplaced: number[] = [];
  const hosts = hostsOf(laid.map, laid.covers, owner, units.length);
  const places = new Int32Array(2 * units.length).fill(LATTICE_LIMIT);
  for (let unit = 0; unit < units.length; unit++) {
    let into = unit;
    if (cells[unit] < 0) into = hosts[unit];
    if (into === NO_OWNER || cells[into] < 0) {
      unplaced.push(unit);
      continue;
    }
    if (into !== unit) absorbed.push({ unit, into });
    places.set(placeInside(outlineOf(map, [cells[into]]).parts[0]), 2 * unit);
  }
  const { model } = buildPartition({
    map,
    community: Array.from(unitOfCell, (unit) => (unit === NO_OWNER ? NOWHERE : 0)),
    grid: Array.from(unitOfCell, (unit) => (unit === NO_OWNER ? NO_GRID : (gridOfUnit?.[unit] ?? NO_GRID))),
    grids,
    atoms: atomsOf(units, places, measures),
  });
  const rings = findRingFaults({ grids: units, ...laid, degrees: degreesOf(laid.lattice) });
  return { lattice: laid.lattice, model, unitOfCell, problems, absorbed, unplaced, rings };
}

function atomsOf(units: readonly DrawnGrid[], places: Int32Array, measures: readonly Measure[]): AtomTable {
  return {
    keys: units.map(({ name }) => name),
    x: Int32Array.from(units, (_, unit) => places[2 * unit]),
    y: Int32Array.from(units, (_, unit) => places[2 * unit + 1]),
    building: new Int32Array(units.length).fill(NO_ATOM),
    footprints: units.map(() => null),
    measures,
  };
}

/** Twice the area, square millimetres. */
const sizeOf = (map: PlanarMap, cell: number): number =>
  map.cells[cell].reduce((sum, ring) => sum + doubleArea(ringCorners(map, ring)), 0);

/** By unit: its largest cell, -1 for none. */
function largestCells(map: PlanarMap, unitOfCell: Int32Array, units: number): Int32Array {
  const largest = new Int32Array(units).fill(-1);
  const size = new Float64Array(units);
  unitOfCell.forEach((unit, cell) => {
    if (unit === NO_OWNER) return;
    const own = sizeOf(map, cell);
    if (own <= size[unit]) return;
    size[unit] = own;
    largest[unit] = cell;
  });
  return largest;
}

/** By unit: who owns most of what it was drawn over; NO_OWNER: it was drawn over nothing. */
function hostsOf(
  map: PlanarMap,
  covers: readonly (readonly number[])[],
  owner: Int32Array,
  units: number,
): Int32Array {
  const shares = Array.from({ length: units }, () => new Map<number, number>());
  covers.forEach((own, cell) => {
    if (own.length === 0 || owner[cell] === NO_OWNER) return;
    const size = sizeOf(map, cell);
    for (const unit of own) shares[unit].set(owner[cell], (shares[unit].get(owner[cell]) ?? 0) + size);
  });
  return Int32Array.from(shares, (share) => {
    const [best] = [...share].sort(([a, sa], [b, sb]) => sb - sa || a - b);
    return best?.[0] ?? NO_OWNER;
  });
}
