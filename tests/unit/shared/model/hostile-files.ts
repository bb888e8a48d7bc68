/** Files of every format with the same three houses, sound or with one bad shape: what import-hostile.test.ts breaks. Owns the writing only. */
import { zipSync } from 'fflate';
import { serialize } from 'flatgeobuf/lib/mjs/geojson.js';
import { box, boxFaces, city } from '../formats/cityjson-fixtures.ts';
import { writeOsm } from '../formats/osm-writing.ts';
import { workbook } from '../formats/sheet-fixtures.ts';
import { dbfBytes, doubles, partsContent, shpBytes } from '../formats/shp-bytes.ts';
import { geoPackage } from '../formats/sqlite-support.ts';

export type Place = [number, number];
/** A house of some metres; `x` tells them apart. */
export const ring = (x: number): Place[] => [
  [121 + x * 0.001, 31],
  [121.0004 + x * 0.001, 31],
  [121.0004 + x * 0.001, 31.0002],
  [121 + x * 0.001, 31.0002],
  [121 + x * 0.001, 31],
];
export const ODD = {
  NaN: (): Place[] => ring(1).map(([x, y], i) => [i === 1 ? Number.NaN : x, y]),
  infinite: (): Place[] => ring(1).map(([x, y], i) => [x, i === 2 ? Number.POSITIVE_INFINITY : y]),
  twoPoints: (): Place[] => [ring(1)[0], ring(1)[2], ring(1)[0]],
};
export type Oddness = keyof typeof ODD;

export const shape = (corners: Place[]) => ({ type: 'Polygon', coordinates: [corners] });
export const feature = (corners: Place[], id: number) => ({
  type: 'Feature',
  properties: { id: `B${id}`, floors: 6 },
  geometry: shape(corners),
});
export const number = (value: number) =>
  Number.isNaN(value) ? 'NaN' : value === Infinity ? '1e999' : String(value);
export const written = (corners: Place[]) =>
  `[${corners.map(([x, y]) => `[${number(x)},${number(y)}]`).join(',')}]`;
export const geojson = (corners: Place[], id: number) =>
  `{"type":"Feature","properties":{"id":"B${id}","floors":6},"geometry":{"type":"Polygon","coordinates":[${written(corners)}]}}`;
export const wkt = (corners: Place[]) => `POLYGON ((${corners.map(([x, y]) => `${x} ${y}`).join(', ')}))`;

export const SCHEMA_OF_HOUSES = async (rings: Place[][]) => {
  // The writer refuses numbers that are none: the bytes of a right one are changed.
  const bytes = await geoPackage([
    {
      name: 'buildings',
      shape: 'Polygon',
      fields: [{ name: 'floors', type: 'integer' }],
      rows: rings.map((corners, i) => ({
        geometry: shape(corners.map(([x, y]) => [mark(x), mark(y)])),
        values: [6 + i],
      })),
    },
  ]);
  return replaced(replaced(bytes, mark(Number.NaN), Number.NaN), mark(Infinity), Infinity);
};
/** Numbers that stand for those a writer would not write. */
export const mark = (value: number) =>
  Number.isNaN(value) ? 121.000_123_456_789 : value === Infinity ? 31.000_123_456_789 : value;
export function replaced(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const copy = bytes.slice();
  const wanted = [...doubles([from])].join();
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 8 <= copy.length; at++)
    if ([...copy.subarray(at, at + 8)].join() === wanted) view.setFloat64(at, to, true);
  return copy;
}

export function shapefile(rings: Place[][]): Uint8Array {
  // Outer rings run clockwise.
  const { shp, shx } = shpBytes(
    5,
    rings.map((corners) => partsContent(5, [corners.toReversed() as never])),
  );
  const dbf = dbfBytes(
    [{ name: 'floors', type: 'N', width: 4 }],
    rings.map(() => ['6']),
  );
  return zipSync({ 'buildings.shp': shp, 'buildings.shx': shx, 'buildings.dbf': dbf });
}

export function cityjson(rings: Place[][]): string {
  const objects: Record<string, unknown> = {};
  const vertices: unknown[] = [];
  rings.forEach((corners, i) => {
    const odd = JSON.stringify(corners, (_, v) => (v === Infinity ? 'inf' : v)) !== JSON.stringify(ring(1));
    const at = vertices.length;
    const corner = box(i * 50_000, 0, 0, 20_000, 10_000, 6000);
    vertices.push(...corner);
    const faces = i === 0 && odd ? twoCorners(at, corners, vertices) : boxFaces(at);
    objects[`b${i}`] = { type: 'Building', geometry: [{ type: 'Solid', lod: '1', boundaries: [faces] }] };
  });
  return JSON.stringify(city(objects, vertices)).replaceAll('"infinite"', '1e999').replaceAll('"nan"', 'NaN');
}
/** A floor that is no face. */
export function twoCorners(at: number, corners: Place[], vertices: unknown[]): number[][][] {
  if (corners.length === 3) return [[[at, at + 1]]];
  vertices[at + 1] = [corners.some(([x]) => Number.isNaN(x)) ? 'nan' : 'infinite', 0, 0];
  return boxFaces(at);
}

export function osm(rings: Place[][]): Uint8Array {
  const nodes = rings.flatMap((corners, i) =>
    corners.slice(0, -1).map(([lng, lat], j) => ({
      id: 10 * i + j + 1,
      // The format has no number that is none: the nearest is a place off the earth.
      lng: Number.isFinite(lng) ? lng : 900,
      lat: Number.isFinite(lat) ? lat : 900,
    })),
  );
  const ways = rings.map((corners, i) => ({
    id: i + 1,
    refs: [...corners.slice(0, -1).map((_, j) => 10 * i + j + 1), 10 * i + 1],
    tags: { building: 'yes' },
  }));
  return writeOsm({ nodes, ways });
}

export const kml = (rings: Place[][]) =>
  `<kml><Document><name>buildings</name>${rings
    .map(
      (corners, i) =>
        `<Placemark><name>${i}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>${corners
          .map(([x, y]) => `${x},${y}`)
          .join(' ')}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>`,
    )
    .join('')}</Document></kml>`;
export const table = (rings: Place[][]) => rings.map((corners, i) => [`B${i}`, 6, wkt(corners)]);

/** Name -> the file of these houses. */
export const FORMATS: Record<string, (rings: Place[][]) => Uint8Array | string | Promise<Uint8Array>> = {
  'buildings.csv': (rings) =>
    ['id,floors,wkt', ...table(rings).map(([id, floors, text]) => `${id},${floors},"${text}"`)].join('\n'),
  'buildings.tsv': (rings) => ['id\tfloors\twkt', ...table(rings).map((row) => row.join('\t'))].join('\n'),
  'buildings.xlsx': (rings) => workbook('xlsx', { buildings: [['id', 'floors', 'wkt'], ...table(rings)] }),
  'buildings.xls': (rings) => workbook('biff8', { buildings: [['id', 'floors', 'wkt'], ...table(rings)] }),
  'buildings.et': (rings) => workbook('biff8', { buildings: [['id', 'floors', 'wkt'], ...table(rings)] }),
  'buildings.geojson': (rings) =>
    `{"type":"FeatureCollection","features":[\n${rings.map(geojson).join(',\n')}\n]}`,
  'buildings.geojsonl': (rings) => rings.map(geojson).join('\n'),
  'buildings.json': (rings) =>
    `[${rings.map((corners, i) => `{"id":"B${i}","floors":6,"wkt":"${wkt(corners)}"}`).join(',\n')}]`,
  'buildings.shp.zip': shapefile,
  'buildings.gpkg': SCHEMA_OF_HOUSES,
  'buildings.fgb': (rings) =>
    serialize({ type: 'FeatureCollection', features: rings.map(feature) } as never, 4326),
  'buildings.city.json': cityjson,
  'buildings.kml': kml,
  'buildings.kmz': (rings) => zipSync({ 'doc.kml': new TextEncoder().encode(kml(rings)) }),
  'buildings.osm.pbf': osm,
  'town.zip': (rings) =>
    zipSync({
      'buildings.geojson': new TextEncoder().encode(
        `{"type":"FeatureCollection","features":[${rings.map(geojson).join(',')}]}`,
      ),
    }),
};
export const NAMES = Object.keys(FORMATS);
export const make = async (name: string, rings: Place[][]) => {
  const content = await FORMATS[name](rings);
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
};
