/**
 * The partition that a plan began with, as it is kept: lattice, complex, grids, and the atoms by the keys of their records. Owns the stored
 * text. What buildings hold is not counted in here but read from the tables of the day; what units of a file hold is, as no table has it.
 */
import * as v from 'valibot';
import type { Lattice } from './lattice.ts';
import { PartitionModel, type PartitionState } from './partition-model.ts';
import type { AtomTable, GridRecord, Measure } from './partition-records.ts';
import { PlanError } from './plan-error.ts';

const FORMAT = 'linli-plan-base';
/** 2: with units of a file; 3: with micro-grids. A base without is written as 1, which older programs read. */
const VERSION = 3;

export interface BaseAtom {
  /** Units of a file stand where buildings do. */
  table: 'buildings' | 'entrances';
  /** Key of the record in the generation that the plan was begun on. */
  key: string;
  /** What names it in another generation too: the building's id, for an entrance with its label; '' for none. */
  id: string;
}

export interface PlanBase {
  lattice: Lattice;
  state: PartitionState;
  atoms: BaseAtom[];
  places: Omit<AtomTable, 'keys' | 'measures'>;
  /** By grid of the state: key of its record; those that the plan makes have none. */
  gridKeys: string[];
  /** By community number of cells and grids: key of its area; '' where the map has no areas. */
  communities: string[];
  /** Of a plan whose atoms are the areas of a file: what each counts, by the names of plan measures. Absent: they are buildings. */
  units?: { measures: readonly Measure[] };
}

const Numbers = v.array(v.number());
/** The shapes are checked as far as a reader would go wrong on them; the hash in the journal says that it is the text written then. */
const BaseSchema = v.object({
  format: v.literal(FORMAT),
  version: v.picklist([1, 2, VERSION]),
  lattice: v.object({
    crs: v.looseObject({ id: v.string() }),
    originX: v.number(),
    originY: v.number(),
    stepX: v.number(),
    stepY: v.number(),
  }),
  state: v.object({
    nodes: v.array(v.any()),
    arcs: v.array(v.any()),
    cells: v.array(v.any()),
    grids: v.array(v.any()),
    exceptions: v.array(v.any()),
    cellGrid: Numbers,
    atomCell: Numbers,
    micros: v.optional(v.array(v.any())),
    cellMicro: v.optional(Numbers),
  }),
  atoms: v.object({
    table: v.array(v.picklist(['buildings', 'entrances'])),
    key: v.array(v.string()),
    id: v.array(v.string()),
    x: Numbers,
    y: Numbers,
    building: Numbers,
    footprints: v.array(v.nullable(v.array(Numbers))),
  }),
  gridKeys: v.array(v.string()),
  communities: v.array(v.string()),
  units: v.optional(v.object({ measures: v.array(v.object({ name: v.string(), values: Numbers })) })),
});

export function writePlanBase({
  lattice,
  state,
  atoms,
  places,
  gridKeys,
  communities,
  units,
}: PlanBase): string {
  return JSON.stringify({
    format: FORMAT,
    version: state.micros ? VERSION : units ? 2 : 1,
    lattice,
    state,
    atoms: {
      table: atoms.map(({ table }) => table),
      key: atoms.map(({ key }) => key),
      id: atoms.map(({ id }) => id),
      x: [...places.x],
      y: [...places.y],
      building: [...places.building],
      footprints: places.footprints.map((rings) => rings?.map((ring) => [...ring]) ?? null),
    },
    gridKeys,
    communities,
    ...(units
      ? { units: { measures: units.measures.map(({ name, values }) => ({ name, values: [...values] })) } }
      : {}),
  });
}

/** Throws PlanError 'plan-newer', 'plan-damaged'. */
export function readPlanBase(text: string): PlanBase {
  const parsed = parse(text);
  const { format, version } = (parsed ?? {}) as { format?: unknown; version?: unknown };
  if (format === FORMAT && typeof version === 'number' && version > VERSION)
    throw new PlanError('plan-newer', `version ${version}`);
  const result = v.safeParse(BaseSchema, parsed);
  if (!result.success) throw new PlanError('plan-damaged', result.issues[0].message);
  const { lattice, state, atoms, gridKeys, communities, units } = result.output;
  const counts = units?.measures.map(({ values }) => values) ?? [];
  const lengths = [
    atoms.table,
    atoms.key,
    atoms.id,
    atoms.x,
    atoms.y,
    atoms.building,
    atoms.footprints,
    ...counts,
  ];
  if (new Set([...lengths, state.atomCell].map((list) => list.length)).size > 1)
    throw new PlanError('plan-damaged', 'lists of atoms differ in length');
  return {
    lattice: lattice as unknown as Lattice,
    state,
    atoms: atoms.key.map((key, i) => ({ table: atoms.table[i], key, id: atoms.id[i] })),
    places: {
      x: Int32Array.from(atoms.x),
      y: Int32Array.from(atoms.y),
      building: Int32Array.from(atoms.building),
      footprints: atoms.footprints.map((rings) => rings?.map((ring) => Int32Array.from(ring)) ?? null),
    },
    gridKeys,
    communities,
    ...(units ? { units: { measures: units.measures.map(measureOf) } } : {}),
  };
}

function measureOf({ name, values }: { name: string; values: readonly number[] }): Measure {
  return { name, values: Float64Array.from(values) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PlanError('plan-damaged', 'not JSON');
  }
}

/** The model as the plan began, counted by `measures`. The base stays as it is. */
export function modelOfBase(
  { state, atoms, places }: PlanBase,
  measures: readonly Measure[],
): PartitionModel {
  const copy: PartitionState = {
    nodes: [...state.nodes],
    arcs: [...state.arcs],
    cells: [...state.cells],
    grids: [...state.grids],
    exceptions: [...state.exceptions],
    cellGrid: [...state.cellGrid],
    atomCell: [...state.atomCell],
    ...(state.micros && { micros: [...state.micros], cellMicro: [...(state.cellMicro ?? [])] }),
  };
  return new PartitionModel(copy, {
    ...places,
    keys: atoms.map(({ table, key }) => `${table}/${key}`),
    measures,
  });
}

/** The base with codes that were given before to grids which are not any more: they are taken. */
export function withCodesGiven(base: PlanBase, codes: Iterable<string>): PlanBase {
  const own = base.state.grids.flatMap((grid) => (grid ? [grid.code, ...grid.formerCodes] : []));
  const present = new Set(['', ...own]);
  const gone = [...new Set(codes)].filter((code) => !present.has(code)).sort();
  const grids = gone.map(
    (code): GridRecord => ({
      ...{ code, name: code, kind: 'general', community: 0, locked: false, retired: true },
      ...{ formerCodes: [], attributes: {} },
    }),
  );
  return {
    ...base,
    state: { ...base.state, grids: [...base.state.grids, ...grids] },
    // They have no record in the tables.
    gridKeys: [...base.gridKeys, ...grids.map(() => '')],
  };
}
