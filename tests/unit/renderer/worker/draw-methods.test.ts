import { beforeAll, expect, test } from 'vitest';
import { drawMethods } from '../../../../renderer/worker/draw-methods.ts';
import type { EngineState } from '../../../../renderer/worker/engine-state.ts';
import { DEGREE, type GeometryColumn } from '../../../../shared/columns/column.ts';
import { ringSquareMetres } from '../../../../shared/geo/outline.ts';
import { type Community, openCommunity } from '../../../../shared/query/community.ts';
import { ownCoordinates } from '../../../../shared/query/spots.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';

let community: Community;
let engine: ReturnType<typeof drawMethods>;
beforeAll(() => {
  const bundle = generateSample('y', 1);
  community = openCommunity(bundle, { today: bundle.asOfDay });
  engine = drawMethods({ opened: { community } } as EngineState);
});

const place = (row: number): [number, number] => {
  const { lng, lat } = ownCoordinates(community.tables.buildings);
  return [lng[row] / DEGREE, lat[row] / DEGREE];
};

test('what is near comes with its outline, and what is far does not', async () => {
  const [lng, lat] = place(10);
  const ground = await engine.drawnGround([lng - 1e-5, lat - 1e-5, lng + 1e-5, lat + 1e-5]);
  expect(ground.buildings.map(({ row }) => row)).toContain(10);
  expect(ground.buildings.length).toBeLessThan(10);
  expect(ground.boundary.length).toBeGreaterThan(0);
  expect(ground.more).toBe(false);
  const elsewhere = await engine.drawnGround([lng + 1, lat, lng + 1.1, lat + 0.1]);
  expect(elsewhere.buildings).toEqual([]);
});

test('a record to correct has its outline, doors with who goes in by them, and its values', async () => {
  const record = await engine.drawnRecord('buildings', 10);
  expect(ringSquareMetres(record?.rings[0].ring ?? [])).toBeGreaterThan(20);
  const homes = community.homeStarts[11] - community.homeStarts[10];
  expect(record?.entrances.reduce((sum, entrance) => sum + entrance.homes.length, 0)).toBe(homes);
  expect(record?.values).toMatchObject({ floors: expect.any(Number), use: expect.any(String) });
  expect(record?.usedFloor).toBeLessThanOrEqual(Number(record?.values['floors']));
  expect(await engine.drawnRecord('buildings', 1e6)).toBeNull();
});

test('something new belongs where its place is', async () => {
  const belongs = await engine.belonging(place(10));
  expect(belongs.grid).toBe(community.plan.gridOfBuilding[10]);
  expect(belongs.area).not.toBeNull();
  expect(await engine.belonging([0, 0])).toMatchObject({ compound: null, grid: null });
});

test('a line is found from beside it, and nothing far from any', async () => {
  const lines = community.tables.basemap?.columns['lines'] as GeometryColumn;
  const row = Array.from({ length: community.tables.basemap?.rows ?? 0 }, (_, i) => i).find(
    (each) => lines.rowRings[each + 1] > lines.rowRings[each],
  );
  const at = 2 * lines.ringVertices[lines.rowRings[row ?? 0]];
  const point: [number, number] = [lines.coords[at] / DEGREE, lines.coords[at + 1] / DEGREE];
  expect(await engine.drawnAt('basemap', point, 5)).not.toBeNull();
  expect(await engine.drawnAt('basemap', [0, 0], 5)).toBeNull();
  expect(await engine.drawnAt('compounds', [0, 0], 5)).toBeNull();
});
