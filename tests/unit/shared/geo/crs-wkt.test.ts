import proj4 from 'proj4';
import { expect, test } from 'vitest';
import { BD09, GCJ02 } from '../../../../shared/geo/crs.ts';
import { crsOfCode } from '../../../../shared/geo/crs-registry.ts';
import { resolveCrs } from '../../../../shared/geo/crs-resolve.ts';
import { wktOf } from '../../../../shared/geo/crs-wkt.ts';
import { parseWkt } from '../../../../shared/geo/wkt-tree.ts';

const codes = [4326, 4490, 3857, ...Array.from({ length: 64 }, (_, index) => 4491 + index)];

test.each(['esri', 'ogc'] as const)(
  'what is written in %s is read as the same system, by us and by proj4',
  (dialect) => {
    for (const code of codes) {
      const crs = crsOfCode(code)!;
      const text = wktOf(crs, dialect)!;
      expect(parseWkt(text), text).not.toBeNull();
      expect(resolveCrs({ kind: 'wkt', text }), text).toEqual(crs);
      if (crs.definition.form === 'proj4') {
        const place = proj4(crs.definition.text).inverse([
          (crs.definition.reach?.easting ?? 1.3e7) + 50_000,
          3_400_000,
        ]);
        const [x, y] = proj4(text).forward(place);
        expect(x).toBeCloseTo((crs.definition.reach?.easting ?? 1.3e7) + 50_000, 3);
        expect(y).toBeCloseTo(3_400_000, 3);
      }
    }
  },
);

test('the OGC text of EPSG:4547 is the one of the register', () => {
  // epsg.io/4547.wkt
  expect(wktOf(crsOfCode(4547)!, 'ogc')).toBe(
    'PROJCS["CGCS2000 / 3-degree Gauss-Kruger CM 114E",GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",114],PARAMETER["scale_factor",1],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","4547"]]',
  );
});

test('what has no text is not given another one', () => {
  for (const crs of [GCJ02, BD09, crsOfCode(28992)!, crsOfCode(2401)!, crsOfCode(32650)!]) {
    expect(wktOf(crs, 'esri')).toBeNull();
    expect(wktOf(crs, 'ogc')).toBeNull();
  }
});
