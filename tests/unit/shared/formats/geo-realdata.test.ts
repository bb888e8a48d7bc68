/**
 * The geographic readers on files that nobody here wrote. The folder is named by LINLI_REALDATA; without it these tests skip,
 * and the run says so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize } from 'flatgeobuf/lib/mjs/geojson.js';
import { describe, expect, test } from 'vitest';
import { openDbf } from '../../../../shared/formats/dbf-reader.ts';
import { openFlatgeobuf } from '../../../../shared/formats/flatgeobuf-reader.ts';
import { openKml } from '../../../../shared/formats/kml-reader.ts';
import { openShapefile } from '../../../../shared/formats/shapefile-reader.ts';
import type { SourceFile } from '../../../../shared/formats/source-file.ts';
import { file, readLayer, withCompanions, zipped } from './geo-reading.ts';

const root = process.env['LINLI_REALDATA'] ?? '';

function real(...parts: string[]): SourceFile {
  return file(parts.at(-1)!, readFileSync(join(root, ...parts)));
}

const chinese = (...endings: string[]) =>
  withCompanions(endings.map((ending) => real('shapefile', `chinese_poly.${ending}`)));
const taxi = (...endings: string[]) =>
  withCompanions(endings.map((ending) => real('shapefile', 'nyc_taxi_zones', `taxi_zones.${ending}`)));

describe.skipIf(!existsSync(root))('files of other people (LINLI_REALDATA)', () => {
  test('Chinese text of a table that names no encoding is read, and asked about', async () => {
    const opened = await openShapefile(chinese('shp', 'shx', 'dbf', 'prj'), {});
    expect(opened.encoding).toMatchObject({ encoding: 'gb18030', sample: '黑龙江省' });
    expect(opened.encoding!.confidence).toBeLessThan(0.95);
    expect(opened.layers[0]).toMatchObject({ name: 'chinese_poly', geometry: 'polygon', features: 1 });
    expect(opened.layers[0].crs?.kind).toBe('wkt');
    expect(opened.problems).toEqual([]);
    const { records, unread } = await readLayer(opened);
    expect(unread).toEqual([]);
    expect(records[0].fields['NAME']).toBe('黑龙江省');
    expect(records[0].geometry?.type).toMatch(/Polygon$/);
  });

  test('the same with an encoding that a person chose, without a .prj, and as a table', async () => {
    const wrong = await openShapefile(chinese('shp', 'shx', 'dbf'), { encoding: 'utf-8' });
    expect(wrong.encoding).toMatchObject({ encoding: 'utf-8', confidence: 1 });
    expect(wrong.problems.map(({ code }) => code)).toEqual(['crs-missing']);
    const table = await openDbf(chinese('dbf'), {});
    expect((await readLayer(table)).records[0].fields['NAME']).toBe('黑龙江省');
  });

  test('263 taxi zones in feet, loose, without index and in an archive', async () => {
    for (const chosen of [taxi('shp', 'shx', 'dbf', 'prj'), taxi('shp', 'dbf', 'prj')]) {
      const opened = await openShapefile(chosen, {});
      expect(opened.layers[0].features).toBe(263);
      const { records, unread } = await readLayer(opened);
      expect([records.length, unread.length]).toEqual([263, 0]);
      expect(records[0].fields).toMatchObject({ zone: 'Newark Airport', LocationID: 1 });
      expect(opened.layers[0].bounds?.map(Math.round)).toEqual([913175, 120122, 1067383, 272844]);
    }
    const bytes = await zipped(
      Object.fromEntries(
        ['shp', 'shx', 'dbf', 'prj'].map((ending) => [
          `zones/taxi_zones.${ending}`,
          readFileSync(join(root, 'shapefile', 'nyc_taxi_zones', `taxi_zones.${ending}`)),
        ]),
      ),
    );
    const opened = await openShapefile(file('zones.zip', bytes), {});
    expect((await readLayer(opened, 'taxi_zones')).records).toHaveLength(263);
  });

  test('the samples of KML', async () => {
    const opened = await openKml(real('kml', 'KML_Samples.kml'));
    const all = await Promise.all(opened.layers.map(({ name }) => readLayer(opened, name)));
    expect(opened.layers.map(({ name, features }) => [name, features])).toEqual([
      ['KML Samples/Placemarks', 3],
      ['KML Samples/Styles and Markup', 1],
      ['KML Samples/Styles and Markup/Highlighted Icon', 1],
      ['KML Samples/Paths', 6],
      ['KML Samples/Polygons/Google Campus', 4],
      ['KML Samples/Polygons/Extruded Polygon', 1],
      ['KML Samples/Polygons/Absolute and Relative', 4],
    ]);
    expect(all.flatMap(({ unread }) => unread)).toEqual([]);
    expect(opened.problems).toEqual([expect.objectContaining({ code: 'overlay-skipped', count: 8 })]);
  });

  test.each([
    ['poly_landmarks.fgb', 85],
    ['topp_states.fgb', 49],
  ])('%s has %i features', async (name, count) => {
    const opened = await openFlatgeobuf(real('flatgeobuf', name));
    expect(opened.layers[0].features).toBe(count);
    expect(opened.layers[0].geometry).toBe('polygon');
    const { records, unread } = await readLayer(opened);
    expect([records.length, unread.length]).toEqual([count, 0]);
    expect(records.every(({ geometry }) => geometry?.type.endsWith('Polygon'))).toBe(true);
    // The same as the reference reader says.
    let index = 0;
    for await (const { geometry, properties } of deserialize(readFileSync(join(root, 'flatgeobuf', name)))) {
      expect({ ...records[index].fields }).toMatchObject(properties ?? {});
      expect(records[index].geometry).toEqual(geometry);
      index++;
    }
    expect(index).toBe(count);
  });
});
