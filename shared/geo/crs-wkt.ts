/**
 * Coordinate systems as text for files that are written: the ESRI dialect for a .prj, OGC WKT 1 with EPSG codes for a
 * GeoPackage. Owns the wording for WGS84, CGCS2000 and its Gauss-Krüger zones, and Web Mercator; others are not written.
 */
import type { Crs } from './crs.ts';
import { ZONE_DATUMS, zoneEasting, zoneNumber, zoneOfCode } from './crs-registry.ts';

type Dialect = 'esri' | 'ogc';

interface Base {
  esri: string;
  ogc: string;
}

const BASES: Record<'wgs84' | 'cgcs2000', Base> = {
  wgs84: {
    esri: 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]',
    ogc: 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]',
  },
  cgcs2000: {
    esri: 'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]',
    ogc: 'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]]',
  },
};

const MERCATOR: Base = {
  esri: `PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",${BASES.wgs84.esri},PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]`,
  ogc: `PROJCS["WGS 84 / Pseudo-Mercator",${BASES.wgs84.ogc},PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["X",EAST],AXIS["Y",NORTH],EXTENSION["PROJ4","+proj=merc +a=6378137 +b=6378137 +lat_ts=0.0 +lon_0=0.0 +x_0=0.0 +y_0=0 +k=1.0 +units=m +nadgrids=@null +wktext +no_defs"],AUTHORITY["EPSG","3857"]]`,
};

/** The text of a system in one line, or null when it is not one of those written here. */
export function wktOf(crs: Crs, dialect: Dialect): string | null {
  const code = Number(/^EPSG:(\d+)$/.exec(crs.id)?.[1]);
  if (code === 4326) return BASES.wgs84[dialect];
  if (code === 4490) return BASES.cgcs2000[dialect];
  if (code === 3857) return MERCATOR[dialect];
  return zoneWkt(code, crs.name.en, dialect);
}

function zoneWkt(code: number, name: string, dialect: Dialect): string | null {
  const found = zoneOfCode(code);
  if (found?.datum !== 'cgcs2000') return null;
  const { zone } = found;
  const easting = zoneEasting(zone);
  if (dialect === 'ogc') {
    return `PROJCS["${name}",${BASES.cgcs2000.ogc},PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",${zone.meridian}],PARAMETER["scale_factor",1],PARAMETER["false_easting",${easting}],PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","${code}"]]`;
  }
  const family = zone.family.degrees === 3 ? '3_Degree_' : '';
  const which = zone.prefixed ? `Zone_${zoneNumber(zone)}` : `CM_${zone.meridian}E`;
  const title = `${ZONE_DATUMS.cgcs2000.label}_${family}GK_${which}`;
  return `PROJCS["${title}",${BASES.cgcs2000.esri},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",${easting}.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${zone.meridian}.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`;
}
