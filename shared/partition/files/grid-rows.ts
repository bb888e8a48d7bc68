/**
 * The grids of a plan as rows of a layer, and its buildings as rows of a list: what files of a plan hold. Owns the fields and the
 * coordinates, which come back to the very millimetre; how a file is written is grid-files.ts.
 */
import type { RawGeometry } from '../../formats/source-record.ts';
import { type Crs, WGS84 } from '../../geo/crs.ts';
import { transformer } from '../../geo/crs-transform.ts';
import { areaScale, fromLattice, type Lattice, rounded } from '../lattice.ts';
import { middleOf } from '../narrow.ts';
import type { OutlinePart } from '../outline.ts';
import type { PartitionModel } from '../partition-model.ts';
import { NO_ATOM, NO_CELL } from '../partition-records.ts';
import type { BaseAtom } from '../plan-base.ts';

/** A tenth of a millimetre: rounded so, a place is the same millimetre of the lattice when it is read again. */
const DIGITS = { degree: 9, metre: 4 } as const;

/** Stands for "in no grid" in a list: an empty cell may be a value that was forgotten. */
export const IN_NO_GRID = 'none';

export interface GridRowsRequest {
  plan: string;
  crs: Crs;
  /** Counts by measure are columns too. */
  counts: boolean;
  /** By community number: what it is called. */
  communities: readonly string[];
}

export interface GridField {
  name: string;
  type: 'text' | 'integer' | 'number';
}

export interface GridRow {
  geometry: RawGeometry | null;
  /** One per field. */
  values: (string | number)[];
}

/** The fields of a grid. `plan` and `grid_id` say which it is, whatever its code has become. */
export function gridFields(model: PartitionModel, counts: boolean): GridField[] {
  const text = (name: string): GridField => ({ name, type: 'text' });
  return [
    text('plan'),
    { name: 'grid_id', type: 'integer' },
    ...['code', 'name', 'kind', 'community', 'former_codes', 'attributes'].map(text),
    { name: 'locked', type: 'integer' },
    { name: 'area_m2', type: 'number' },
    ...(counts ? model.atoms.measures.map(({ name }): GridField => ({ name, type: 'integer' })) : []),
  ];
}

/** Grids in play by code; those without a cell have no geometry. Coordinates in `crs`, outer rings turn left. */
export function* gridRows(
  model: PartitionModel,
  lattice: Lattice,
  { plan, crs, counts, communities }: GridRowsRequest,
): Generator<GridRow> {
  const place = leaving(lattice, crs);
  const scale = areaScale(lattice);
  for (const id of gridsByCode(model)) {
    const { code, name, kind, community, formerCodes, attributes, locked } = model.grid(id);
    const { parts } = model.outline(id);
    const middle = parts.length > 0 ? middleOf(parts[0]) : null;
    yield {
      geometry: multiPolygon(parts, place),
      values: [
        ...[plan, id, code, name, kind, communities[community] ?? ''],
        formerCodes.join(' '),
        Object.keys(attributes).length > 0 ? JSON.stringify(attributes) : '',
        locked ? 1 : 0,
        middle ? rounded((model.gridDoubleArea(id) / 2) * scale(...middle), 1) : 0,
        ...(counts ? model.totals.of(id) : []),
      ],
    };
  }
}

/** Not the retired ones. */
export function gridsByCode(model: PartitionModel): number[] {
  const code = (id: number) => model.grid(id).code;
  return model
    .gridIds()
    .filter((id) => !model.grid(id).retired)
    .sort((a, b) => (code(a) < code(b) ? -1 : code(a) > code(b) ? 1 : a - b));
}

/** A place of the lattice in the coordinates of a file. */
export type Leave = (x: number, y: number) => [number, number];

/** null: without ground. */
export function multiPolygon(parts: readonly OutlinePart[], place: Leave): RawGeometry | null {
  const polygons = parts.map(({ outer, holes }) => [outer, ...holes].map((ring) => closed(ring, place)));
  return parts.length > 0 ? { type: 'MultiPolygon', coordinates: polygons } : null;
}

/** Build once, call often. */
export function leaving(lattice: Lattice, crs: Crs): Leave {
  const leave = transformer(lattice.crs, crs);
  const digits = DIGITS[crs.unit === 'degree' ? 'degree' : 'metre'];
  const out = [0, 0];
  return (x, y) => {
    const [east, north] = fromLattice(lattice, x, y);
    if (!leave(east, north, out, 0)) return [Number.NaN, Number.NaN];
    return [rounded(out[0], digits), rounded(out[1], digits)];
  };
}

function closed(ring: Int32Array, place: Leave): [number, number][] {
  const corners: [number, number][] = [];
  for (let i = 0; i < ring.length; i += 2) corners.push(place(ring[i], ring[i + 1]));
  return [...corners, corners[0]];
}

export const LIST_COLUMNS = ['building', 'entrance', 'grid', 'grid_name', 'address'] as const;

/** Buildings in play, and the entrances of those that are shattered, with their grids. `labels`: by atom, the address. */
export function* buildingRows(
  model: PartitionModel,
  atoms: readonly BaseAtom[],
  labels: readonly string[],
): Generator<string[]> {
  const names = atomNames(atoms);
  for (let atom = 0; atom < atoms.length; atom++) {
    const cell = model.cellOf(atom);
    if (cell === NO_CELL) continue;
    const grid = model.gridOf(cell);
    const { code, name } = model.hasGrid(grid) ? model.grid(grid) : { code: IN_NO_GRID, name: '' };
    const of = model.atoms.building[atom];
    const [building, entrance] =
      of === NO_ATOM ? [names[atom], ''] : [names[of], entranceOf(atoms, atom, of)];
    yield [building, entrance, code, name, labels[atom] ?? ''];
  }
}

/** The id of a record where it has one of its own, else `#` and its key. */
export function atomNames(atoms: readonly BaseAtom[]): string[] {
  const times = new Map<string, number>();
  for (const { id } of atoms) times.set(id, (times.get(id) ?? 0) + 1);
  return atoms.map(({ id, key }) => (id !== '' && times.get(id) === 1 ? id : `#${key}`));
}

/** The label of an entrance within its building: its id goes on where the building's ends. */
export function entranceOf(atoms: readonly BaseAtom[], atom: number, building: number): string {
  const { id, key } = atoms[atom];
  const head = `${atoms[building].id}/`;
  const label = id.startsWith(head) && atoms[building].id !== '' ? id.slice(head.length) : '';
  return label === '' ? `#${key}` : label;
}

/** The systems that a plan's files are offered in: degrees, and the three-degree zone that the plan lies in where there is one. */
export function middleOfLattice(lattice: Lattice): [number, number] | null {
  const out = [0, 0];
  return transformer(lattice.crs, WGS84)(lattice.originX, lattice.originY, out, 0) ? [out[0], out[1]] : null;
}
