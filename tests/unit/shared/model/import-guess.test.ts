/** What a file and its columns are taken for: names are believed only where the values can be what they say. */
import { describe, expect, test } from 'vitest';
import { guessChoices, guessRole } from '../../../../shared/model/import-mapping.ts';
import type { FoundColumn } from '../../../../shared/model/import-plan.ts';
import type { ImportRole } from '../../../../shared/model/import-roles.ts';

function column(name: string, ...examples: string[]): FoundColumn {
  const numeric = examples.every((text) => /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text));
  return { name, type: numeric && examples.length > 0 ? 'number' : 'text', examples };
}

/** Field -> column. */
function fields(role: ImportRole, ...columns: FoundColumn[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, target } of guessChoices(role, columns))
    if (target.to === 'field') found[target.field] = name;
  return found;
}

describe('columns', () => {
  test.each<[string, ImportRole, FoundColumn, string | null]>([
    ['square metres are no community', 'buildings', column('area', '5790', '4423'), null],
    ['nor with decimals', 'buildings', column('area', '579.05', '44.2'), null],
    ['nor the yes of OpenStreetMap', 'buildings', column('area', 'yes', 'no'), null],
    ['a code of the division is', 'buildings', column('area', '320508001001'), 'community'],
    ['a name is', 'buildings', column('area', '云和社区'), 'community'],
    ['nothing known, the name decides', 'buildings', column('area'), 'community'],
    ['square metres of a home', 'homes', column('area', '89.5', '120'), 'area'],
    ['a mark is no building', 'devices', column('building', 'yes', 'yes'), null],
    ['a building is', 'devices', column('building', '3号楼'), 'building'],
    ['a measure is no id', 'buildings', column('id', '12.5', '13.25'), null],
    ['a whole number with a decimal point is', 'buildings', column('id', '12.0', '13.0'), 'id'],
    [
      'telephone numbers, starred or not',
      'residents',
      column('phone', '138****5678', '无', '0512-6501'),
      'phone',
    ],
    ['a shop is no telephone number', 'residents', column('phone', 'yes', 'no'), null],
    ['floors beyond belief', 'buildings', column('levels', '20501', '30522'), null],
    ['floors', 'buildings', column('levels', '6', '999'), 'floors'],
    ['measures are no words', 'buildings', column('type', '0.25', '3.5'), null],
    ['words that are not understood may be told', 'devices', column('类型', '老式', '旧'), 'kind'],
    [
      'a geometry by its values',
      'places',
      column('val', '{"type": "Point", "coordinates": [102, 0.5]}'),
      'wkt',
    ],
    ['WKT too', 'buildings', column('x1', 'SRID=4326;MULTIPOLYGON Z (((0 0 1', 'POLYGON((1 1'), 'wkt'],
    ['any other JSON is none', 'places', column('val', '{"type": "Pointer"}'), null],
    ['a date has digits', 'devices', column('安装时间', '不详'), null],
  ])('%s', (_, role, given, field) => {
    expect(Object.keys(fields(role, given))).toEqual(field === null ? [] : [field]);
  });

  test('of two columns of a name the one whose values are understood', () => {
    const landuse = column('landuse', 'greenhouse_horticulture');
    const building = column('building', 'yes', 'apartments');
    expect(fields('buildings', landuse, building)).toEqual({ use: 'building' });
    expect(fields('buildings', landuse)).toEqual({ use: 'landuse' });
  });

  test('values count where they were gathered, not the first three alone', () => {
    const values = ['yes', 'no', '320508001001', '320508001002', '320508001003'].map((value) => ({
      value,
      count: 1,
    }));
    const given = { ...column('area', 'yes', 'no'), values };
    expect(fields('buildings', given)).toEqual({ community: 'area' });
  });
});

describe('roles', () => {
  const polygons = { Polygon: 20 };
  test.each<[string, string, FoundColumn[], Record<string, number>, ImportRole]>([
    [
      'a road surface with a height',
      'city.json Road',
      [column('height', '0.03', '1.2')],
      polygons,
      'basemap',
    ],
    ['land with a height', 'city.json LandUse', [column('height', '1.1')], polygons, 'basemap'],
    ['a building with a height', 'city.json Building', [column('height', '9.1')], polygons, 'buildings'],
    ['zones with nothing but an id', 'zones.shp', [column('OBJECTID', '1', '2')], polygons, 'basemap'],
    ['polygons of floors', 'x.shp', [column('层数', '6')], polygons, 'buildings'],
    ['an address alone', 'list.csv', [column('address', '120 any st.')], { '': 5 }, 'places'],
    [
      'people',
      'list.csv',
      [column('姓名', '甲'), column('性别', '男'), column('地址', '和平路1号')],
      { '': 5 },
      'residents',
    ],
    [
      'a firm with its address',
      'list.csv',
      [column('单位名称', '某公司'), column('地址', '和平路1号'), column('从业人数', '12')],
      { '': 5 },
      'organisations',
    ],
  ])('%s', (_, file, columns, geometry, role) => {
    expect(guessRole(file, columns, geometry)).toBe(role);
  });
});
