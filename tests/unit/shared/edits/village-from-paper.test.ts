/**
 * The way of docs/guide/drawing.en.md "From a paper map to a community with buildings", step by step through the code that the page uses:
 * a register without places, a scan fitted by control points, buildings drawn over it, homes, and people tied to them by their addresses.
 */
import { expect, test } from 'vitest';
import { NONE, type NumberColumn } from '../../../../shared/columns/column.ts';
import { completeDrafts } from '../../../../shared/edits/complete.ts';
import { drawnEdits } from '../../../../shared/edits/drawn-edits.ts';
import { type DraftEdit, makeEdits } from '../../../../shared/edits/make-edits.ts';
import { overlaidBundle } from '../../../../shared/edits/overlaid.ts';
import { foldEdits, newOverlay, newTouched } from '../../../../shared/edits/overlay.ts';
import { validateEdits } from '../../../../shared/edits/validate.ts';
import { checkDrawing, type Neighbour } from '../../../../shared/geo/drawing-check.ts';
import type { Corner } from '../../../../shared/geo/outline.ts';
import { fitScan, scanToMap } from '../../../../shared/geo/scan-fit.ts';
import type { CommunityBundle } from '../../../../shared/model/bundle.ts';
import { runImport } from '../../../../shared/model/import-run.ts';
import { withLinks } from '../../../../shared/model/link-accept.ts';
import { LinkDesk } from '../../../../shared/model/link-work.ts';
import { desk, drain, lookAt, textFile } from '../model/import-support.ts';

const HOUSES = 6;
const DAY = 20_787;

async function register(): Promise<CommunityBundle> {
  const people = Array.from({ length: 2 * HOUSES }, (_, i) => `张${i},男,赵家村${(i >> 1) + 1}号`);
  const file = textFile('人口.csv', `姓名,性别,地址\n${people.join('\n')}\n`);
  const { plans } = await lookAt(file, 'people');
  const plan = {
    layers: plans,
    mode: 'replace' as const,
    name: { zh: '赵家村', en: 'Village' },
    asOfDay: DAY,
  };
  const run = runImport(plan, desk(new Map([['people', file]])), null, new AbortController().signal);
  return (await drain(run)).bundle;
}

let keys = 0;
const newKey = () => `n${(++keys).toString(16).padStart(16, '0')}`;

test('a village comes from a paper map: people first, then houses, then who lives where', async () => {
  const people = await register();
  expect(people.tables.residents?.rows).toBe(2 * HOUSES);

  // A sheet of 2000 x 1500 pixels at 0.2 m, north up, the three points clicked to the pixel.
  const metre = { lng: 1 / 95_000, lat: 1 / 110_900 };
  const onGround = (x: number, y: number): Corner => [
    120.62 + 0.2 * x * metre.lng,
    31.31 - 0.2 * y * metre.lat,
  ];
  const points = [
    [50, 60],
    [1900, 100],
    [200, 1400],
    [1800, 1300],
  ].map(([x, y]) => ({ x, y, lng: onGround(x, y)[0], lat: onGround(x, y)[1] }));
  const fit = fitScan(points, { width: 2000, height: 1500 });
  expect(Math.max(...fit.residuals)).toBeLessThan(0.5);

  const overlay = newOverlay(people);
  const keep = (drafts: readonly DraftEdit[]) => {
    const now = overlaidBundle(overlay);
    const whole = completeDrafts(now.bundle, drafts, newKey);
    expect(
      validateEdits(now.bundle, whole, DAY).problems.filter(({ severity }) => severity === 'error'),
    ).toEqual([]);
    const made = makeEdits(overlay, now, whole, newKey, '2026-12-01');
    foldEdits(overlay, made, made.personal, newTouched());
  };
  const drawn: Neighbour[] = [];
  for (let house = 0; house < HOUSES; house++) {
    const x = 300 + 200 * house;
    const ring = [
      [x, 500],
      [x, 560],
      [x + 80, 560],
      [x + 80, 500],
    ].map(([px, py]) => scanToMap(fit, px, py));
    const door = scanToMap(fit, x + 40, 560);
    const rings = [{ role: 0 as const, ring }];
    const shape = { kind: 'building' as const, row: null, rings, line: [] };
    const around = { buildings: drawn, boundary: [] };
    const check = checkDrawing({ ...shape, entrances: [{ label: '1', at: door }] }, around);
    expect(check).toMatchObject({ valid: true });
    if (house > 0) {
      // Over a neighbour is told.
      const over = checkDrawing(
        { ...shape, rings: [{ role: 0, ring: drawn[0].rings[0] }], entrances: [] },
        around,
      );
      expect(over.problems.length).toBeGreaterThan(0);
    }
    drawn.push({ row: house, label: `赵家村${house + 1}号`, rings: [ring] });
    const { drafts } = drawnEdits({
      shape: { ...shape, cut: null, entrances: [{ row: null, label: '1', at: door, piece: 0 }], removed: [] },
      before: null,
      values: { name: '', address: `赵家村${house + 1}号`, use: 'residential', floors: 2, height: 0 },
      belongs: { compound: null, area: null, grid: null },
      belongsCut: { compound: null, area: null, grid: null },
      newKey,
    });
    keep(drafts);
  }
  const houses = overlaidBundle(overlay).bundle.tables.buildings;
  expect(houses?.rows).toBe(HOUSES);
  for (let row = 0; row < HOUSES; row++)
    keep([{ table: 'homes', op: 'create', set: { building: { row }, door: '1', floor: 1 } }]);

  const { bundle } = overlaidBundle(overlay);
  expect(bundle.tables.homes?.rows).toBe(HOUSES);
  const links = new LinkDesk(bundle.tables, bundle.plan.gridOfBuilding);
  const work = links.work('residents');
  expect(work.items).toHaveLength(2 * HOUSES);
  const found = work.items.map(({ row }) => {
    const [{ to, percent }] = links.suggestions('residents', row);
    return { row, to, percent, method: 'address' as const };
  });
  const village = withLinks(bundle, 'residents', found, '2026-11-30');
  const { total } = new LinkDesk(village.tables, village.plan.gridOfBuilding).work('residents');
  expect(total).toEqual({ rows: 2 * HOUSES, linked: 2 * HOUSES });
  const home = (village.tables.residents!.columns['home'] as NumberColumn).values;
  const households = new Map<number, number>();
  for (const to of home) households.set(to, (households.get(to) ?? 0) + 1);
  expect(households.has(NONE)).toBe(false);
  expect([...households.values()]).toEqual(Array.from({ length: HOUSES }, () => 2));
});
