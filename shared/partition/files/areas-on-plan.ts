/**
 * Drawn areas laid onto a plan: gaps, overlaps and slivers settled, each cell of the plan put where it lies, and all of it as one action.
 * Owns the overlay and the matching of areas and grids; borders of the plan stay those of its cells: where an area cuts one it is told.
 */
import { codesGiven, type NewGrid } from '../actions/grid-records.ts';
import { cellRings } from '../cell-geometry.ts';
import { dissolve, NO_OWNER } from '../dissolve.ts';
import type { DrawnGrid } from '../drawn-grids.ts';
import { labelCells } from '../face-labels.ts';
import { layGrids } from '../laid-grids.ts';
import { degreesOf, type Lattice } from '../lattice.ts';
import { nodeRings } from '../noding.ts';
import { NO_GRID } from '../outline.ts';
import type { PartitionModel } from '../partition-model.ts';
import type { PlanAction } from '../plan-action.ts';
import { PlanError } from '../plan-error.ts';
import { buildPlanarMap } from '../planar-map.ts';
import { findRingFaults, type RingFinding } from '../ring-findings.ts';
import { placeInRings } from '../ring-places.ts';
import { doubleArea, ringCorners } from '../ring-tracing.ts';
import { settleUnits, type UnitChoices, type UnitProblem, type UnitRules } from '../unit-fixes.ts';
import { type AreaFields, type AreaGrid, areaGrid } from './area-fields.ts';
import { assignments } from './building-list.ts';

export interface DrawnArea extends DrawnGrid {
  fields: AreaFields;
}

export interface AreasRequest {
  /** Positions in the system of the lattice. */
  areas: readonly DrawnArea[];
  rules?: UnitRules;
  choices?: UnitChoices;
  /** The plan that they are laid on. */
  plan: string;
  /** The code of a new grid where the file has none; called once a grid, each answer free. */
  nextCode: (given: ReadonlySet<string>) => string;
}

/** Why cells stay in their grid: a message `planfile.kept.<reason>` says it. */
export type KeptReason = 'locked' | 'other-community' | 'not-covered';

export interface AreaOnPlan {
  name: string;
  row: number;
  /** The grid of the plan that it is; null: a new one. */
  grid: number | null;
  code: string;
  gridName: string;
  /** Cells it gets. */
  cells: number;
  /** Its code belongs to another grid: the new grid has a code of its own instead. */
  codeTaken: boolean;
}

export interface AreasOnPlan {
  areas: AreaOnPlan[];
  problems: UnitProblem[];
  rings: RingFinding[];
  /** Cells that an area's border goes through, the largest stray part first: their border stays where the plan has it. Square metres. */
  cut: { cell: number; at: [number, number] | null; stray: number }[];
  kept: Record<KeptReason, number>;
  /** Grids of the plan that would be left without a cell. */
  emptied: number[];
  moved: number;
  /** null: everything is so already. */
  action: PlanAction | null;
}

/** Less than a hundredth of a cell, or than a square metre, is drawing. */
const STRAY_SHARE = 0.01;
const STRAY_AREA = 1;

/** Throws PartitionError, PlanError 'plan-file-elsewhere' where no area lies over the plan. */
export function layAreas(model: PartitionModel, lattice: Lattice, request: AreasRequest): AreasOnPlan {
  const { areas } = request;
  const scope = { crs: lattice.crs, lattice, grids: areas, boundary: null };
  const laid = layGrids(scope);
  const names = areas.map(({ name }) => name);
  const { owner, problems } = settleUnits(laid, names, request.rules, request.choices);
  const shares = sharesOf(model, dissolve(laid.map, owner));
  if (shares.every(({ size }) => size === 0)) throw new PlanError('plan-file-elsewhere');
  const cells = model.cellIds().filter((cell) => model.cell(cell).community >= 0);
  const areaOf = new Map(cells.map((cell) => [cell, winner(shares[cell], model, cell)]));
  const degrees = degreesOf(lattice);
  return {
    ...assigned(model, request, areaOf),
    problems,
    rings: findRingFaults({ grids: areas, ...laid, degrees }),
    cut: cutCells(model, cells, shares, areaOf, degrees),
  };
}

/** Twice the area in square millimetres by area of the file, and its rings. */
interface Share {
  size: number;
  rings: Int32Array[][];
}
type Shares = Map<number, Share>;

/** By cell of the plan: what of it lies under which area. */
function sharesOf(model: PartitionModel, { map, owner }: ReturnType<typeof dissolve>): Shares[] {
  const shares: Shares[] = Array.from({ length: model.next.cell }, () => new Map());
  const rings: Int32Array[] = [];
  const polygons: number[] = [];
  const stretches = map.cells.flatMap((own, cell) =>
    owner[cell] === NO_OWNER ? [] : [{ area: owner[cell], rings: own.map((ring) => ringCorners(map, ring)) }],
  );
  stretches.forEach((stretch, polygon) => {
    for (const ring of stretch.rings) {
      rings.push(ring);
      polygons.push(polygon);
    }
  });
  const cells = model.cellIds();
  cells.forEach((cell, at) => {
    for (const ring of cellRings(model, cell)) {
      rings.push(Int32Array.from(ring));
      polygons.push(stretches.length + at);
    }
  });
  const built = buildPlanarMap(nodeRings(rings), polygons);
  labelCells(built).forEach((over, face) => {
    const cell = over.find((polygon) => polygon >= stretches.length);
    const stretch = over.find((polygon) => polygon < stretches.length);
    if (cell === undefined || stretch === undefined) return;
    const own = shares[cells[cell - stretches.length]];
    const { area, rings: outline } = stretches[stretch];
    const size = built.map.cells[face].reduce(
      (sum, ring) => sum + doubleArea(ringCorners(built.map, ring)),
      0,
    );
    const known = own.get(area);
    if (!known) own.set(area, { size, rings: [outline] });
    else {
      known.size += size;
      if (!known.rings.includes(outline)) known.rings.push(outline);
    }
  });
  return shares;
}

/** The area over its buildings where they agree, else over most of the cell; NO_OWNER: none. */
function winner(shares: Shares, model: PartitionModel, cell: number): number {
  const { x, y } = model.atoms;
  const over = new Set(
    model.atomsIn(cell).map((atom) => {
      for (const [area, { rings }] of shares)
        if (rings.some((outline) => placeInRings(outline, x[atom], y[atom]) >= 0)) return area;
      return NO_OWNER;
    }),
  );
  if (over.size === 1) return [...over][0];
  const covered = [...shares.values()].reduce((sum, { size }) => sum + size, 0);
  const [best] = [...shares].sort(([a, sa], [b, sb]) => sb.size - sa.size || a - b);
  if (!best) return NO_OWNER;
  return best[1].size >= model.doubleAreaOf(cell) - covered ? best[0] : NO_OWNER;
}

function cutCells(
  model: PartitionModel,
  cells: readonly number[],
  shares: readonly Shares[],
  areaOf: ReadonlyMap<number, number>,
  degrees: (x: number, y: number) => [number, number] | null,
): AreasOnPlan['cut'] {
  return cells
    .flatMap((cell) => {
      const whole = model.doubleAreaOf(cell);
      const area = areaOf.get(cell) ?? NO_OWNER;
      const inside = [...shares[cell].values()].reduce((sum, { size }) => sum + size, 0);
      const own = area === NO_OWNER ? whole - inside : (shares[cell].get(area)?.size ?? 0);
      const stray = (whole - own) / 2e6;
      if (stray < STRAY_AREA || whole - own < whole * STRAY_SHARE) return [];
      const [x, y] = cellRings(model, cell)[0];
      return [{ cell, at: degrees(x, y), stray }];
    })
    .sort((a, b) => b.stray - a.stray || a.cell - b.cell);
}

type Assigned = Pick<AreasOnPlan, 'areas' | 'kept' | 'emptied' | 'moved' | 'action'>;

function assigned(
  model: PartitionModel,
  { areas, plan, nextCode }: AreasRequest,
  areaOf: ReadonlyMap<number, number>,
): Assigned {
  const cellsOf = areas.map((): number[] => []);
  const kept: AreasOnPlan['kept'] = { locked: 0, 'other-community': 0, 'not-covered': 0 };
  for (const [cell, area] of areaOf) {
    if (area === NO_OWNER) kept['not-covered']++;
    else cellsOf[area].push(cell);
  }
  const codes = codesGiven(model);
  const matched = matches(
    model,
    areas.map(({ fields }) => areaGrid(fields)),
    plan,
  );
  const creating: PlanAction[] = [];
  const naming: PlanAction[] = [];
  const moving = new Map<number, number[]>();
  const told = areas.map((area, a): AreaOnPlan => {
    const read = areaGrid(area.fields);
    const known = matched[a];
    const community = known === null ? mostOf(model, cellsOf[a]) : model.grid(known).community;
    const own = cellsOf[a].filter((cell) => {
      const fault = stayFault(model, cell, known, community);
      if (fault) kept[fault]++;
      return fault === null;
    });
    const codeTaken = known === null && read.code !== '' && codes.has(read.code);
    let grid = known;
    const created = { code: read.code, name: read.name || read.code || area.name };
    if (known === null && own.length > 0) {
      if (read.code === '' || codeTaken || /\s/u.test(read.code)) created.code = nextCode(codes);
      codes.add(created.code);
      grid = model.next.grid + creating.length;
      creating.push({ type: 'createGrid', ...newGrid(read, created, community) });
    } else if (known !== null) naming.push(...changesOf(model, known, read, codes));
    const moved = grid === null ? [] : own.filter((cell) => model.gridOf(cell) !== grid);
    if (grid !== null && moved.length > 0) moving.set(grid, moved);
    return {
      name: area.name,
      row: area.row,
      grid: known,
      code: known === null ? created.code : model.grid(known).code,
      gridName: known === null ? created.name : model.grid(known).name,
      cells: own.length,
      codeTaken,
    };
  });
  const actions = [...creating, ...assignments(moving), ...naming];
  return {
    areas: told,
    kept,
    emptied: emptiedBy(model, moving),
    moved: [...moving.values()].reduce((sum, cells) => sum + cells.length, 0),
    action: actions.length === 0 ? null : { type: 'several', actions },
  };
}

function newGrid(
  { kind, attributes }: AreaGrid,
  named: { code: string; name: string },
  community: number,
): NewGrid {
  return { ...named, ...(kind ? { kind } : {}), attributes, community };
}

/** By the number of the grid where the file is of this plan, else by code, by a code before, by a name that is one grid's alone. No grid twice. */
function matches(model: PartitionModel, read: readonly AreaGrid[], plan: string): (number | null)[] {
  const open = model.gridIds().filter((id) => !model.grid(id).retired);
  const taken = new Set<number>();
  const found: (number | null)[] = read.map(() => null);
  const named = (name: string) => {
    const fits = open.filter((id) => model.grid(id).name === name);
    return fits.length === 1 ? fits[0] : undefined;
  };
  const ways: ((grid: AreaGrid) => number | undefined)[] = [
    (grid) => (grid.plan === plan && open.includes(grid.id) ? grid.id : undefined),
    ({ code }) => open.find((id) => model.grid(id).code === code),
    ({ code }) => open.find((id) => model.grid(id).formerCodes.includes(code)),
    ({ code, name }) => (code === '' ? named(name) : undefined),
  ];
  for (const way of ways)
    read.forEach((grid, at) => {
      if (found[at] !== null) return;
      const id = way(grid);
      if (id === undefined || taken.has(id)) return;
      taken.add(id);
      found[at] = id;
    });
  return found;
}

/** Name, kind, code and attributes where the file says others. */
function changesOf(
  model: PartitionModel,
  id: number,
  read: AreaGrid,
  codes: ReadonlySet<string>,
): PlanAction[] {
  const now = model.grid(id);
  if (now.locked) return [];
  const change = {
    ...(read.name !== '' && read.name !== now.name ? { name: read.name } : {}),
    ...(read.kind && read.kind !== now.kind ? { kind: read.kind } : {}),
    ...(read.code !== now.code && read.code !== '' && !codes.has(read.code) && !/\s/u.test(read.code)
      ? { code: read.code }
      : {}),
    ...(Object.entries(read.attributes).some(([key, value]) => now.attributes[key] !== value)
      ? { attributes: read.attributes }
      : {}),
  };
  return Object.keys(change).length === 0 ? [] : [{ type: 'setGrid', grid: id, ...change }];
}

function stayFault(
  model: PartitionModel,
  cell: number,
  grid: number | null,
  community: number,
): 'locked' | 'other-community' | null {
  const now = model.gridOf(cell);
  if (now === grid) return null;
  const { locked, community: own } = model.cell(cell);
  if (locked || (now !== NO_GRID && model.grid(now).locked)) return 'locked';
  if (grid !== null && model.grid(grid).locked) return 'locked';
  return own === community ? null : 'other-community';
}

function mostOf(model: PartitionModel, cells: readonly number[]): number {
  const sizes = new Map<number, number>();
  for (const cell of cells) {
    const { community } = model.cell(cell);
    sizes.set(community, (sizes.get(community) ?? 0) + model.doubleAreaOf(cell));
  }
  const [best] = [...sizes].sort(([a, sa], [b, sb]) => sb - sa || a - b);
  return best?.[0] ?? 0;
}

function emptiedBy(model: PartitionModel, moving: ReadonlyMap<number, readonly number[]>): number[] {
  const left = new Map<number, number>();
  const gains = new Set(moving.keys());
  for (const cells of moving.values())
    for (const cell of cells) left.set(model.gridOf(cell), (left.get(model.gridOf(cell)) ?? 0) + 1);
  return [...left]
    .filter(([grid, count]) => grid !== NO_GRID && !gains.has(grid) && model.cellsIn(grid).length === count)
    .map(([grid]) => grid)
    .sort((a, b) => a - b);
}
