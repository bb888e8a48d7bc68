import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WGS84 } from '../../../../shared/geo/crs.ts';
import { resolveCrs } from '../../../../shared/geo/crs-resolve.ts';
import { transformer } from '../../../../shared/geo/crs-transform.ts';

const name = (text: string) => resolveCrs({ kind: 'name', text });
const wkt = (text: string) => resolveCrs({ kind: 'wkt', text });
const prj = join(process.env['LINLI_REALDATA'] ?? '', 'shapefile/nyc_taxi_zones/taxi_zones.prj');
describe.skipIf(!existsSync(prj))('.prj files of other people (LINLI_REALDATA)', () => {
  test('taxi zones: the grid of Long Island in US feet', () => {
    expect(wkt(readFileSync(prj, 'utf8'))).toMatchObject({ id: 'EPSG:2263', unit: 'us-foot', warnings: [] });
  });
  test('their box lies in New York, and CityJSON of Delft in Delft', () => {
    const header = readFileSync(prj.replace(/prj$/, 'shp'));
    const box = [36, 44, 52, 60].map((at) => header.readDoubleLE(at));
    const out = [0, 0, 0, 0];
    const transform = transformer(wkt(readFileSync(prj, 'utf8'))!, WGS84);
    expect(transform(box[0], box[1], out, 0) && transform(box[2], box[3], out, 2)).toBe(true);
    expect(out.map((value) => Math.round(value * 10) / 10)).toEqual([-74.3, 40.5, -73.7, 40.9]);
    const city = JSON.parse(
      readFileSync(join(process.env['LINLI_REALDATA']!, 'cityjson/delft.json'), 'utf8'),
    );
    const { referenceSystem, geographicalExtent } = city.metadata;
    transformer(name(referenceSystem)!, WGS84)(geographicalExtent[0], geographicalExtent[1], out, 0);
    expect(Math.hypot(out[0] - 4.36, out[1] - 52.01)).toBeLessThan(0.02);
  });
  test('WGS 84 over several lines', () => {
    const text = readFileSync(join(process.env['LINLI_REALDATA']!, 'shapefile/chinese_poly.prj'), 'utf8');
    expect(wkt(text)).toBe(WGS84);
  });
});
