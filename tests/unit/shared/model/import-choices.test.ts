import { describe, expect, test } from 'vitest';
import { textAt } from '../../../../shared/columns/cell.ts';
import { writeShapefiles } from '../../../../shared/formats/shapefile-writer.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import { BD09, WGS84 } from '../../../../shared/geo/crs.ts';
import { zoneCrs } from '../../../../shared/geo/crs-registry.ts';
import { codesOf } from '../../../../shared/model/import-joined.ts';
import { knowsPlace, withCrs } from '../../../../shared/model/import-look.ts';
import {
  asLastTime,
  headerSignature,
  parseRemembered,
  rememberedOf,
} from '../../../../shared/model/import-memory.ts';
import { communityOutline, overlayFrame, placesInDegrees } from '../../../../shared/model/import-outline.ts';
import { AS_GUESSED, type ImportPlan, type LayerPlan } from '../../../../shared/model/import-plan.ts';
import { rejectTable } from '../../../../shared/model/import-rejects.ts';
import { previewImport, runImport } from '../../../../shared/model/import-run.ts';
import { desk, drain, lookAt, textFile } from './import-support.ts';

const signal = new AbortController().signal;
const planOf = (layers: LayerPlan[], mode: ImportPlan['mode'] = 'replace'): ImportPlan => ({
  layers,
  mode,
  name: { zh: '甲', en: 'A' },
  asOfDay: 20_000,
});

const DEVICES =
  '设备编号,设备类型,经度,纬度\nD1,老式烟感,121.5,31.2\nD2,智能水表,121.5,31.2\nD3,老式烟感,121.5,31.2\nD4,旧,121.5,31.2\n';

describe('words', () => {
  test('values of a word column come with their counts; what is not understood can be told', async () => {
    const file = textFile('设备.csv', DEVICES);
    const { inspection, plans } = await lookAt(file, 'd');
    const kind = inspection.layers[0].columns.find(({ name }) => name === '设备类型');
    expect(kind?.values).toEqual([
      { value: '老式烟感', count: 2 },
      { value: '智能水表', count: 1 },
      { value: '旧', count: 1 },
    ]);
    const of = desk(new Map([['d', file]]));
    const before = await drain(previewImport(planOf(plans), of, null, signal));
    expect(before.report.layers[0].unknownWords).toEqual([
      { column: '设备类型', value: '老式烟感', count: 2 },
      { column: '设备类型', value: '旧', count: 1 },
    ]);
    const words = [
      { value: '老式烟感', word: 'smoke' },
      { value: '旧', word: '' },
    ];
    const told = plans.map((plan) => ({
      ...plan,
      choices: plan.choices.map((choice) => (choice.name === '设备类型' ? { ...choice, words } : choice)),
    }));
    const after = await drain(previewImport(planOf(told), of, null, signal));
    expect(after.report.layers[0].unknownWords).toEqual([]);
    expect(after.report.layers[0].notes['word-unknown']).toBeUndefined();
    expect(after.report.layers[0].rows.map((row) => row['kind'])).toEqual([
      'smoke',
      'waterMeter',
      'smoke',
      undefined,
    ]);
  });

  test('a word may be overruled that the program would understand otherwise', async () => {
    const file = textFile('人.csv', '姓名,性别\n甲,1\n乙,2\n');
    const { plans } = await lookAt(file, 'p');
    const choices = plans[0].choices.map((choice) =>
      choice.name === '性别' ? { ...choice, words: [{ value: '1', word: 'female' }] } : choice,
    );
    const plan = planOf([{ ...plans[0], role: 'residents', choices }]);
    const { report } = await drain(previewImport(plan, desk(new Map([['p', file]])), null, signal));
    expect(report.layers[0].rows.map((row) => row['sex'])).toEqual(['female', 'female']);
  });

  test('a column of many values holds no words', async () => {
    const lines = Array.from({ length: 80 }, (_, at) => `D${at},种类${at}`);
    const { inspection } = await lookAt(textFile('a.csv', `id,kind\n${lines.join('\n')}\n`), 'a');
    expect(inspection.layers[0].columns.map(({ values }) => values)).toEqual([undefined, undefined]);
  });
});

describe('as last time', () => {
  test('the signature knows the header again in any order and spelling, and the role apart', async () => {
    const of = (...names: string[]) =>
      headerSignature(
        'residents',
        names.map((name) => ({ name })),
      );
    expect(await of('姓名', 'ID No')).toBe(await of('id_no', '姓名'));
    expect(await of('姓名', 'ID')).not.toBe(await of('姓名', 'ID', '性别'));
    expect(await headerSignature('homes', [{ name: 'a' }])).not.toBe(
      await headerSignature('residents', [{ name: 'a' }]),
    );
  });

  test('role, columns, words and system come back; what a file declares itself stays', async () => {
    const { plans } = await lookAt(textFile('设备.csv', DEVICES), 'd');
    const zone = zoneCrs('cgcs2000', {
      family: { degrees: 3, firstZone: 25, zones: 21 },
      meridian: 120,
      prefixed: true,
    });
    if (!zone) throw new Error('no zone');
    const agreed: LayerPlan = {
      ...withCrs(plans[0], zone, { swapped: true }),
      role: 'places',
      choices: plans[0].choices.map((choice) =>
        choice.name === '设备类型'
          ? { ...choice, target: { to: 'extra' } }
          : { ...choice, target: { to: 'ignored' } },
      ),
    };
    const stored = parseRemembered(JSON.stringify(rememberedOf(agreed, 5)));
    if (!stored) throw new Error('not read back');
    const again = asLastTime(plans[0], stored);
    expect(again).toMatchObject({ role: 'places', swap: true, crsHow: 'chosen', crs: { id: zone.id } });
    expect(again.choices.map(({ target }) => target.to)).toEqual(['ignored', 'extra', 'ignored', 'ignored']);
    const declared = asLastTime({ ...plans[0], crs: WGS84, crsHow: 'declared' }, stored);
    expect(declared).toMatchObject({ crs: WGS84, crsHow: 'declared', swap: false });
  });

  test('words and fields of another program are not taken; broken notes are none', () => {
    const mapping = {
      role: 'devices',
      choices: [
        { name: 'a', target: { to: 'field', field: 'nothing' }, type: 'text' },
        {
          name: 'k',
          target: { to: 'field', field: 'kind' },
          type: 'text',
          words: [{ value: 'x', word: 'ufo' }],
        },
      ],
      crs: null,
      swap: false,
      factor: 1,
      at: 1,
    };
    const stored = parseRemembered(JSON.stringify(mapping));
    if (!stored) throw new Error('not read');
    const plan = {
      role: 'devices',
      choices: ['a', 'k'].map((name) => ({ name, target: { to: 'ignored' }, type: 'text' })),
    };
    const again = asLastTime(plan as unknown as LayerPlan, stored);
    expect(again.choices).toEqual([
      { name: 'a', target: { to: 'ignored' }, type: 'text' },
      { name: 'k', target: { to: 'field', field: 'kind' }, type: 'text' },
    ]);
    for (const broken of ['', '{', 'null', '{"role":"ufo"}', JSON.stringify({ ...mapping, choices: 1 })])
      expect(parseRemembered(broken)).toBeNull();
  });
});

describe('rows that were left out', () => {
  test('keep their cells in the order of the file, with the reason beside; text rows are cut again', async () => {
    const csv = 'name,lng,lat\na,999,31\nb,121.5,31.2\nc,121.5\nd,121,31,多,余\n';
    const file = textFile('p.csv', csv);
    const { plans } = await lookAt(file, 'p');
    const { report } = await drain(previewImport(planOf(plans), desk(new Map([['p', file]])), null, signal));
    const names = plans[0].choices.map(({ name }) => name);
    const { columns, rows } = rejectTable(
      report.layers[0],
      names,
      '原文',
      ({ line, reason }) => `${line} ${reason}`,
    );
    expect(columns).toEqual(['name', 'lng', 'lat', '+1', '+2']);
    expect(rows).toEqual([
      { cells: ['a', '999', '31', '', ''], reason: '2 out-of-range' },
      { cells: ['c', '121.5', '', '', ''], reason: '4 too-few-fields' },
      { cells: ['d', '121', '31', '多', '余'], reason: '5 too-many-fields' },
    ]);
  });

  test('a record that could not be read stands as its text', () => {
    const row = {
      key: 'k',
      layer: 'l',
      line: 3,
      reason: 'broken-json',
      detail: '',
      raw: '{"a":',
      cells: null,
    } as const;
    const { columns, rows } = rejectTable({ badRows: [row] }, ['a'], '原文', () => 'r');
    expect(columns).toEqual(['a', '原文']);
    expect(rows).toEqual([{ cells: ['', '{"a":'], reason: 'r' }]);
  });
});

/** Two squares with a grid each. */
const GRIDS = JSON.stringify({
  type: 'FeatureCollection',
  features: [0, 1].map((at) => ({
    type: 'Feature',
    properties: { 网格编码: `G0${at}`, 网格名称: `第${at}网格` },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [121 + at, 31],
          [122 + at, 31],
          [122 + at, 32],
          [121 + at, 32],
          [121 + at, 31],
        ],
      ],
    },
  })),
});
const HOUSES = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { id: 'B1', floors: 6 },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [121.5, 31.5],
            [121.5002, 31.5],
            [121.5002, 31.5002],
            [121.5, 31.5002],
            [121.5, 31.5],
          ],
        ],
      },
    },
  ],
});

async function gridded(grids = GRIDS) {
  const files = new Map([
    ['g', textFile('网格.geojson', grids)],
    ['b', textFile('buildings.geojson', HOUSES)],
  ]);
  const plans = (await Promise.all([...files].map(([key, file]) => lookAt(file, key)))).flatMap(
    (each) => each.plans,
  );
  expect(plans.map(({ role }) => role)).toEqual(['grids', 'buildings']);
  return (await drain(runImport(planOf(plans), desk(files), null, signal))).bundle;
}

describe('a table joined by code', () => {
  test('becomes extra columns of the grids; outlines, order and the plan in force stay', async () => {
    const before = await gridded();
    // A person moved the building to the other grid: that must survive a table of numbers.
    const moved = { ...before, plan: { ...before.plan, gridOfBuilding: Uint16Array.from([1]) } };
    const table = textFile('统计.csv', '编码,户数,包片民警\nG01,300,张三\nG00,200,李四\n');
    const { inspection, plans } = await lookAt(table, 't', AS_GUESSED, { codes: codesOf(before.tables) });
    expect(inspection.layers[0].joined).toEqual({ column: '编码', to: 'grids', matched: 2, of: 2 });
    const { bundle, merge } = await drain(
      runImport(planOf(plans, 'merge'), desk(new Map([['t', table]])), moved, signal),
    );
    expect(merge.grids).toEqual({ new: 0, changed: 2, same: 0, gone: 0 });
    const { columns, rows } = bundle.tables.grids!;
    expect(rows).toBe(2);
    const households = columns['户数'];
    expect(households.kind === 'number' && [...households.values]).toEqual([200, 300]);
    expect(columns['包片民警'].kind === 'text' && textAt(columns['包片民警'], 1)).toBe('张三');
    expect(columns['outline']).toEqual(before.tables.grids!.columns['outline']);
    expect(bundle.plan).toEqual({ id: before.plan.id, gridOfBuilding: Uint16Array.from([1]) });
  });

  test('the same grids brought in once more are the same ground, others are not', async () => {
    const { id } = (await gridded()).plan;
    expect((await gridded()).plan.id).toBe(id);
    expect((await gridded(GRIDS.replace('G01', 'G07'))).plan.id).not.toBe(id);
    expect(id).toMatch(/^grids-[0-9a-f]{16}$/);
  });

  test('a table of other codes is not taken for one of grids', async () => {
    const before = await gridded();
    const table = textFile('t.csv', '编码,户数\nX1,1\nG00,2\nX3,3\n');
    const { inspection } = await lookAt(table, 't', AS_GUESSED, { codes: codesOf(before.tables) });
    expect(inspection.layers[0].joined).toBeNull();
  });
});

describe('the overlay', () => {
  test('places stand in the frame as the chosen system puts them, with the distance', async () => {
    const bundle = await gridded();
    expect(communityOutline(bundle).footprints.length).toBeGreaterThan(8);
    const places = Float64Array.from([121.5001, 31.5001, 121.5002, 31.5001]);
    const right = placesInDegrees({ crs: WGS84, swap: false, factor: 1 }, places);
    const bounds: [number, number, number, number] = [121.5, 31.5, 121.5002, 31.5002];
    const frame = overlayFrame(right, bounds, 320, 220);
    expect(frame.metres).toBeLessThan(20);
    expect([frame.placed, frame.of]).toEqual([2, 2]);
    for (const [lng, lat] of [
      [121.5, 31.5],
      [121.5002, 31.5002],
    ]) {
      expect(frame.x(lng)).toBeGreaterThanOrEqual(0);
      expect(frame.x(lng)).toBeLessThanOrEqual(320);
      expect(frame.y(lat)).toBeGreaterThanOrEqual(0);
      expect(frame.y(lat)).toBeLessThanOrEqual(220);
    }
    const shifted = placesInDegrees({ crs: BD09, swap: false, factor: 1 }, places);
    expect(overlayFrame(shifted, bounds, 320, 220).metres).toBeGreaterThan(400);
    const swapped = placesInDegrees({ crs: WGS84, swap: true, factor: 1 }, places);
    expect(overlayFrame(swapped, bounds, 320, 220)).toMatchObject({ placed: 0, of: 2, metres: null });
  });
});

describe('a shapefile of a Gauss-Krüger zone', () => {
  test('lands at its place', async () => {
    const ring = [
      [40501000, 3470000],
      [40501050, 3470000],
      [40501050, 3470040],
      [40501000, 3470040],
      [40501000, 3470000],
    ];
    const { chunks } = writeShapefiles([
      {
        name: 'buildings',
        fields: [{ name: 'floors', type: 'integer' }],
        wkt: null,
        rows: () => [{ geometry: { type: 'Polygon', coordinates: [ring] }, fields: { floors: 6 } }],
      },
    ]);
    const parts: number[] = [];
    for await (const part of chunks) parts.push(...part);
    const file = memoryFile('b.zip', Uint8Array.from(parts));
    const { plans } = await lookAt(file, 's');
    expect(knowsPlace(plans[0])).toBe(true);
    const { report } = await drain(previewImport(planOf(plans), desk(new Map([['s', file]])), null, signal));
    const [west, south] = report.bounds ?? [0, 0];
    expect(west).toBeCloseTo(120.0105, 2);
    expect(south).toBeCloseTo(31.35, 1);
  });
});

test('places of a zone that are far from the open community are offered and must be chosen', async () => {
  const csv = `id,x,y\n${Array.from({ length: 10 }, (_, i) => `${i},${40566618 + i * 40},3466900`).join('\n')}\n`;
  const far: [number, number, number, number] = [104, 30, 104.1, 30.1];
  const { inspection, plans } = await lookAt(textFile('点位.csv', csv), 'z', AS_GUESSED, { near: far });
  expect(knowsPlace(plans[0])).toBe(false);
  expect(inspection.layers[0].offers.map(({ crs }) => crs.id)).toContain('EPSG:4528');
});
