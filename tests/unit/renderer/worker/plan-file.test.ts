/** Files of a plan at the worker: who may take what, the file on the desk, a plan of a file's areas. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import type { DataEngine } from '../../../../renderer/worker/engine-api.ts';
import type { UnitsChoice } from '../../../../renderer/worker/plan-file-api.ts';
import type { JournalBody } from '../../../../shared/host/journal-record.ts';
import { USUAL_RULES } from '../../../../shared/partition/unit-fixes.ts';
import { madeMemory, sealedWindow } from '../../../support/sealed-window.ts';
import { freshDatabases } from '../store/fresh-databases.ts';

const host = new Map<string, Uint8Array<ArrayBuffer>>();
vi.mock('../../../../renderer/host.ts', () => ({
  putBulk: async (token: string, bytes: Uint8Array<ArrayBuffer>) => void host.set(token, bytes),
  getBulk: async (token: string) => host.get(token),
}));

let databases: Databases;
beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => {
  closeDatabases(databases);
  host.clear();
});

async function opened(engine: DataEngine, made: { sha256: string; body: JournalBody }, seq = 1) {
  await engine.sendPlanBase(made.sha256, 'base');
  await engine.applyJournal([{ seq, at: 1_000, body: made.body }]);
  return engine.openPlan('p-abc123', 'base');
}

const begin = async (engine: DataEngine) =>
  opened(engine, await engine.draftPlan({ id: 'p-abc123', name: 'plan' }, () => {}));

const ASKED = { format: 'geojson', crs: 'EPSG:4326', counts: true } as const;
const properties = async (file: Blob) => JSON.parse(await file.text()).features[0].properties;

describe('who may take what', () => {
  test('who works in a grid only takes nothing', async () => {
    const { engine } = await sealedWindow(databases, madeMemory(), 'gridWorker');
    await begin(engine);
    await expect(engine.exportPlan(ASKED)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(engine.planSheets()).rejects.toMatchObject({ code: 'not-allowed' });
  });

  test('a planner takes borders without a count, whatever is asked for, and no sheet', async () => {
    const { engine } = await sealedWindow(databases, madeMemory(), 'planner');
    await begin(engine);
    const taken = await properties(await engine.exportPlan(ASKED));
    expect(Object.keys(taken)).not.toContain('residents');
    expect(taken).toMatchObject({ plan: 'p-abc123', kind: 'general' });
    const words = { names: ['N1'], measure: 'residents', seed: 1 };
    for (const asked of [engine.planSheets(), engine.newGrids(words, () => {})])
      await expect(asked).rejects.toMatchObject({ code: 'not-allowed' });
  });

  test('a grid manager takes counts by grid; sheets call buildings by address', async () => {
    const { engine } = await sealedWindow(databases, madeMemory(), 'gridManager');
    await begin(engine);
    expect((await properties(await engine.exportPlan(ASKED))).residents).toBeGreaterThan(0);
    const { grids } = await engine.planSheets();
    const [first] = grids;
    expect(first.sides.map(({ side }) => side)).toEqual(['east', 'south', 'west', 'north']);
    expect(first.corners.length).toBeGreaterThan(2);
    expect(first.legs.map(({ to }) => to)).toEqual([
      ...first.corners.slice(1).map(({ number }) => number),
      1,
    ]);
    expect(first.buildings.every(({ label }) => label !== '')).toBe(true);
  });
});

const square = (x: number, y: number, size: number) => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];
const blocks = JSON.stringify({
  type: 'FeatureCollection',
  features: [0, 1, 2, 3].map((i) => ({
    type: 'Feature',
    properties: { code: `U${i}`, pop: 10 * (i + 1) },
    geometry: {
      type: 'Polygon',
      coordinates: [square(120 + (i % 2) * 0.002, 31 + Math.floor(i / 2) * 0.002, 0.002)],
    },
  })),
});

test('a plan of the areas of a file counts what the file counts, is divided, and its list comes back', async () => {
  const { engine } = await sealedWindow(databases, madeMemory(), 'administrator');
  const look = await engine.lookPlanFile([new File([blocks], 'blocks.geojson')]);
  expect(look.layers).toMatchObject([{ polygons: true, rows: 4, counts: ['pop'], crs: { id: 'EPSG:4326' } }]);
  const choice: UnitsChoice = {
    ...{ layer: look.layers[0].name, crs: null, rules: USUAL_RULES, choices: [] },
    measures: { residents: 'pop' },
    asGrids: false,
  };
  expect(await engine.lookUnits(choice)).toMatchObject({
    units: 4,
    totals: { residents: 100 },
    problems: [],
  });
  const view = await opened(engine, await engine.draftUnitPlan({ id: 'p-abc123', name: 'blocks' }, choice));
  expect(view.unassigned[view.measures.indexOf('residents')]).toBe(100);
  const made = await engine.newGrids(
    {
      names: ['a', 'b'],
      measure: 'residents',
      seed: 1,
    },
    () => {},
  );
  // 10 and 40 touch at a corner only, which is no contact.
  expect(made.counts.toSorted()).toEqual([40, 60]);
  if (!made.action) throw new Error('nothing was made');
  const step = await engine.actOn(made.action, 'divided');
  if (!step.ok) throw new Error(step.reason);
  await engine.applyJournal([{ seq: 2, at: 2_000, body: step.body }]);
  const list = await engine.exportPlan({ format: 'csv', crs: '', counts: false });
  const [layer] = (await engine.lookPlanFile([new File([list], 'list.csv')])).layers;
  expect(layer).toMatchObject({ building: 'building', entrance: 'entrance', grid: 'grid', polygons: false });
  const read = await engine.readPlanList({ ...layer, layer: layer.name, mendZeros: false });
  expect(read).toMatchObject({ rows: 4, same: 4, problems: [], moves: [] });
  expect(await engine.checkPlan({ min: 1, max: 100 })).toMatchObject({ holds: true, unknownBuildings: [] });
});
