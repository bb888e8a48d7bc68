import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BD09, CGCS2000, GCJ02, WGS84 } from '../../../../shared/geo/crs.ts';
import { crsFromJson, resolveCrs } from '../../../../shared/geo/crs-resolve.ts';
import { transformer } from '../../../../shared/geo/crs-transform.ts';
import { fitLocalGrid } from '../../../../shared/geo/local-grid.ts';

const name = (text: string) => resolveCrs({ kind: 'name', text });
const wkt = (text: string) => resolveCrs({ kind: 'wkt', text });
const epsg = (code: number) => resolveCrs({ kind: 'epsg', code });

// epsg.io, EPSG:4547 (WKT 2 and WKT 1) and EPSG:2263 (ESRI dialect).
const WKT2_4547 =
  'PROJCRS["CGCS2000 / 3-degree Gauss-Kruger CM 114E",BASEGEOGCRS["China Geodetic Coordinate System 2000",DATUM["China 2000",ELLIPSOID["CGCS2000",6378137,298.257222101,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],ID["EPSG",4490]],CONVERSION["3-degree Gauss-Kruger CM 114E",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8801]],PARAMETER["Longitude of natural origin",114,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8802]],PARAMETER["Scale factor at natural origin",1,SCALEUNIT["unity",1],ID["EPSG",8805]],PARAMETER["False easting",500000,LENGTHUNIT["metre",1],ID["EPSG",8806]],PARAMETER["False northing",0,LENGTHUNIT["metre",1],ID["EPSG",8807]]],CS[Cartesian,2],AXIS["northing (X)",north,ORDER[1],LENGTHUNIT["metre",1]],AXIS["easting (Y)",east,ORDER[2],LENGTHUNIT["metre",1]],ID["EPSG",4547]]';
const GEOGCS_2000 =
  'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
const gk = (title: string, easting: number, meridian: number, base = GEOGCS_2000) =>
  `PROJCS["${title}",${base},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",${easting}],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${meridian}],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`;

describe('names', () => {
  test.each([
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326'],
    ['OGC:CRS84', 'EPSG:4326'],
    ['CRS:84', 'EPSG:4326'],
    ['urn:ogc:def:crs:EPSG::4326', 'EPSG:4326'],
    ['urn:ogc:def:crs:EPSG::4490', 'EPSG:4490'],
    ['urn:ogc:def:crs:EPSG:6.9:4526', 'EPSG:4526'],
    ['http://www.opengis.net/def/crs/EPSG/0/4547', 'EPSG:4547'],
    ['https://www.opengis.net/def/crs/EPSG/0/7415', 'EPSG:28992'],
    ['http://www.opengis.net/gml/srs/epsg.xml#4326', 'EPSG:4326'],
    ['EPSG4490', 'EPSG:4490'],
    ['WGS84坐标系', 'EPSG:4326'],
    ['2000国家大地坐标系', 'EPSG:4490'],
    ['CGCS2000 经纬度', 'EPSG:4490'],
    ['坐标系', null],
    ['urn:ogc:def:crs,crs:EPSG::28992,crs:EPSG::5109', 'EPSG:28992'],
    ['EPSG:32650', 'EPSG:32650'],
    ['epsg 3857', 'EPSG:3857'],
    ['EPSG:900913', 'EPSG:3857'],
    ['4490', 'EPSG:4490'],
    ['CGCS2000_3_Degree_GK_Zone_40', 'EPSG:4528'],
    ['CGCS2000_3_Degree_GK_CM_120E', 'EPSG:4549'],
    ['CGCS2000_GK_Zone_20', 'EPSG:4498'],
    ['CGCS2000_GK_CM_117E', 'EPSG:4509'],
    ['CGCS2000 / 3-degree Gauss-Kruger zone 40', 'EPSG:4528'],
    ['CGCS2000 / Gauss-Krüger CM 87E', 'EPSG:4504'],
    ['China Geodetic Coordinate System 2000', 'EPSG:4490'],
    ['GCS_WGS_1984', 'EPSG:4326'],
    ['WGS_1984_UTM_Zone_50N', 'EPSG:32650'],
    ['WGS 84 / UTM zone 33S', 'EPSG:32733'],
    ['NAD_1983_UTM_Zone_14N', 'EPSG:26914'],
    ['WGS_1984_Web_Mercator_Auxiliary_Sphere', 'EPSG:3857'],
    ['GCJ-02', 'GCJ02'],
    ['火星坐标系', 'GCJ02'],
    ['百度坐标', 'BD09'],
    ['Beijing_1954_3_Degree_GK_Zone_40', 'EPSG:2416'],
    ['Xian 1980 / 3-degree Gauss-Kruger CM 114E', 'EPSG:2383'],
    ['CGCS2000_3_Degree_GK_Zone_46', null],
    ['CGCS2000_GK_CM_118E', null],
    ['某市独立坐标系', null],
    ['__proto__', null],
    ['constructor', null],
    ['', null],
    ['EPSG:99999', null],
  ])('%s', (text, id) => {
    expect(name(text)?.id ?? null).toBe(id);
  });

  test('a very long name is no name', () => {
    expect(name('EPSG:'.repeat(100_000))).toBeNull();
  });
});

describe('codes', () => {
  test('each zone of CGCS2000 has its published parameters', () => {
    // EPSG dataset, blocks 4491-4501, 4502-4512, 4513-4533, 4534-4554 (checked on epsg.io: 4498, 4504, 4522, 4528, 4530, 4547).
    const seen = new Map<number, [string, number, number]>();
    for (let code = 4491; code <= 4554; code++) {
      const crs = epsg(code)!;
      expect(crs.id).toBe(`EPSG:${code}`);
      expect([crs.datum, crs.kind, crs.unit, crs.warnings.length]).toEqual([
        'cgcs2000',
        'projected',
        'metre',
        0,
      ]);
      const { text } = crs.definition as { text: string };
      const [, meridian, easting] = /\+lon_0=(\d+) \+k=1 \+x_0=(\d+) /.exec(text)!;
      seen.set(code, [crs.name.en, Number(meridian), Number(easting)]);
    }
    expect(seen.size).toBe(64);
    expect(seen.get(4491)).toEqual(['CGCS2000 / Gauss-Kruger zone 13', 75, 13_500_000]);
    expect(seen.get(4498)).toEqual(['CGCS2000 / Gauss-Kruger zone 20', 117, 20_500_000]);
    expect(seen.get(4501)).toEqual(['CGCS2000 / Gauss-Kruger zone 23', 135, 23_500_000]);
    expect(seen.get(4502)).toEqual(['CGCS2000 / Gauss-Kruger CM 75E', 75, 500_000]);
    expect(seen.get(4504)).toEqual(['CGCS2000 / Gauss-Kruger CM 87E', 87, 500_000]);
    expect(seen.get(4512)).toEqual(['CGCS2000 / Gauss-Kruger CM 135E', 135, 500_000]);
    expect(seen.get(4513)).toEqual(['CGCS2000 / 3-degree Gauss-Kruger zone 25', 75, 25_500_000]);
    expect(seen.get(4522)).toEqual(['CGCS2000 / 3-degree Gauss-Kruger zone 34', 102, 34_500_000]);
    expect(seen.get(4528)).toEqual(['CGCS2000 / 3-degree Gauss-Kruger zone 40', 120, 40_500_000]);
    expect(seen.get(4533)).toEqual(['CGCS2000 / 3-degree Gauss-Kruger zone 45', 135, 45_500_000]);
    expect(seen.get(4534)).toEqual(['CGCS2000 / 3-degree Gauss-Kruger CM 75E', 75, 500_000]);
    expect(seen.get(4547)).toEqual(['CGCS2000 / 3-degree Gauss-Kruger CM 114E', 114, 500_000]);
    expect(seen.get(4554)).toEqual(['CGCS2000 / 3-degree Gauss-Kruger CM 135E', 135, 500_000]);
  });

  test('old Chinese datums are recognised, and their unknown shift is said', () => {
    for (const code of [4214, 4610, 2401, 2442, 2327, 2390, 21413, 21463]) {
      expect(epsg(code)).toMatchObject({ datum: 'other', warnings: ['datum-shift-unknown'] });
    }
    expect(epsg(2364)!.name.en).toBe('Xian 1980 / 3-degree Gauss-Kruger zone 40');
    expect(epsg(2435)!.name.en).toBe('Beijing 1954 / 3-degree Gauss-Kruger CM 114E');
    expect(epsg(2410)!.name.en).toBe('Beijing 1954 / 3-degree Gauss-Kruger zone 34');
  });

  test('a compound keeps its height beside the plane system', () => {
    expect(epsg(7415)).toMatchObject({ id: 'EPSG:28992', warnings: ['height-kept'] });
  });

  test.each([0, -1, 4500.5, 32650.5, 1e9, Number.NaN, 4978, 4479])('%d is not known', (code) => {
    expect(epsg(code)).toBeNull();
  });
});

describe('texts', () => {
  test('WKT 2 with its axes north first is still read east first', () => {
    const crs = wkt(WKT2_4547)!;
    expect(crs.id).toBe('EPSG:4547');
    const out = [0, 0];
    expect(transformer(crs, WGS84)(500_000, 3_300_000, out, 0)).toBe(true);
    expect(out[0]).toBeCloseTo(114, 9);
    expect(out[1]).toBeGreaterThan(29);
  });

  test.each([
    ['CGCS2000_3_Degree_GK_Zone_40', 40_500_000, 120, 'EPSG:4528'],
    ['anything', 40_500_000, 120, 'EPSG:4528'],
    ['CGCS2000_3_Degree_GK_CM_117E', 500_000, 117, 'EPSG:4548'],
    ['CGCS2000_GK_CM_117E', 500_000, 117, 'EPSG:4509'],
    ['CGCS2000_GK_Zone_20', 20_500_000, 117, 'EPSG:4498'],
  ])('%s in the ESRI dialect', (title, easting, meridian, id) => {
    expect(wkt(gk(title, easting, meridian))).toMatchObject({ id, warnings: [] });
  });

  test('a city meridian of its own is taken by its parameters', () => {
    const crs = wkt(gk('City_2000', 400_000, 121.4667))!;
    expect(crs).toMatchObject({ datum: 'cgcs2000', kind: 'projected', unit: 'metre', warnings: [] });
    expect(crs.id).toMatch(/^WKT:City_2000:/);
    const out = [0, 0];
    transformer(crs, WGS84)(400_000, 3_450_000, out, 0);
    expect(out[0]).toBeCloseTo(121.4667, 8);
  });

  test('a known name over other parameters: the parameters count, and it is said', () => {
    const crs = wkt(gk('CGCS2000_3_Degree_GK_Zone_40', 500_000, 120.5))!;
    expect(crs.warnings).toEqual(['parameters-differ']);
    const out = [0, 0];
    transformer(crs, WGS84)(500_000, 3_450_000, out, 0);
    expect(out[0]).toBeCloseTo(120.5, 8);
  });

  test('Beijing 1954 by its datum', () => {
    const base =
      'GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
    expect(wkt(base)).toMatchObject({ id: 'EPSG:4214', warnings: ['datum-shift-unknown'] });
    expect(wkt(gk('my grid', 39_500_000, 117, base))).toMatchObject({
      id: 'EPSG:2415',
      warnings: ['datum-shift-unknown'],
    });
  });

  test('Beijing 1954 with a shift of its own: the text knows more than the register', () => {
    // epsg.io/2410 carries the three parameters of the Ordos basin.
    const base =
      'GEOGCS["Beijing 1954",DATUM["Beijing_1954",SPHEROID["Krassowsky 1940",6378245,298.3],TOWGS84[11.911,-154.833,-80.079,0,0,0,0]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4214"]]';
    for (const text of [base, gk('Beijing 1954 / 3-degree Gauss-Kruger zone 36', 36_500_000, 108, base)]) {
      const crs = wkt(text)!;
      expect(crs.warnings).toEqual([]);
      expect(crs.id).toMatch(/^WKT:Beijing 1954/);
      expect(crsFromJson(JSON.parse(JSON.stringify(crs)))).toEqual(crs);
    }
    const plane = wkt(gk('Beijing 1954 / 3-degree Gauss-Kruger zone 36', 36_500_000, 108, base))!;
    const out = [0, 0];
    transformer(plane, WGS84)(36_500_000, 4_100_000, out, 0);
    const moved = (out[0] - 108) * 111_320 * Math.cos((37 * Math.PI) / 180);
    // West by x·sin 108° − y·cos 108° of the translation: about -36 m.
    expect(moved).toBeCloseTo(-(11.911 * Math.sin(1.885) + 154.833 * Math.cos(1.885)), 0);
  });

  test('geographic texts', () => {
    expect(wkt(GEOGCS_2000)).toBe(CGCS2000);
    expect(
      wkt(
        'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
      ),
    ).toBe(WGS84);
    expect(
      wkt(
        'GEOGCRS["WGS 84",ENSEMBLE["World Geodetic System 1984 ensemble",MEMBER["World Geodetic System 1984 (Transit)"],ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1]],ENSEMBLEACCURACY[2.0]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],CS[ellipsoidal,2],AXIS["geodetic latitude (Lat)",north,ORDER[1],ANGLEUNIT["degree",0.0174532925199433]],AXIS["geodetic longitude (Lon)",east,ORDER[2],ANGLEUNIT["degree",0.0174532925199433]],ID["EPSG",4326]]',
      ),
    ).toBe(WGS84);
    expect(
      wkt(
        'GEOGCS["x",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["grad",0.01570796326794897]]',
      ),
    ).toBeNull();
  });

  test('a compound text: the plane part', () => {
    const vertical =
      'VERT_CS["NAP height",VERT_DATUM["Normaal Amsterdams Peil",2005],UNIT["metre",1],AUTHORITY["EPSG","5709"]]';
    const crs = wkt(
      `COMPD_CS["both",${gk('CGCS2000_3_Degree_GK_Zone_40', 40_500_000, 120)},${vertical},AUTHORITY["EPSG","4326"]]`,
    );
    expect(crs).toMatchObject({ id: 'EPSG:4528', warnings: ['height-kept'] });
  });

  test('UTM as GeoPackages write it, on a datum without shift', () => {
    const text =
      'PROJCS["NAD83 / UTM zone 14N",GEOGCS["NAD83",DATUM["North_American_Datum_1983",SPHEROID["GRS 1980",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",-99],PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1],AXIS["Easting",EAST],AXIS["Northing",NORTH]]';
    expect(wkt(text)).toMatchObject({ id: 'EPSG:26914', warnings: [] });
    // The same in feet is another system.
    const feet = wkt(text.replace('UNIT["metre",1]', 'UNIT["US survey foot",0.304800609601219]'))!;
    expect(feet).toMatchObject({ unit: 'us-foot', warnings: ['parameters-differ'] });
    const out = [0, 0];
    transformer(feet, WGS84)(500_000, 13_000_000, out, 0);
    // False easting and the coordinates are both in feet.
    expect(out[0]).toBeCloseTo(-99, 9);
    expect(out[1]).toBeCloseTo(35.8, 1);
  });

  test.each([
    ['Mercator_1SP', 'WGS 84 / Pseudo-Mercator'],
    ['Mercator_Auxiliary_Sphere', 'WGS_1984_Web_Mercator_Auxiliary_Sphere'],
    ['Mercator', 'WGS_1984_Web_Mercator'],
  ])('Web Mercator written as %s', (projection, title) => {
    const text = `PROJCS["${title}",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["${projection}"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],UNIT["Meter",1.0]]`;
    expect(wkt(text)).toMatchObject({ id: 'EPSG:3857', warnings: [] });
  });

  test('a text with its own shift to WGS84 brings it', () => {
    const base =
      'GEOGCS["Amersfoort",DATUM["Amersfoort",SPHEROID["Bessel 1841",6377397.155,299.1528128],TOWGS84[565.2369,50.0087,465.658,-0.406857330322398,0.350732676542563,-1.8703473836068,4.0812]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]';
    const text = `PROJCS["my sheet",${base},PROJECTION["Oblique_Stereographic"],PARAMETER["latitude_of_origin",52.1561605555556],PARAMETER["central_meridian",5.38763888888889],PARAMETER["scale_factor",0.9999079],PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1]]`;
    const crs = wkt(text)!;
    expect(crs.warnings).toEqual([]);
    const out = [0, 0];
    transformer(crs, WGS84)(0, 0, out, 0);
    expect(out[0]).toBeCloseTo(5.38720621, 5);
    expect(out[1]).toBeCloseTo(52.1551744, 5);
    // Without it the shift of an unknown Bessel datum is said to be missing.
    expect(
      wkt(text.replace(/,TOWGS84\[[^\]]*\]/, '').replaceAll('Amersfoort', 'Somewhere'))!.warnings,
    ).toEqual(['datum-shift-unknown']);
  });

  test('proj4 strings', () => {
    const proj = (text: string) => resolveCrs({ kind: 'name', text });
    expect(proj('+proj=longlat +datum=WGS84 +no_defs')).toBe(WGS84);
    expect(
      proj('+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=40500000 +y_0=0 +ellps=GRS80 +units=m +no_defs')?.id,
    ).toBe('EPSG:4528');
    expect(proj('+init=epsg:4526')?.id).toBe('EPSG:4526');
    expect(proj('+proj=tmerc +lon_0=120 +x_0=500000 +ellps=krass +units=m')?.warnings).toEqual([
      'datum-shift-unknown',
    ]);
    expect(
      proj('+proj=tmerc +lon_0=120 +x_0=500000 +ellps=krass +towgs84=15,-150,-90 +units=m')?.warnings,
    ).toEqual([]);
    expect(proj('+proj=lcc +lat_1=41 +lat_2=40 +lon_0=-74 +datum=NAD27 +units=us-ft')).toMatchObject({
      unit: 'us-foot',
      warnings: ['datum-shift-unknown'],
    });
    expect(proj('+proj=nonsense')).toBeNull();
    expect(proj('+proj=geocent +datum=WGS84')).toBeNull();
    expect(proj('+proj=utm +zone=99 +datum=WGS84')).toBeNull();
  });

  test('numbers with a plus, axes to the west, shift files', () => {
    const proj = (text: string) => resolveCrs({ kind: 'name', text });
    expect(proj('+proj=tmerc +lat_0=0 +lon_0=+120 +k=1 +x_0=4.05e+7 +y_0=0 +ellps=GRS80 +units=m')?.id).toBe(
      'EPSG:4528',
    );
    expect(proj('+proj=tmerc +lon_0=29 +ellps=WGS84 +axis=wsu +units=m')).toBeNull();
    expect(
      proj('+proj=tmerc +lon_0=120 +x_0=500000 +ellps=clrk66 +nadgrids=conus +units=m')?.warnings,
    ).toEqual(['datum-shift-unknown']);
    expect(proj(`+proj=tmerc ${'+a=1 '.repeat(1000)}`)).toBeNull();
  });

  test('a bound text of WKT 2 brings the shift it is bound to', () => {
    const text = `BOUNDCRS[SOURCECRS[GEOGCRS["Somewhere",DATUM["Somewhere",ELLIPSOID["Krassowsky 1940",6378245,298.3,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],CS[ellipsoidal,2],AXIS["latitude",north,ORDER[1],ANGLEUNIT["degree",0.0174532925199433]],AXIS["longitude",east,ORDER[2],ANGLEUNIT["degree",0.0174532925199433]]]],TARGETCRS[GEOGCRS["WGS 84",DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1]]],CS[ellipsoidal,2],AXIS["latitude",north,ORDER[1],ANGLEUNIT["degree",0.0174532925199433]],AXIS["longitude",east,ORDER[2],ANGLEUNIT["degree",0.0174532925199433]]]],ABRIDGEDTRANSFORMATION["shift",METHOD["Geocentric translations (geog2D domain)"],PARAMETER["X-axis translation",15.8],PARAMETER["Y-axis translation",-154.4],PARAMETER["Z-axis translation",-82.3]]]`;
    const crs = wkt(text)!;
    expect(crs).toMatchObject({ kind: 'geographic', unit: 'degree', warnings: [] });
    const out = [0, 0];
    transformer(crs, WGS84)(116, 40, out, 0);
    const moved = Math.hypot((out[0] - 116) * 85_000, (out[1] - 40) * 111_000);
    expect(moved).toBeGreaterThan(30);
    expect(moved).toBeLessThan(200);
  });

  test('broken texts give null and throw nothing', () => {
    const good = gk('CGCS2000_3_Degree_GK_Zone_40', 40_500_000, 120);
    for (let cut = 0; cut < good.length; cut += 3) expect(wkt(good.slice(0, cut))).toBeNull();
    expect(wkt('['.repeat(60_000))).toBeNull();
    expect(wkt('A['.repeat(30_000))).toBeNull();
    expect(wkt(`PROJCS["${'x'.repeat(100_000)}"]`)).toBeNull();
    expect(wkt('PROJCS["x",__proto__["y",1]]')).toBeNull();
    expect(wkt('PROJCS["x",PARAMETER["__proto__",1]]')).toBeNull();
    expect(wkt('LOCAL_CS["site",LOCAL_DATUM["site",0],UNIT["metre",1]]')).toBeNull();
    expect(({} as Record<string, unknown>)['y']).toBeUndefined();
  });

  test('random changes of a good text never throw', () => {
    const good = gk('CGCS2000_3_Degree_GK_Zone_40', 40_500_000, 120);
    const runs = process.env['LINLI_LONG'] ? 5000 : 400;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 32, max: 126 })), { maxLength: 6 }),
        (changes) => {
          const letters = [...good];
          for (const [at, code] of changes) letters[at] = String.fromCharCode(code);
          const crs = wkt(letters.join(''));
          if (crs) transformer(crs, WGS84)(40_500_000, 3_400_000, [0, 0], 0);
        },
      ),
      { numRuns: runs },
    );
  });
});

test('random changes of WKT 2 and of a proj4 string never throw', () => {
  const goods = [
    WKT2_4547,
    '+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=40500000 +y_0=0 +ellps=GRS80 +towgs84=1,2,3,4,5,6,7 +units=m',
  ];
  const change = fc.tuple(fc.nat(2000), fc.integer({ min: 32, max: 126 }));
  fc.assert(
    fc.property(fc.constantFrom(...goods), fc.array(change, { maxLength: 6 }), (good, changes) => {
      const letters = [...good];
      for (const [at, code] of changes) letters[at % letters.length] = String.fromCharCode(code);
      const crs = wkt(letters.join(''));
      if (!crs) return;
      const out = [0, 0];
      if (transformer(crs, WGS84)(40_500_000, 3_400_000, out, 0))
        expect(Math.abs(out[0]) <= 180 && Math.abs(out[1]) <= 90).toBe(true);
      transformer(WGS84, crs)(120, 30, out, 0);
    }),
    { numRuns: process.env['LINLI_LONG'] ? 5000 : 400 },
  );
});

test('every kind of system goes to JSON and back', () => {
  const grid = fitLocalGrid(
    [
      { x: 0, y: 0, lng: 120, lat: 30 },
      { x: 900, y: 500, lng: 120.01, lat: 30.005 },
    ],
    '城建坐标',
  );
  const all = [
    WGS84,
    CGCS2000,
    GCJ02,
    BD09,
    epsg(4528)!,
    epsg(28992)!,
    wkt(gk('City', 400_000, 121.4667))!,
    grid.crs,
  ];
  for (const crs of all) expect(crsFromJson(JSON.parse(JSON.stringify(crs)))).toEqual(crs);
  for (const bad of [
    null,
    1,
    'EPSG:4326',
    {},
    {
      id: 'LOCAL:',
      definition: { form: 'local', fit: { method: 'affine', lng0: 0, lat0: 0, matrix: [0, 0, 0, 0, 0, 0] } },
    },
    { id: 'x', definition: { form: 'proj4', text: '__proto__' } },
  ]) {
    expect(crsFromJson(bad)).toBeNull();
  }
});
