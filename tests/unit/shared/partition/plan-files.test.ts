/** Files of a plan: what goes out comes back, and what is wrong with a list or a drawing is told row by row. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadSqliteWasm } from '../../../../electron/cli/sqlite-wasm.ts';
import { openFile } from '../../../../shared/formats/open-file.ts';
import { WGS84 } from '../../../../shared/geo/crs.ts';
import { drawnShapes, shapeIn } from '../../../../shared/model/drawn-shapes.ts';
import { layAreas } from '../../../../shared/partition/files/areas-on-plan.ts';
import { readBuildingList } from '../../../../shared/partition/files/building-list.ts';
import { planSystems, writeBuildings, writeGrids } from '../../../../shared/partition/files/grid-files.ts';
import { layDrawing } from '../../../../shared/partition/files/micros-on-plan.ts';
import { unitPlan } from '../../../../shared/partition/files/unit-plan.ts';
import { type Lattice, latticeFor } from '../../../../shared/partition/lattice.ts';
import { microCode, microsByCode } from '../../../../shared/partition/micro-codes.ts';
import { modelFromText, type PartitionModel } from '../../../../shared/partition/partition-model.ts';
import { provePartition } from '../../../../shared/partition/partition-proof.ts';
import { NO_ATOM } from '../../../../shared/partition/partition-records.ts';
import { type PlanAction, runAction } from '../../../../shared/partition/plan-action.ts';
import {
  type BaseAtom,
  modelOfBase,
  readPlanBase,
  writePlanBase,
} from '../../../../shared/partition/plan-base.ts';
import { madePartition } from './made-partition.ts';

const LATTICE: Lattice = latticeFor(WGS84, [120.5, 31.2, 120.52, 31.22]);
const nextCode = (given: ReadonlySet<string>) => {
  for (let i = 1; ; i++) if (!given.has(`N${i}`)) return `N${i}`;
};

function atomsOf(model: PartitionModel): BaseAtom[] {
  return model.atoms.keys.map((key, atom) => {
    const of = model.atoms.building[atom];
    return of === NO_ATOM
      ? { table: 'buildings', key, id: `B${key}` }
      : { table: 'entrances', key, id: `B${model.atoms.keys[of]}/${key}` };
  });
}

async function bytesOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of chunks) parts.push(new Uint8Array(part));
  return Buffer.concat(parts);
}

async function read(bytes: Uint8Array, name: string) {
  const file = {
    name,
    size: bytes.length,
    async *open() {
      yield bytes;
    },
    slice: async (from: number, to: number) => bytes.slice(from, to),
  };
  return openFile(file, {}, loadSqliteWasm);
}

function act(model: PartitionModel, action: PlanAction | null): void {
  if (!action) return;
  const result = runAction(model, action);
  if (!result.ok) throw new Error(result.reason);
  model.apply(result.patch);
}

/** Another assignment of the same cells by chance. */
function shuffled(model: PartitionModel, seed: number): void {
  const grids = model.gridIds();
  const cells = model.cellIds().filter((cell) => (cell * 7 + seed) % 3 === 0);
  act(model, {
    type: 'several',
    actions: [
      { type: 'createGrid', code: `X${seed}`, name: '新格', community: 0, attributes: { head: '张' } },
    ],
  });
  cells.forEach((cell, i) => {
    const to = i % 2 === 0 ? grids[(cell + seed) % grids.length] : model.next.grid - 1;
    if (model.gridOf(cell) !== to) act(model, { type: 'assignCells', cells: [cell], grid: to });
  });
}

const gridsOf = (model: PartitionModel) => model.cellIds().map((cell) => model.grid(model.gridOf(cell)).code);

describe('our own export comes back without loss', () => {
  test.each(['geojson', 'gpkg', 'shp'] as const)('%s, in every system it is offered in', async (format) => {
    for (const crs of planSystems(LATTICE)) {
      const { model } = madePartition(11, 6, 5, 2);
      const before = model.stateText();
      shuffled(model, 4);
      const about = { plan: 'p-1', crs, counts: true, communities: ['c'], at: 0 };
      const bytes = await bytesOf(writeGrids(model, LATTICE, { ...about, format }, loadSqliteWasm));
      const source = await read(bytes, `grids.${format === 'shp' ? 'shp.zip' : format}`);
      const file = await drawnShapes(source, { usual: 'grids' });
      const areas = file.shapes.map((shape) => shapeIn(shape, file.crs, LATTICE.crs));
      const again = modelFromText(before, model.atoms);
      const laid = layAreas(again, LATTICE, { areas, plan: 'p-1', nextCode });
      expect([laid.problems, laid.rings, laid.cut]).toEqual([[], [], []]);
      act(again, laid.action);
      expect(gridsOf(again)).toEqual(gridsOf(model));
      expect(again.grid(again.next.grid - 1)).toEqual(model.grid(model.next.grid - 1));
      // Once more changes nothing.
      expect(layAreas(again, LATTICE, { areas, plan: 'p-1', nextCode }).action).toBeNull();
    }
  });

  test.each(['geojson', 'gpkg', 'shp'] as const)(
    'micro-grids as %s, with the grids that they are in',
    async (format) => {
      const { model } = madePartition(11, 6, 5, 2);
      const before = model.stateText();
      shuffled(model, 4);
      const made = model.next.grid - 1;
      const own = model.cellsIn(made);
      const head = { head: '张三', phone: '0512' };
      act(model, { type: 'createMicro', grid: made, name: '东', attributes: head });
      act(model, { type: 'createMicro', grid: 0, name: '西' });
      act(model, { type: 'assignMicro', cells: own.slice(0, 2), micro: 0 });
      act(model, { type: 'assignMicro', cells: model.cellsIn(0).slice(1), micro: 1 });
      const about = { plan: 'p-1', crs: WGS84, counts: true, communities: ['c'], at: 0, format };
      const source = await read(
        await bytesOf(writeGrids(model, LATTICE, about, loadSqliteWasm)),
        `grids.${format === 'shp' ? 'shp.zip' : format}`,
      );
      const again = modelFromText(before, model.atoms);
      const lay = async (layer: string) => {
        const file = await drawnShapes(source, { usual: layer, layer });
        const areas = file.shapes.map((shape) => shapeIn(shape, file.crs, LATTICE.crs));
        return layDrawing(again, LATTICE, { areas, plan: 'p-1', nextCode });
      };
      const layers = source.layers
        .map(({ name }) => name)
        .filter((name) => format === 'geojson' || name.endsWith('grids'));
      expect(layers).toHaveLength(format === 'geojson' ? 1 : 2);
      for (const layer of layers.sort()) act(again, (await lay(layer)).action);
      expect(gridsOf(again)).toEqual(gridsOf(model));
      const codes = (of: PartitionModel) =>
        of.cellIds().map((cell) => (of.microOf(cell) < 0 ? '' : microCode(of, of.microOf(cell))));
      expect(codes(again)).toEqual(codes(model));
      const records = (of: PartitionModel) => microsByCode(of).map(of.micro);
      expect(records(again)).toEqual(records(model));
      expect(records(again).map(({ attributes }) => attributes)).toContainEqual(head);
      expect(provePartition(again).faults).toEqual([]);
      for (const layer of layers) expect((await lay(layer)).action).toBeNull();
    },
  );

  test('the list of buildings, whatever was drawn before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
        const { model } = madePartition(seed, 5, 4, 2);
        const before = model.stateText();
        shuffled(model, seed % 50);
        const atoms = atomsOf(model);
        const source = await read(await bytesOf(writeBuildings(model, atoms, [], 'csv')), 'list.csv');
        const rows = [];
        for await (const { records } of source.read(source.layers[0].name))
          for (const { line, fields } of records)
            rows.push({
              line,
              building: fields['building'],
              entrance: fields['entrance'],
              grid: fields['grid'],
            });
        const again = modelFromText(before, model.atoms);
        act(again, { type: 'createGrid', code: `X${seed % 50}`, name: '新格', community: 0 });
        const list = readBuildingList(again, atoms, rows, { mendZeros: false });
        expect(list.problems).toEqual([]);
        act(again, list.action);
        const gridOf = (of: PartitionModel) => atoms.map((_, atom) => of.gridOf(of.cellOf(atom)));
        expect(gridOf(again)).toEqual(gridOf(model));
      }),
      { numRuns: 8 },
    );
  });
});

describe('a list of buildings', () => {
  const { model } = madePartition(3, 6, 5, 2);
  const atoms = atomsOf(model);
  const own = atoms.flatMap(({ id }, atom) => (model.atoms.building[atom] === NO_ATOM ? [{ id, atom }] : []));
  const codes = model.gridIds().map((id) => model.grid(id).code);
  const list = (rows: [unknown, unknown][], mendZeros = false) =>
    readBuildingList(
      model,
      atoms,
      rows.map(([building, grid], i) => ({ line: i + 2, building, entrance: '', grid })),
      { mendZeros },
    );
  const faults = (rows: [unknown, unknown][]) =>
    list(rows).problems.map(({ line, fault, likely }) => [line, fault, likely]);

  test('every fault is told with its line, and good rows are taken all the same', () => {
    const to = codes[model.gridOf(model.cellOf(own[0].atom)) === 0 ? 1 : 0];
    const read = list([
      [own[0].id, to],
      ['nobody', to],
      [own[1].id, '999'],
      ['', to],
      [own[2].id, ''],
      [own[3].id, '3.20583E+14'],
      ['3.2E+07', to],
    ]);
    expect(read.problems.map(({ line, fault }) => [line, fault])).toEqual([
      [3, 'unknown-building'],
      [4, 'unknown-grid'],
      [5, 'building-missing'],
      [6, 'grid-missing'],
      [7, 'code-damaged'],
      [8, 'building-damaged'],
    ]);
    expect(read.moves).toHaveLength(1);
    expect(read.action).toMatchObject({ actions: [{ type: 'assignCells', grid: codes.indexOf(to) }] });
  });

  test('a building that two rows put into different grids is in neither; said twice alike it is taken once', () => {
    const [a, b] = codes;
    expect(
      faults([
        [own[0].id, a],
        [own[0].id, b],
      ]),
    ).toEqual([
      [2, 'repeated-building', '3'],
      [3, 'repeated-building', '2'],
    ]);
    const twice = list([
      [own[0].id, b],
      [own[0].id, b],
    ]);
    expect(twice.problems).toMatchObject([{ line: 3, fault: 'repeated-building', likely: '2' }]);
    expect(twice.moves.length + twice.same).toBe(1);
  });

  test('a code that lost its zeros is named and, if asked for, taken', () => {
    const zero = madePartition(3, 6, 5, 2).model;
    act(zero, { type: 'setGrid', grid: 1, code: '0032058' });
    const rows = [{ line: 2, building: own[0].id, entrance: '', grid: '32058' }];
    expect(readBuildingList(zero, atoms, rows, { mendZeros: false }).problems).toMatchObject([
      { fault: 'zeros-lost', likely: '0032058' },
    ]);
    expect(readBuildingList(zero, atoms, rows, { mendZeros: true })).toMatchObject({
      problems: [],
      mended: 1,
    });
  });

  test('a damaged code names the one grid that it can have been', () => {
    const other = madePartition(3, 6, 5, 2).model;
    act(other, { type: 'setGrid', grid: 1, code: '441900001' });
    const rows = [{ line: 2, building: own[0].id, entrance: '', grid: '4.419E+08' }];
    expect(readBuildingList(other, atoms, rows, { mendZeros: true }).problems).toMatchObject([
      { fault: 'code-damaged', likely: '441900001' },
    ]);
  });

  test('another community, a lock', () => {
    const two = madePartition(5, 6, 5, 2, 2).model;
    const names = atomsOf(two);
    const west = names.findIndex(
      (_, atom) => two.cellOf(atom) >= 0 && two.cell(two.cellOf(atom)).community === 0,
    );
    const east = two.gridIds().find((id) => two.grid(id).community === 1) as number;
    const rows = [{ line: 2, building: names[west].id, entrance: '', grid: two.grid(east).code }];
    expect(readBuildingList(two, names, rows, { mendZeros: false }).problems).toMatchObject([
      { fault: 'other-community' },
    ]);
    const near = two
      .gridIds()
      .find((id) => two.grid(id).community === 0 && id !== two.gridOf(two.cellOf(west))) as number;
    act(two, { type: 'lockGrid', grid: near });
    const locked = [{ ...rows[0], grid: two.grid(near).code }];
    expect(readBuildingList(two, names, locked, { mendZeros: false }).problems).toMatchObject([
      { fault: 'locked' },
    ]);
  });
});

describe('drawn areas', () => {
  /** Degrees of a square in metres about the lattice's origin. */
  const square = (west: number, south: number, east: number, north: number) =>
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ].map(([x, y]) => [
      LATTICE.originX + x * 1000 * LATTICE.stepX,
      LATTICE.originY + y * 1000 * LATTICE.stepY,
    ]);
  const area = (name: string, ring: number[][]) => ({
    name,
    row: 1,
    polygons: [[ring]],
    fields: { code: name },
  });

  test('as units: overlap, gap and sliver are listed, each may be given to whom one wants, counts add up', () => {
    const areas = [
      { ...area('a', square(0, 0, 100, 100)), fields: { code: 'a', pop: 10 } },
      { ...area('b', square(95, 0, 200, 100)), fields: { code: 'b', pop: 20 } },
      { ...area('c', square(0, 100.3, 200, 200)), fields: { code: 'c', pop: '30' } },
      { ...area('d', square(0, 100, 0.5, 100.4)), fields: { code: 'd', pop: null } },
      { ...area('e', square(199.5, 100, 200, 100.4)), fields: { code: 'e', pop: 0 } },
    ];
    const request = { crs: WGS84, areas, measures: { residents: 'pop' }, asGrids: true };
    const made = unitPlan(request);
    expect(made.totals).toEqual({ residents: 60 });
    const overlap = made.problems.find(({ kind, grids }) => kind === 'overlap' && grids.join() === 'a,b');
    expect(overlap).toMatchObject({ sliver: false, candidates: [0, 1] });
    expect(overlap?.area).toBeCloseTo(500, 0);
    const gap = made.problems.find(({ kind }) => kind === 'gap');
    expect(gap).toMatchObject({ sliver: true });
    const given = overlap?.to === 0 ? 1 : 0;
    const other = unitPlan({ ...request, choices: new Map([[overlap?.id ?? '', given]]) });
    const size = (plan: typeof made) => {
      const model = modelOfBase(plan.base, []);
      return model.gridIds().map((id) => Math.round(model.gridDoubleArea(id) / 2e6));
    };
    expect(size(other)[given] - size(made)[given]).toBeCloseTo(500, -1);
    const model = modelOfBase(readPlanBase(writePlanBase(made.base)), made.base.units?.measures ?? []);
    expect(provePartition(model).faults).toEqual([]);
    expect(model.totals.of(2)).toEqual([30]);
  });

  test('somewhere else is said, not laid', () => {
    const { model } = madePartition(3, 6, 5, 2);
    const far = [area('far', square(20_000, 20_000, 20_100, 20_100))];
    expect(() => layAreas(model, LATTICE, { areas: far, plan: '', nextCode })).toThrow(
      expect.objectContaining({ code: 'plan-file-elsewhere' }),
    );
  });

  test('a border through a cell is told, the cell goes where its building is', () => {
    const { model, width, height } = madePartition(3, 6, 5, 2);
    const [w, h] = [width / 1000, height / 1000];
    const areas = [
      area('west', square(-50, -50, w / 2 + 3, h + 50)),
      area('east', square(w / 2 + 3, -50, w + 50, h + 50)),
    ];
    const laid = layAreas(model, LATTICE, { areas, plan: '', nextCode });
    expect(laid.cut.length).toBeGreaterThan(0);
    expect(laid.areas.map(({ grid }) => grid)).toEqual([null, null]);
    act(model, laid.action);
    model.atoms.keys.forEach((_, atom) => {
      const cell = model.cellOf(atom);
      if (cell < 0) return;
      const side = model.atoms.x[atom] < width / 2 + 3000 ? 'west' : 'east';
      expect(model.grid(model.gridOf(cell)).code).toBe(side);
    });
    expect(laid.emptied.length).toBe(4);
  });
});
