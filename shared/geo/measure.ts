/**
 * Lengths and areas on the earth as a surveyor gives them: geodesics of the WGS84 ellipsoid (CGCS2000 differs by less than a
 * tenth of a millimetre). Owns the formulas; how a figure is written is the caller's. Degrees in, metres and square metres out.
 */
import { greatCircleMetres } from './distance.ts';

export type Degrees = readonly [lng: number, lat: number];

/** WGS84: semi-major axis in metres and flattening. */
const AXIS = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const POLAR = AXIS * (1 - FLATTENING);
const E2 = FLATTENING * (2 - FLATTENING);
const E = Math.sqrt(E2);
const RADIANS = Math.PI / 180;

/** Vincenty converges in a handful of rounds but for places almost opposite each other. */
const ROUNDS = 100;
const ARRIVED = 1e-12;

/** What Vincenty's series need of the angle between two places on the auxiliary sphere. */
interface Arc {
  sinSigma: number;
  cosSigma: number;
  sigma: number;
  cosSqAlpha: number;
  cos2SigmaM: number;
  sinAlpha: number;
}

function arcAt(lambda: number, sinU1: number, cosU1: number, sinU2: number, cosU2: number): Arc {
  const east = cosU2 * Math.sin(lambda);
  const north = cosU1 * sinU2 - sinU1 * cosU2 * Math.cos(lambda);
  const sinSigma = Math.hypot(east, north);
  const cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * Math.cos(lambda);
  const sinAlpha = sinSigma === 0 ? 0 : (cosU1 * cosU2 * Math.sin(lambda)) / sinSigma;
  const cosSqAlpha = 1 - sinAlpha * sinAlpha;
  // Along the equator there is no such latitude.
  const cos2SigmaM = cosSqAlpha === 0 ? 0 : cosSigma - (2 * sinU1 * sinU2) / cosSqAlpha;
  return { sinSigma, cosSigma, sigma: Math.atan2(sinSigma, cosSigma), cosSqAlpha, cos2SigmaM, sinAlpha };
}

/**
 * Metres along the geodesic (Vincenty 1975, inverse formula; within a millimetre). Places almost opposite each other on the
 * earth, for which it does not converge, get the great circle (within 0.6 %).
 */
export function geodesicMetres([lngA, latA]: Degrees, [lngB, latB]: Degrees): number {
  if (lngA === lngB && latA === latB) return 0;
  const u1 = Math.atan((1 - FLATTENING) * Math.tan(latA * RADIANS));
  const u2 = Math.atan((1 - FLATTENING) * Math.tan(latB * RADIANS));
  const [sinU1, cosU1, sinU2, cosU2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  const apart = turned(lngB - lngA) * RADIANS;
  let lambda = apart;
  for (let round = 0; round < ROUNDS; round++) {
    const arc = arcAt(lambda, sinU1, cosU1, sinU2, cosU2);
    if (arc.sinSigma === 0) return 0;
    const c = (FLATTENING / 16) * arc.cosSqAlpha * (4 + FLATTENING * (4 - 3 * arc.cosSqAlpha));
    const twist = arc.cos2SigmaM + c * arc.cosSigma * (2 * arc.cos2SigmaM ** 2 - 1);
    const next = apart + (1 - c) * FLATTENING * arc.sinAlpha * (arc.sigma + c * arc.sinSigma * twist);
    if (Math.abs(next - lambda) < ARRIVED) return lengthOf(arc);
    lambda = next;
  }
  return greatCircleMetres(lngA, latA, lngB, latB);
}

function lengthOf({ sinSigma, cosSigma, sigma, cosSqAlpha, cos2SigmaM }: Arc): number {
  const u = cosSqAlpha * ((AXIS * AXIS - POLAR * POLAR) / (POLAR * POLAR));
  const a = 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u)));
  const b = (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u)));
  const far =
    cosSigma * (2 * cos2SigmaM ** 2 - 1) -
    (b / 6) * cos2SigmaM * (4 * sinSigma ** 2 - 3) * (4 * cos2SigmaM ** 2 - 3);
  return POLAR * a * (sigma - b * sinSigma * (cos2SigmaM + (b / 4) * far));
}

/** Into -180..180: the short way round. */
function turned(degrees: number): number {
  return degrees - 360 * Math.round(degrees / 360);
}

/** Metres of each stretch of a line, in order; one fewer than its points. */
export function segmentMetres(line: readonly Degrees[]): number[] {
  return line.slice(1).map((to, i) => geodesicMetres(line[i], to));
}

/** Metres round a ring, the closing stretch included; its first point is not repeated at the end. */
export function perimeterMetres(ring: readonly Degrees[]): number {
  if (ring.length < 2) return 0;
  return segmentMetres([...ring, ring[0]]).reduce((sum, metres) => sum + metres, 0);
}

/** q of the authalic latitude at a sine of the latitude (Snyder 1987, Map Projections, eq. 3-12). */
function authalicQ(sine: number): number {
  return (1 - E2) * (sine / (1 - E2 * sine * sine) - Math.log((1 - E * sine) / (1 + E * sine)) / (2 * E));
}
const Q_POLE = authalicQ(1);
/** Squared radius of the sphere that has the area of the ellipsoid (Snyder 1987, eq. 3-13). */
const AUTHALIC_SQUARED = (AXIS * AXIS * Q_POLE) / 2;

/** Half of the authalic latitude, as its tangent. */
function halfTangent(latitude: number): number {
  const sine = Math.max(-1, Math.min(1, authalicQ(Math.sin(latitude * RADIANS)) / Q_POLE));
  return Math.tan(Math.asin(sine) / 2);
}

/**
 * Square metres inside a ring, whichever way round it runs; its first point is not repeated at the end. The ring is carried
 * to the sphere of equal area (authalic latitude, Snyder 1987) and its spherical excess is summed edge by edge against the
 * equator (Todhunter 1886, art. 102-103), which keeps all digits for a room as for a province. Edges run along great circles of
 * that sphere; against geodesics that is less than 1e-6 of the area for edges under 100 km. A ring that crosses itself or goes
 * round a pole has no such area.
 */
export function areaSquareMetres(ring: readonly Degrees[]): number {
  if (ring.length < 3) return 0;
  let excess = 0;
  for (let i = 0; i < ring.length; i++) {
    const [lngA, latA] = ring[i];
    const [lngB, latB] = ring[(i + 1) % ring.length];
    const [a, b] = [halfTangent(latA), halfTangent(latB)];
    excess += 2 * Math.atan2(Math.tan((turned(lngB - lngA) * RADIANS) / 2) * (a + b), 1 + a * b);
  }
  return Math.abs(excess) * AUTHALIC_SQUARED;
}

/** Twice the signed area of a triangle in degrees: which side of a-b is c on. */
function side(a: Degrees, b: Degrees, c: Degrees): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** Whether two edges of the ring that are not neighbours cross: then it has no area to speak of. */
export function crossesItself(ring: readonly Degrees[]): boolean {
  const n = ring.length;
  for (let i = 0; i < n; i++) {
    const [a, b] = [ring[i], ring[(i + 1) % n]];
    for (let j = i + 2; j < n; j++) {
      if ((j + 1) % n === i) continue;
      const [c, d] = [ring[j], ring[(j + 1) % n]];
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
    }
  }
  return false;
}
