/**
 * The published offsets of Chinese map services: GCJ-02 and, on top of it, BD-09, both ways. Formulas as in the public
 * implementations eviltransform and gcoord; the inverses are iterated to a millimetre and better. Owns the formulas;
 * nothing here decides whether coordinates are shifted.
 */

/** Degrees written to `out[at]` (longitude) and `out[at + 1]` (latitude). */
export type OffsetOut = Float64Array | number[];

/** Krasovsky 1940, the ellipsoid of the formula: semi-major axis in metres and squared eccentricity. */
const AXIS = 6_378_245;
const ECCENTRICITY = 0.006693421622965943;
const RADIANS = Math.PI / 180;

/** Baidu's own step: angle factor and the offset in degrees. */
const BD_FACTOR = (Math.PI * 3000) / 180;
const BD_LNG = 0.0065;
const BD_LAT = 0.006;

/** Below this many degrees (about 10 micrometres) an inverse has arrived. */
const ARRIVED = 1e-10;
/** The offset changes by less than 1 % of the distance moved, so each round gains two digits; eight are plenty. */
const ROUNDS = 12;

/** The published rectangle: outside it GCJ-02 equals WGS84. It also covers much that is not China. */
export function insideOffsetArea(lng: number, lat: number): boolean {
  return lng >= 72.004 && lng <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

/** Sum of sines both directions share, metres. */
function waves(value: number): number {
  return (20 * Math.sin(6 * value * Math.PI) + 20 * Math.sin(2 * value * Math.PI)) * (2 / 3);
}

function shiftEast(x: number, y: number): number {
  const base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
  const long = 150 * Math.sin((x * Math.PI) / 12) + 300 * Math.sin((x * Math.PI) / 30);
  const short = 20 * Math.sin(x * Math.PI) + 40 * Math.sin((x * Math.PI) / 3);
  return base + waves(x) + (short + long) * (2 / 3);
}

function shiftNorth(x: number, y: number): number {
  const base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
  const long = 160 * Math.sin((y * Math.PI) / 12) + 320 * Math.sin((y * Math.PI) / 30);
  const short = 20 * Math.sin(y * Math.PI) + 40 * Math.sin((y * Math.PI) / 3);
  return base + waves(x) + (short + long) * (2 / 3);
}

/** The formula without the rectangle. */
function shift(lng: number, lat: number, out: OffsetOut, at: number): void {
  const x = lng - 105;
  const y = lat - 35;
  const sine = Math.sin(lat * RADIANS);
  const bend = 1 - ECCENTRICITY * sine * sine;
  const root = Math.sqrt(bend);
  const perLng = (AXIS / root) * Math.cos(lat * RADIANS) * RADIANS;
  const perLat = ((AXIS * (1 - ECCENTRICITY)) / (bend * root)) * RADIANS;
  out[at] = lng + shiftEast(x, y) / perLng;
  out[at + 1] = lat + shiftNorth(x, y) / perLat;
}

/** WGS84 degrees to GCJ-02. */
export function gcj02FromWgs84(lng: number, lat: number, out: OffsetOut, at: number): void {
  if (insideOffsetArea(lng, lat)) {
    shift(lng, lat, out, at);
  } else {
    out[at] = lng;
    out[at + 1] = lat;
  }
}

/**
 * GCJ-02 degrees to WGS84. The place inside the published rectangle whose shift lands here; where there is none, the
 * point itself.
 */
export function wgs84FromGcj02(lng: number, lat: number, out: OffsetOut, at: number): void {
  let guessLng = lng;
  let guessLat = lat;
  // A shift is under 0.02 degrees: far outside the rectangle nothing lands.
  if (lng > 71.9 && lng < 137.95 && lat > 0.7 && lat < 55.95) {
    for (let round = 0; round < ROUNDS; round++) {
      shift(guessLng, guessLat, out, at);
      const east = out[at] - lng;
      const north = out[at + 1] - lat;
      guessLng -= east;
      guessLat -= north;
      if (Math.abs(east) < ARRIVED && Math.abs(north) < ARRIVED) break;
    }
    if (!insideOffsetArea(guessLng, guessLat)) {
      guessLng = lng;
      guessLat = lat;
    }
  }
  out[at] = guessLng;
  out[at + 1] = guessLat;
}

/** GCJ-02 degrees to BD-09. Baidu's step has no rectangle. */
export function bd09FromGcj02(lng: number, lat: number, out: OffsetOut, at: number): void {
  const radius = Math.hypot(lng, lat) + 0.00002 * Math.sin(lat * BD_FACTOR);
  const angle = Math.atan2(lat, lng) + 0.000003 * Math.cos(lng * BD_FACTOR);
  out[at] = radius * Math.cos(angle) + BD_LNG;
  out[at + 1] = radius * Math.sin(angle) + BD_LAT;
}

/** BD-09 degrees to GCJ-02, iterated (the published one-step inverse is off by up to 0.2 m). */
export function gcj02FromBd09(lng: number, lat: number, out: OffsetOut, at: number): void {
  let guessLng = lng - BD_LNG;
  let guessLat = lat - BD_LAT;
  for (let round = 0; round < ROUNDS; round++) {
    bd09FromGcj02(guessLng, guessLat, out, at);
    const east = out[at] - lng;
    const north = out[at + 1] - lat;
    guessLng -= east;
    guessLat -= north;
    if (Math.abs(east) < ARRIVED && Math.abs(north) < ARRIVED) break;
  }
  out[at] = guessLng;
  out[at + 1] = guessLat;
}

/** WGS84 degrees to BD-09. */
export function bd09FromWgs84(lng: number, lat: number, out: OffsetOut, at: number): void {
  gcj02FromWgs84(lng, lat, out, at);
  bd09FromGcj02(out[at], out[at + 1], out, at);
}

/** BD-09 degrees to WGS84. */
export function wgs84FromBd09(lng: number, lat: number, out: OffsetOut, at: number): void {
  gcj02FromBd09(lng, lat, out, at);
  wgs84FromGcj02(out[at], out[at + 1], out, at);
}
