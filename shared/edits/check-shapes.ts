/**
 * Whether the shapes and doors of a request can stand, whoever made them: the rule of the drawing (geo/drawing-check.ts) over what the
 * drafts set. Owns which shape and which doors a draft speaks of; what lies near, and so may be meant, is the drawing's to tell.
 */
import { DEGREE, NO_COORDINATE } from '../columns/column.ts';
import { checkDrawing, type Drawing, type DrawProblem, entranceProblem } from '../geo/drawing-check.ts';
import type { Corner } from '../geo/outline.ts';
import type { CommunityBundle } from '../model/bundle.ts';
import type { TableName } from '../model/tables.ts';
import { editValueAt, ringsOfCell } from './cell-values.ts';
import type { EditProblem } from './edit-problem.ts';
import type { DraftEdit, DraftValue } from './make-edits.ts';
import type { EditRing } from './record-edit.ts';

const SHAPES: Partial<Record<TableName, { kind: Drawing['kind']; outlines: string; lines?: string }>> = {
  buildings: { kind: 'building', outlines: 'footprint' },
  compounds: { kind: 'compound', outlines: 'boundary' },
  basemap: { kind: 'barrier', outlines: 'polygons', lines: 'lines' },
};
const NOTHING_NEAR = { buildings: [], boundary: [] };

/** Drafts as completeDrafts leaves them. Only what a draft sets is looked at: what was wrong before is the quality desk's. */
export function shapeProblems(bundle: CommunityBundle, drafts: readonly DraftEdit[]): EditProblem[] {
  const shapes = drafts.flatMap((draft, edit) => (draft.op === 'remove' ? [] : ofShape(draft, edit)));
  return [...shapes, ...ofDoors(bundle, drafts)];
}

function told(edit: number, field: string, { code, severity, values }: DrawProblem): EditProblem[] {
  // A request has no surroundings, so nothing overlaps or lies outside.
  if (code === 'overlap' || code === 'outside') return [];
  return [values ? { edit, field, code, severity, values } : { edit, field, code, severity }];
}

function ofShape({ table, row, geometry = {} }: DraftEdit, edit: number): EditProblem[] {
  const shape = SHAPES[table];
  if (!shape) return [];
  const { kind, outlines, lines = '' } = shape;
  const check = (field: string, more: Pick<Drawing, 'rings' | 'line'>) =>
    checkDrawing({ kind, row: row ?? null, entrances: [], ...more }, NOTHING_NEAR).problems.flatMap(
      (problem) => told(edit, field, problem),
    );
  return [
    ...check(outlines, { rings: cornerRings(geometry[outlines]), line: [] }),
    ...(geometry[lines] ?? []).flatMap(({ coords }) => check(lines, { rings: [], line: cornersOf(coords) })),
  ];
}

/** A building by its row, or by the key that it gets in the same request. */
type Building = number | string;

function ofDoors(bundle: CommunityBundle, drafts: readonly DraftEdit[]): EditProblem[] {
  const { entrances, buildings } = bundle.tables;
  const stored = (column: string, row: number) => editValueAt(entrances, column, row, entrances?.rows ?? 0);
  const drawn = new Map<Building, { rings: EditRing[]; edit: number }>();
  const spoken = new Set<number>();
  drafts.forEach(({ table, op, row, key, geometry }, edit) => {
    if (table === 'entrances' && row !== undefined) spoken.add(row);
    const building = op === 'create' ? key : row;
    const rings = geometry?.['footprint'];
    if (table === 'buildings' && rings && building !== undefined) drawn.set(building, { rings, edit });
  });
  const outlineOf = (building: Building): EditRing[] =>
    drawn.get(building)?.rings ??
    (typeof building === 'number' ? ringsOfCell(buildings, 'footprint', building) : []);
  const check = (edit: number, building: Building | null, label: unknown, lng: unknown, lat: unknown) => {
    if (building === null || !isPlace(lng) || !isPlace(lat)) return [];
    const door = { label: String(label ?? ''), at: [lng / DEGREE, lat / DEGREE] as Corner };
    const found = entranceProblem(cornerRings(outlineOf(building)), door);
    return found ? told(edit, 'lng', found) : [];
  };
  const problems = drafts.flatMap(({ table, op, row = -1, set = {} }, edit) => {
    if (table !== 'entrances' || op === 'remove') return [];
    const value = (column: string) =>
      Object.hasOwn(set, column) ? set[column] : op === 'create' ? null : stored(column, row);
    const building = buildingOf(value('building'));
    const moved = ['lng', 'lat', 'building'].some((column) => Object.hasOwn(set, column));
    // Its building may have moved away from it.
    if (!moved && op === 'change' && !(building !== null && drawn.has(building))) return [];
    return check(edit, building, value('label'), value('lng'), value('lat'));
  });
  for (const [building, { edit }] of drawn) {
    if (typeof building !== 'number') continue;
    for (let row = 0; row < (entrances?.rows ?? 0); row++)
      if (!spoken.has(row) && stored('building', row) === building)
        problems.push(...check(edit, building, stored('label', row), stored('lng', row), stored('lat', row)));
  }
  return problems;
}

function buildingOf(value: DraftValue): Building | null {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value.row;
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

const isPlace = (value: unknown): value is number => typeof value === 'number' && value !== NO_COORDINATE;

const cornerRings = (rings: readonly EditRing[] = []) =>
  rings.map(({ role, coords }) => ({ role, ring: cornersOf(coords) }));

/** From whole 1e-7 degrees. */
function cornersOf(coords: readonly number[]): Corner[] {
  const corners: Corner[] = [];
  for (let i = 0; i + 1 < coords.length; i += 2) corners.push([coords[i] / DEGREE, coords[i + 1] / DEGREE]);
  return corners;
}
