import { describe, expect, test } from 'vitest';
import { searchCrs } from '../../../../shared/geo/crs-search.ts';

const ids = (text: string) => searchCrs(text).map(({ id }) => id);

describe('a system is found', () => {
  test.each([
    ['4526', 'EPSG:4526'],
    ['EPSG:4490', 'EPSG:4490'],
    ['WGS84', 'EPSG:4326'],
    ['gcj-02', 'GCJ02'],
    ['百度', 'BD09'],
    ['CGCS2000 120E 3-degree', 'EPSG:4549'],
    ['CGCS2000 3 度带 120', 'EPSG:4549'],
    ['UTM 51N', 'EPSG:32651'],
    ['Web 墨卡托', 'EPSG:3857'],
  ])('%s', (text, id) => {
    expect(ids(text)).toContain(id);
  });

  test('from a proj4 text or a WKT', () => {
    const proj4 = '+proj=tmerc +lat_0=0 +lon_0=120.5 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs';
    expect(searchCrs(proj4)[0]).toMatchObject({ kind: 'projected', unit: 'metre' });
    const wkt =
      'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]';
    expect(ids(wkt)[0]).toBe('EPSG:4326');
  });

  test('nothing is found for nothing and for nonsense, and nothing is thrown', () => {
    for (const text of ['', '   ', 'nowhere at all', '+proj=ufo', 'PROJCS[', '('.repeat(500), '999999'])
      expect(ids(text)).toEqual([]);
  });

  test('at most twelve', () => {
    expect(searchCrs('CGCS2000').length).toBeLessThanOrEqual(12);
  });
});
