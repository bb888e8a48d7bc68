import { describe, expect, test } from 'vitest';
import { textAt, wordAt } from '../../../../shared/columns/cell.ts';
import type { DictColumn, NumberColumn, Table, TextColumn } from '../../../../shared/columns/column.ts';
import { NONE } from '../../../../shared/columns/column.ts';
import type { SourceFile } from '../../../../shared/formats/source-file.ts';
import type { CommunityBundle } from '../../../../shared/model/bundle.ts';
import { AS_GUESSED, type ImportPlan } from '../../../../shared/model/import-plan.ts';
import { type OpenLayerFile, previewImport, runImport } from '../../../../shared/model/import-run.ts';
import { desk, drain, lookAt, textFile } from './import-support.ts';

const LONG = Boolean(process.env['LINLI_LONG']);
const quiet = new AbortController().signal;

interface Setup {
  plan: ImportPlan;
  of: OpenLayerFile;
}

async function setUp(files: SourceFile[], change: Partial<ImportPlan> = {}): Promise<Setup> {
  const byKey = new Map(files.map((file, index) => [`k${index}`, file]));
  const layers = [];
  for (const [key, file] of byKey) layers.push(...(await lookAt(file, key)).plans);
  const plan: ImportPlan = {
    layers,
    mode: 'replace',
    name: { zh: '试', en: 'Try' },
    asOfDay: 20_000,
    ...change,
  };
  return { plan, of: desk(byKey) };
}

async function preview(
  files: SourceFile[],
  change: Partial<ImportPlan> = {},
  current: CommunityBundle | null = null,
) {
  const { plan, of } = await setUp(files, change);
  return (await drain(previewImport(plan, of, current, quiet))).report;
}

async function run(
  files: SourceFile[],
  change: Partial<ImportPlan> = {},
  current: CommunityBundle | null = null,
) {
  const { plan, of } = await setUp(files, change);
  return drain(runImport(plan, of, current, quiet));
}

test('half a place is no place; the kind of a device is found under 类别', async () => {
  const csv =
    '设备编号,类别,经度,纬度\nd1,烟感,120.61,31.31\nd2,水表,120.62,\nd3,水表,,31.3\nd4,水表,x,31.3\n';
  const file = textFile('设备.csv', csv);
  const { plan } = await setUp([file]);
  expect(plan.layers[0].role).toBe('devices');
  expect(plan.layers[0].choices.find(({ name }) => name === '类别')?.target).toEqual({
    to: 'field',
    field: 'kind',
  });
  const report = await preview([file]);
  expect(report.layers[0].reasons).toEqual({ 'missing-place': 2, 'not-a-number': 1 });
});

const square = (x: number, y: number) => [
  [x, y],
  [x + 0.001, y],
  [x + 0.001, y + 0.001],
  [x, y + 0.001],
  [x, y],
];
const building = (id: string, x: number, y: number, properties: object = {}) =>
  JSON.stringify({
    type: 'Feature',
    id,
    geometry: { type: 'Polygon', coordinates: [square(x, y)] },
    properties: { building: 'yes', ...properties },
  });
const BUILDINGS = textFile(
  '楼栋.geojson',
  `[${[
    building('b1', 121.5, 31.2, { 名称: '1号楼', 地址: '和平路12弄1号', 层数: 6 }),
    building('b2', 121.51, 31.21, { 名称: '2号楼', 地址: '和平路12弄2号', height: 33.5 }),
    building('b3', 121.52, 31.22, { 名称: '3号楼' }),
  ].join(',\n')}]`,
);
const HOMES = textFile(
  '房屋.csv',
  '房屋编号,楼栋,单元,楼层,房号,面积,房屋性质\nh3,2号楼,1单元,5,501,80,出租\nh1,1号楼,1单元,1,101,60.5,自住\nh2,1号楼,1单元,6,601,60.5,空置\nh9,9号楼,1单元,6,601,60,空置\n',
);
const RESIDENTS = textFile(
  '人口.csv',
  '姓名,性别,身份证号,出生日期,电话,楼栋,单元,房号,地址\n' +
    '甲一,男,,1950-03-07,13000000001,1号楼,1,101,\n' +
    '甲二,2,,1952年4月,,1号楼,1,101室,\n' +
    '乙一,,990101195503072410,,,,,,和平路12弄2号1单元501室\n' +
    '丙一,女,,,,7号楼,1,101,\n' +
    ',,,,,1号楼,1,101,\n',
);

function table(
  bundle: CommunityBundle,
  name: 'buildings' | 'homes' | 'residents' | 'devices' | 'places' | 'entrances',
): Table {
  return bundle.tables[name] as Table;
}
const texts = (t: Table, column: string) =>
  Array.from({ length: t.rows }, (_, row) => textAt(t.columns[column] as TextColumn, row));
const words = (t: Table, column: string) =>
  Array.from({ length: t.rows }, (_, row) => wordAt(t.columns[column] as DictColumn, row));
const numbers = (t: Table, column: string) => [...(t.columns[column] as NumberColumn).values];

describe('a first look', () => {
  test.each([
    [BUILDINGS, 'buildings'],
    [HOMES, 'homes'],
    [RESIDENTS, 'residents'],
    [textFile('a.csv', '设备编号,设备类型,安装时间,经度,纬度\nd1,烟感,2024-01-02,121.5,31.2\n'), 'devices'],
    [textFile('a.json', '[{"NAME":"x","COORDINATES":[121.5,31.2],"RACKS":2}]'), 'places'],
    [textFile('a.geojson', '{"type":"LineString","coordinates":[[121,31],[122,32]]}'), 'basemap'],
  ] as [SourceFile, string][])('%#: %s', async (file, role) => {
    expect((await lookAt(file, 'k')).plans[0].role).toBe(role);
  });

  test('names of columns in Chinese and English find their fields', async () => {
    const [{ choices }] = (await lookAt(RESIDENTS, 'k')).plans;
    const fields = choices.map(({ target }) => (target.to === 'field' ? target.field : ''));
    expect(fields).toEqual([
      'name',
      'sex',
      'idNumber',
      'birth',
      'phone',
      'building',
      'entrance',
      'door',
      'address',
    ]);
  });

  test('swapped coordinates are noticed, with or without an impossible latitude', async () => {
    const csv = (rows: string) => textFile('a.csv', `name,lng,lat\n${rows}`);
    expect((await lookAt(csv('a,31.2,121.5\nb,31.3,121.6\n'), 'k')).plans[0].swap).toBe(true);
    expect((await lookAt(csv('a,39.5,76.0\nb,39.6,76.1\n'), 'k')).plans[0].swap).toBe(true);
    expect((await lookAt(csv('a,121.5,31.2\nb,-74,40.7\n'), 'k')).plans[0].swap).toBe(false);
  });

  test('another encoding can be chosen', async () => {
    const latin = (
      await lookAt(textFile('a.csv', '名称,经度,纬度\n甲,121,31\n'), 'k', {
        ...AS_GUESSED,
        encoding: 'windows-1252',
      })
    ).inspection;
    expect(latin.encoding?.encoding).toBe('windows-1252');
    expect(latin.layers[0].columns[0].name).not.toBe('名称');
  });
});

describe('bad rows', () => {
  test('every kind is named with its line, good rows are counted apart', async () => {
    const rows = [
      '1,a,121.5,31.2',
      '2,b,31.2,121.5',
      '3,c,999,31',
      '4,d,NaN,31',
      '5,e,Infinity,31',
      '1,f,121.6,31.3',
      '6,g,,',
      '7,h,0,0',
      '8,i,121.7',
      '9,j,121.8,31.4',
    ];
    const { layers, good, bad } = await preview([textFile('a.csv', `id,name,lng,lat\n${rows.join('\n')}\n`)]);
    expect([good, bad]).toEqual([2, 8]);
    expect(
      layers[0].badRows.map(({ line, reason }) => [line, reason]).sort((a, b) => Number(a[0]) - Number(b[0])),
    ).toEqual([
      [3, 'coordinates-swapped'],
      [4, 'out-of-range'],
      [5, 'not-a-number'],
      [6, 'not-a-number'],
      [7, 'duplicate-id'],
      [8, 'no-geometry'],
      [9, 'zero-coordinates'],
      [10, 'too-few-fields'],
    ]);
    expect(layers[0].badRows.find(({ line }) => line === 4)?.raw).toBe('3,c,999,31');
  });

  test('ids that repeat across files keep the first', async () => {
    const again = textFile(
      'more.geojson',
      `[${building('b1', 121.6, 31.2)},${building('b4', 121.61, 31.2)}]`,
    );
    const { layers } = await preview([BUILDINGS, again]);
    expect(layers.map(({ good, reasons }) => [good, reasons])).toEqual([
      [3, {}],
      [1, { 'duplicate-id': 1 }],
    ]);
  });

  test('a broken file is reported with its place and the good part counted', async () => {
    const { layers } = await preview([
      textFile('a.json', `[${building('b1', 121.5, 31.2)},\n${building('b2', 121.6, 31.2).slice(0, 50)}`),
    ]);
    expect(layers[0]).toMatchObject({ good: 1, bad: 1, badRows: [{ line: 2, reason: 'unexpected-end' }] });
  });

  test('unknown columns: kept for places, listed for entities', async () => {
    const places = await run([textFile('a.csv', 'name,lng,lat,颜色,数量,代码\nx,121.5,31.2,绿,3,007\n')]);
    const kept = table(places.bundle, 'places');
    expect([texts(kept, '颜色'), numbers(kept, '数量'), texts(kept, '代码')]).toEqual([['绿'], [3], ['007']]);
    const { layers } = await preview([textFile('人口.csv', '姓名,性别,身份证号,血型\n甲,男,,A\n')]);
    expect(layers[0].ignored).toEqual(['血型']);
  });

  test(`ten bad rows among ${LONG ? 'a million' : '50,000'}`, async () => {
    const rows = LONG ? 1_000_000 : 50_000;
    const bad = new Set(Array.from({ length: 10 }, (_, i) => Math.floor((rows / 11) * (i + 1))));
    const encoder = new TextEncoder();
    const file: SourceFile = {
      name: '设备.csv',
      size: rows * 40,
      slice: () => Promise.reject(new Error('read as a stream')),
      async *open() {
        yield encoder.encode('设备编号,设备类型,经度,纬度\n');
        for (let from = 0; from < rows; from += 1000) {
          let text = '';
          for (let i = from; i < from + 1000; i++)
            text += `D${i},烟感,${bad.has(i) ? 'x' : 121 + (i % 1000) / 1000},31.2\n`;
          yield encoder.encode(text);
        }
      },
    };
    const { bundle, report } = await run([file]);
    expect([report.good, report.bad]).toEqual([rows - 10, 10]);
    expect(report.layers[0].badRows.map(({ line }) => line)).toEqual([...bad].map((i) => i + 2));
    expect(table(bundle, 'devices').rows).toBe(rows - 10);
  }, 120_000);
});

describe('assembly', () => {
  test('buildings, homes and residents are linked and ordered by place', async () => {
    const { bundle, links, report } = await run([BUILDINGS, HOMES, RESIDENTS]);
    expect(report.bad).toBe(1);
    expect(links).toEqual({ homes: { rows: 4, linked: 3 }, residents: { rows: 4, linked: 3 } });
    const homes = table(bundle, 'homes');
    const buildings = table(bundle, 'buildings');
    const ids = texts(homes, 'id');
    expect(
      numbers(homes, 'building').map((row) => (row === NONE ? '' : texts(buildings, 'id')[row])),
    ).toEqual(ids.map((id) => ({ h1: 'b1', h2: 'b1', h3: 'b2', h9: '' })[id]));
    expect(ids.indexOf('h1')).toBe(ids.indexOf('h2') - 1);
    expect(ids.at(-1)).toBe('h9');
    const residents = table(bundle, 'residents');
    const names = texts(residents, 'name');
    const homeOf = Object.fromEntries(
      numbers(residents, 'home').map((row, i) => [names[i], row === NONE ? '' : ids[row]]),
    );
    expect(homeOf).toEqual({ 甲一: 'h1', 甲二: 'h1', 乙一: 'h3', 丙一: '' });
    expect(names.at(-1)).toBe('丙一');
    const households = numbers(residents, 'household');
    expect(households[names.indexOf('甲一')]).toBe(households[names.indexOf('甲二')]);
    expect(words(residents, 'sex')[names.indexOf('乙一')]).toBe('male');
    expect(numbers(residents, 'birthYear')[names.indexOf('乙一')]).toBe(1955);
    expect(words(homes, 'tenure')[ids.indexOf('h3')]).toBe('rented');
    const floors = numbers(buildings, 'height');
    expect(
      texts(buildings, 'id')
        .map((id, i) => [id, floors[i]])
        .sort(),
    ).toEqual([
      ['b1', 18],
      ['b2', 33.5],
      ['b3', 6],
    ]);
    expect(table(bundle, 'entrances').rows).toBe(2);
    expect(bundle.bounds[0]).toBeCloseTo(121.5, 6);
  });

  const more = textFile(
    '楼栋2.geojson',
    `[${building('b0', 121.4, 31.1)},${building('b2', 121.9, 31.9)},${building('b5', 121.53, 31.2)}]`,
  );
  const homesOf = (bundle: CommunityBundle) => {
    const ids = texts(table(bundle, 'buildings'), 'id');
    const homes = table(bundle, 'homes');
    const building = numbers(homes, 'building');
    return Object.fromEntries(texts(homes, 'id').map((id, i) => [id, ids[building[i]] ?? '']));
  };

  test('merging updates the known, adds the new, keeps the rest and moves its links', async () => {
    const first = (await run([BUILDINGS, HOMES, RESIDENTS])).bundle;
    const before = JSON.stringify(numbers(table(first, 'homes'), 'building'));
    const { bundle, merge } = await run([more], { mode: 'merge' }, first);
    expect(merge).toEqual({ buildings: { new: 2, changed: 1, same: 0, gone: 2 } });
    expect(JSON.stringify(numbers(table(first, 'homes'), 'building'))).toBe(before);
    const ids = texts(table(bundle, 'buildings'), 'id');
    expect([...ids].sort()).toEqual(['b0', 'b1', 'b2', 'b3', 'b5']);
    expect(numbers(table(bundle, 'buildings'), 'lng')[ids.indexOf('b2')]).toBeGreaterThan(1_219_000_000);
    // The second file says nothing of its height: what was known stays.
    expect(numbers(table(bundle, 'buildings'), 'height')[ids.indexOf('b2')]).toBe(33.5);
    expect(homesOf(bundle)).toEqual({ h1: 'b1', h2: 'b1', h3: 'b2', h9: '' });
    expect(bundle.plan.gridOfBuilding).toHaveLength(5);
    expect(bundle.name).toEqual(first.name);
  });

  test('the same files again change nothing', async () => {
    const first = (await run([BUILDINGS, HOMES, RESIDENTS])).bundle;
    const { bundle, merge } = await run([BUILDINGS, HOMES, RESIDENTS], { mode: 'merge' }, first);
    expect(merge.buildings).toEqual({ new: 0, changed: 0, same: 3, gone: 0 });
    expect(merge.homes).toEqual({ new: 0, changed: 0, same: 4, gone: 0 });
    expect(homesOf(bundle)).toEqual(homesOf(first));
  });

  test('with what the file does not name removed, whoever lived there is without a building', async () => {
    const first = (await run([BUILDINGS, HOMES, RESIDENTS])).bundle;
    const { bundle, merge } = await run([more], { mode: 'sync' }, first);
    expect(merge.buildings).toMatchObject({ new: 2, changed: 1, gone: 2 });
    expect([...texts(table(bundle, 'buildings'), 'id')].sort()).toEqual(['b0', 'b2', 'b5']);
    expect(homesOf(bundle)).toEqual({ h1: '', h2: '', h3: 'b2', h9: '' });
    expect(table(bundle, 'residents').rows).toBe(4);
  });

  test('devices take their place from the building they name', async () => {
    const devices = textFile('设备.csv', '设备编号,设备类型,楼栋\nd1,智能水表,2号楼\nd2,烟感,\n');
    const { bundle, report, links } = await run([BUILDINGS, devices]);
    expect(report.layers[1].reasons).toEqual({ 'missing-place': 1 });
    expect(links.devices).toEqual({ rows: 1, linked: 1 });
    const row = texts(table(bundle, 'buildings'), 'id').indexOf('b2');
    expect(numbers(table(bundle, 'devices'), 'lng')[0]).toBe(numbers(table(bundle, 'buildings'), 'lng')[row]);
  });
});

describe('what stops an import', () => {
  test('no good row', async () => {
    await expect(run([textFile('a.csv', 'name,lng,lat\nx,0,0\n')])).rejects.toMatchObject({
      code: 'nothing-good',
    });
  });

  test('cancel, between two chunks', async () => {
    const { plan, of } = await setUp([textFile('a.csv', `name,lng,lat\n${'x,121,31\n'.repeat(5000)}`, 1000)]);
    const stop = new AbortController();
    const steps = runImport(plan, of, null, stop.signal);
    expect((await steps.next()).done).toBe(false);
    stop.abort();
    await expect(drain(steps)).rejects.toMatchObject({ code: 'import-cancelled' });
  });

  test('a file that is gone', async () => {
    const { plan } = await setUp([BUILDINGS]);
    await expect(drain(runImport(plan, desk(new Map()), null, quiet))).rejects.toMatchObject({
      code: 'file-missing',
    });
  });
});

test.runIf(LONG)(
  '500 MB pass in bounded memory (LINLI_LONG)',
  async () => {
    const block = new TextEncoder().encode(
      `${Array.from({ length: 300 }, (_, i) => building('', 121 + i / 1000, 31.2)).join(',\n')},\n`,
    );
    const last = new TextEncoder().encode(`${building('', 121, 31)}]}`);
    const size = 500 * 1024 * 1024;
    const file: SourceFile = {
      name: 'big.geojson',
      size,
      slice: () => Promise.reject(new Error('read as a stream')),
      async *open() {
        yield new TextEncoder().encode('{"type":"FeatureCollection","features":[');
        for (let sent = 0; sent < size; sent += block.length) yield block;
        yield last;
      },
    };
    const { plan, of } = await setUp([file]);
    let peak = 0;
    const steps = previewImport(plan, of, null, quiet);
    for (let step = await steps.next(); ; step = await steps.next()) {
      peak = Math.max(peak, process.memoryUsage().rss);
      if (step.done) {
        expect(step.value.report.bad).toBe(0);
        expect(step.value.report.good).toBeGreaterThan(1_000_000);
        break;
      }
    }
    expect(peak).toBeLessThan(1400 * 1024 * 1024);
  },
  300_000,
);
