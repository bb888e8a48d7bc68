/**
 * What is printed of a plan: each grid with outline, border walk, buildings and counts, the whole plan, and what becomes of which building. Owns
 * the putting together; words and the drawing are the page's. Metres about the origin of the plan, y to the north.
 */

import { labelPoint } from '../../geo/tile-label.ts';
import { type CodeFate, codeTable } from '../code-table.ts';
import { gridsByCode } from '../files/grid-rows.ts';
import { areaScale, degreesOf, type Lattice } from '../lattice.ts';
import { microCode, microsByCode } from '../micro-codes.ts';
import { middleOf } from '../narrow.ts';
import type { OutlinePart } from '../outline.ts';
import type { PartitionModel } from '../partition-model.ts';
import { type GridKind, NO_ATOM, NO_CELL } from '../partition-records.ts';
import {
  type BorderSide,
  borderWalk,
  fourSides,
  type GroundLine,
  type GroundMark,
  isGrid,
  type WalkLeg,
} from './border-walk.ts';

export interface SheetLine extends GroundLine {
  kind: string;
}

export interface SheetInput {
  model: PartitionModel;
  lattice: Lattice;
  /** The same plan as it began. */
  before: PartitionModel;
  /** By atom. */
  labels: readonly string[];
  /** Millimetres of the lattice. */
  lines: readonly SheetLine[];
  /** By the code of a grid. */
  workers: ReadonlyMap<string, readonly string[]>;
}

/** Flat: 2 numbers a corner, not closed. */
export type SheetRing = number[];

export interface SheetBuilding {
  label: string;
  at: [number, number];
  rings: SheetRing[];
  /** In the order of the measures. */
  counts: number[];
}

export interface SheetMicro {
  code: string;
  name: string;
  /** As they were written; '' for none. */
  head: string;
  phone: string;
  /** Square metres. */
  area: number;
  counts: number[];
}

export interface SheetSide {
  side: BorderSide;
  /** `other`: name of the grid beyond; '' for none. `length`: metres. */
  stretches: { along: string; other: string; length: number }[];
}

export interface SheetLeg extends Pick<WalkLeg, 'from' | 'to' | 'bearing' | 'side' | 'along'> {
  length: number;
  other: string;
}

export interface SheetGrid {
  id: number;
  code: string;
  name: string;
  kind: GridKind;
  formerCodes: readonly string[];
  attributes: Readonly<Record<string, string>>;
  workers: readonly string[];
  /** Square metres. */
  area: number;
  counts: number[];
  /** Outer ring first, by part. */
  parts: SheetRing[][];
  /** Where its name stands. */
  middle: [number, number];
  buildings: SheetBuilding[];
  /** By code. */
  micros: SheetMicro[];
  corners: {
    number: number;
    at: [number, number];
    lngLat: [number, number] | null;
    lines: string[];
    mark: string;
  }[];
  legs: SheetLeg[];
  sides: SheetSide[];
}

export interface PlanSheets {
  measures: string[];
  grids: SheetGrid[];
  lines: { kind: string; name: string; places: number[]; closed: boolean }[];
  /** Buildings that change grid; '' for none. */
  moves: { label: string; from: string; to: string }[];
  /** What becomes of each code: of the grids before, then of those after. */
  codes: { fate: CodeFate; before: SheetCode | null; after: SheetCode[] }[];
  /** West, south, east, north. */
  bounds: [number, number, number, number];
}

export interface SheetCode {
  code: string;
  name: string;
}

const MILLI = 1000;

export function planSheets({ model, lattice, before, labels, lines, workers }: SheetInput): PlanSheets {
  const name = (grid: number) => (isGrid(grid) && model.hasGrid(grid) ? nameOf(model, grid) : '');
  const named = lines.filter((line) => line.name !== '');
  const marks = labels.flatMap((label, atom): GroundMark[] =>
    model.atoms.building[atom] === NO_ATOM && label !== ''
      ? [{ name: label, x: model.atoms.x[atom], y: model.atoms.y[atom] }]
      : [],
  );
  const degrees = degreesOf(lattice);
  const scale = areaScale(lattice);
  const grids = gridsByCode(model).map((id): SheetGrid => {
    const { code, kind, formerCodes, attributes } = model.grid(id);
    const { parts } = model.outline(id);
    const walk = borderWalk(model, id, named, marks);
    const [first] = parts;
    return {
      ...{ id, code, kind, formerCodes, attributes, name: nameOf(model, id) },
      workers: workers.get(code) ?? [],
      area: first ? (model.gridDoubleArea(id) / 2) * scale(...middleOf(first)) : 0,
      counts: model.totals.of(id),
      parts: parts.map(({ outer, holes }) => [outer, ...holes].map(metres)),
      middle: first ? inMetres(namePlace(first)) : [0, 0],
      buildings: buildingsOf(model, id, labels),
      micros: microsOf(model, id, first ? scale(...middleOf(first)) : 0),
      corners: walk.corners.map(({ number, x, y, lines: there, mark }) => ({
        number,
        at: inMetres([x, y]),
        lngLat: degrees(x, y),
        lines: there.slice(0, 2),
        mark,
      })),
      legs: walk.legs.map(({ from, to, bearing, side, along, length, other }) => ({
        ...{ from, to, bearing, side, along },
        length: length / MILLI,
        other: name(other),
      })),
      sides: fourSides(walk).map(({ side, stretches }) => ({
        side,
        stretches: stretches.map(({ along, other, length }) => ({
          along,
          other: name(other),
          length: length / MILLI,
        })),
      })),
    };
  });
  return {
    measures: model.atoms.measures.map((measure) => measure.name),
    grids,
    lines: lines.map(({ kind, name: called, places, closed }) => ({
      ...{ kind, name: called, closed },
      places: metres(places),
    })),
    moves: movesOf(model, before, labels),
    codes: codeTable(before, model).map((row) => ({
      fate: row.fate,
      before:
        row.before === null ? null : { code: before.grid(row.before).code, name: nameOf(before, row.before) },
      after: row.after.map((grid) => ({ code: model.grid(grid).code, name: nameOf(model, grid) })),
    })),
    bounds: boundsOf(grids),
  };
}

function namePlace({ outer, holes }: OutlinePart): [number, number] {
  return labelPoint([outer, ...holes]);
}

const nameOf = (model: PartitionModel, id: number): string => model.grid(id).name || model.grid(id).code;

const inMetres = ([x, y]: readonly [number, number]): [number, number] => [x / MILLI, y / MILLI];

function metres(ring: ArrayLike<number>): number[] {
  return Array.from(ring, (value) => value / MILLI);
}

function buildingsOf(model: PartitionModel, grid: number, labels: readonly string[]): SheetBuilding[] {
  const { x, y, footprints, measures } = model.atoms;
  return model
    .cellsIn(grid)
    .flatMap((cell) => [...model.atomsIn(cell)])
    .map((atom) => ({
      label: labels[atom] ?? '',
      at: inMetres([x[atom], y[atom]]),
      rings: footprints[atom]?.map(metres) ?? [],
      counts: measures.map(({ values }) => values[atom]),
    }))
    .sort((a, b) => a.label.localeCompare(b.label, 'zh', { numeric: true }));
}

/** `squareMetres`: of a square millimetre. */
function microsOf(model: PartitionModel, grid: number, squareMetres: number): SheetMicro[] {
  return microsByCode(model)
    .filter((micro) => model.micro(micro).grid === grid)
    .map((micro) => {
      const { name, attributes } = model.micro(micro);
      const double = model.cellsInMicro(micro).reduce((sum, cell) => sum + model.doubleAreaOf(cell), 0);
      return {
        ...{ code: microCode(model, micro), name },
        ...{ head: attributes['head'] ?? '', phone: attributes['phone'] ?? '' },
        area: (double / 2) * squareMetres,
        counts: model.micros.totals(micro),
      };
    });
}

/** Of buildings and entrances in play; one that the plan began with in no grid comes from ''. */
function movesOf(
  model: PartitionModel,
  before: PartitionModel,
  labels: readonly string[],
): PlanSheets['moves'] {
  const moves: PlanSheets['moves'] = [];
  for (let atom = 0; atom < model.atoms.keys.length; atom++) {
    const now = model.cellOf(atom);
    if (now === NO_CELL) continue;
    const of = model.atoms.building[atom];
    const then = before.cellOf(before.cellOf(atom) === NO_CELL && of !== NO_ATOM ? of : atom);
    const [from, to] = [before.gridOf(then), model.gridOf(now)];
    if (from === to) continue;
    moves.push({
      label: labels[atom] ?? '',
      from: before.hasGrid(from) ? nameOf(before, from) : '',
      to: model.hasGrid(to) ? nameOf(model, to) : '',
    });
  }
  return moves.sort((a, b) => a.label.localeCompare(b.label, 'zh', { numeric: true }));
}

function boundsOf(grids: readonly SheetGrid[]): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { parts } of grids)
    for (const [outer] of parts)
      for (let i = 0; i < outer.length; i += 2) {
        bounds[0] = Math.min(bounds[0], outer[i]);
        bounds[1] = Math.min(bounds[1], outer[i + 1]);
        bounds[2] = Math.max(bounds[2], outer[i]);
        bounds[3] = Math.max(bounds[3], outer[i + 1]);
      }
  return bounds;
}
