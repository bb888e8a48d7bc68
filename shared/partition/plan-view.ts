/**
 * A plan as the page draws and lists it: cells as flat arrays, grids with outline, parts, area and counts, all in degrees. Owns the turning of
 * millimetres into degrees; what changed is plan-touch.ts.
 */
import { labelPoint } from '../geo/tile-label.ts';
import { cellRings } from './cell-geometry.ts';
import { cellParts } from './cell-parts.ts';
import { gridParts } from './grid-contiguity.ts';
import { areaScale, degreesOf, type Lattice } from './lattice.ts';
import { microCode } from './micro-codes.ts';
import { middleOf } from './narrow.ts';
import type { Outline } from './outline.ts';
import type { PartitionModel } from './partition-model.ts';
import type { GridKind } from './partition-records.ts';

/** Cells as flat arrays: cell i has rings [ringStarts[i], ringStarts[i + 1]), ring r corners [cornerStarts[r], cornerStarts[r + 1]). */
export interface CellRings {
  ids: Int32Array;
  ringStarts: Uint32Array;
  cornerStarts: Uint32Array;
  /** Degrees: lng, lat of each corner. The outer ring first, then holes; not closed. */
  lngLat: Float64Array;
  /** By cell: its grid, -1 for none. */
  grid: Int32Array;
  /** By cell: its micro-grid, -1 for none. */
  micro: Int32Array;
  locked: Uint8Array;
}

/** A connected part of an outline; degrees, 2 numbers a corner, not closed. */
export interface PlanPart {
  outer: Float64Array;
  holes: Float64Array[];
}

export interface PlanGrid {
  id: number;
  code: string;
  name: string;
  kind: GridKind;
  locked: boolean;
  retired: boolean;
  community: number;
  attributes: Readonly<Record<string, string>>;
  /** The largest first; parts that touch at a corner are apart. */
  outline: PlanPart[];
  /** How many parts do not hang together, links and cuts counted; 1: it does. */
  parts: number;
  /** Cells of all parts but the largest. */
  detached: number[];
  /** Square metres. */
  area: number;
  /** In the order of the measures; [] where numbers are withheld. */
  tallies: number[];
  /** The same grid as the plan began; null: it was not there. */
  baseTallies: number[] | null;
  /** Inside the largest part; null: it has no cells. */
  centre: [number, number] | null;
}

export interface PlanMicro
  extends Pick<
    PlanGrid,
    'id' | 'name' | 'retired' | 'attributes' | 'outline' | 'area' | 'tallies' | 'centre'
  > {
  /** Id of the grid that it is a part of. */
  grid: number;
  /** The whole code; it ends with the suffix. */
  code: string;
  suffix: string;
  /** How many pieces that do not touch; 0: it has no ground. */
  parts: number;
}

/** Turns millimetres of one lattice into what is shown. Made once a plan. */
export class PlanScale {
  private readonly degrees: (x: number, y: number) => [number, number] | null;
  private readonly scale: (x: number, y: number) => number;

  constructor(lattice: Lattice) {
    this.degrees = degreesOf(lattice);
    this.scale = areaScale(lattice);
  }

  /** [NaN, NaN] where the system has no answer, which it has everywhere on a lattice of degrees. */
  place(x: number, y: number): [number, number] {
    return this.degrees(x, y) ?? [Number.NaN, Number.NaN];
  }

  ring(corners: ArrayLike<number>): Float64Array {
    const out = new Float64Array(corners.length);
    this.write(corners, out, 0);
    return out;
  }

  write(corners: ArrayLike<number>, out: Float64Array, at: number): void {
    for (let i = 0; i < corners.length; i += 2) {
      const [lng, lat] = this.place(corners[i], corners[i + 1]);
      out[at + i] = lng;
      out[at + i + 1] = lat;
    }
  }

  /** Square metres of twice an area in square millimetres, about a place. */
  area(double: number, x: number, y: number): number {
    return (double / 2) * this.scale(x, y);
  }
}

export function cellsView(model: PartitionModel, scale: PlanScale, ids: readonly number[]): CellRings {
  const rings = ids.map((cell) => cellRings(model, cell));
  const flat = rings.flat();
  const ringStarts = new Uint32Array(ids.length + 1);
  const cornerStarts = new Uint32Array(flat.length + 1);
  rings.forEach((own, i) => {
    ringStarts[i + 1] = ringStarts[i] + own.length;
  });
  flat.forEach((ring, r) => {
    cornerStarts[r + 1] = cornerStarts[r] + ring.length / 2;
  });
  const lngLat = new Float64Array(2 * cornerStarts[flat.length]);
  flat.forEach((ring, r) => {
    scale.write(ring, lngLat, 2 * cornerStarts[r]);
  });
  return {
    ids: Int32Array.from(ids),
    ringStarts,
    cornerStarts,
    lngLat,
    grid: Int32Array.from(ids, (cell) => model.gridOf(cell)),
    micro: Int32Array.from(ids, (cell) => model.microOf(cell)),
    locked: Uint8Array.from(ids, (cell) => Number(model.cell(cell).locked)),
  };
}

/** `base`: counts of the grid as the plan began; null: it was not there. */
export function gridView(
  model: PartitionModel,
  scale: PlanScale,
  id: number,
  base: number[] | null,
): PlanGrid {
  const { code, name, kind, locked, retired, community, attributes } = model.grid(id);
  const [, ...cutOff] = gridParts(model, id);
  return {
    ...{ id, code, name, kind, locked, retired, community, attributes },
    ...groundView(scale, model.outline(id), model.gridDoubleArea(id)),
    parts: model.cellsIn(id).length === 0 ? 0 : cutOff.length + 1,
    detached: cutOff.flat(),
    tallies: model.totals.of(id),
    baseTallies: base,
  };
}

export function microView(model: PartitionModel, scale: PlanScale, id: number): PlanMicro {
  const { grid, suffix, name, retired, attributes } = model.micro(id);
  const cells = model.cellsInMicro(id);
  const area = cells.reduce((sum, cell) => sum + model.doubleAreaOf(cell), 0);
  return {
    ...{ id, grid, suffix, name, retired, attributes, code: microCode(model, id) },
    ...groundView(scale, model.micros.outline(id), area),
    parts: cellParts(model, cells).length,
    tallies: model.micros.totals(id),
  };
}

/** `double`: twice the area, square millimetres. */
function groundView(
  scale: PlanScale,
  { parts }: Outline,
  double: number,
): Pick<PlanGrid, 'outline' | 'area' | 'centre'> {
  const [first] = parts;
  return {
    outline: parts.map(({ outer, holes }) => ({
      outer: scale.ring(outer),
      holes: holes.map((hole) => scale.ring(hole)),
    })),
    area: first ? scale.area(double, ...middleOf(first)) : 0,
    centre: first ? scale.place(...labelPoint([first.outer, ...first.holes])) : null,
  };
}
