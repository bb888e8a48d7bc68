/**
 * How measured lengths and areas are written: metres or kilometres, square metres, hectares or square kilometres, each with
 * the digits that a pointer on a map can mean. Owns the rounding and units only.
 */

/** Digits grouped by a narrow no-break space, as everywhere on the screen; `decimals` fixed. */
function figure(value: number, decimals: number): string {
  const [whole, rest] = value.toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u202f');
  return rest ? `${grouped}.${rest}` : grouped;
}

/** 12.3 m, 845 m, 1.234 km, 12.3 km. */
export function lengthText(metres: number): string {
  if (metres < 99.95) return `${figure(metres, 1)} m`;
  if (metres < 999.5) return `${figure(metres, 0)} m`;
  return `${figure(metres / 1000, metres < 9_999.5 ? 3 : 1)} km`;
}

/** 8.5 m², 3 200 m², 1.25 ha, 2.104 km². */
export function areaText(squareMetres: number): string {
  if (squareMetres < 99.95) return `${figure(squareMetres, 1)} m²`;
  if (squareMetres < 9_999.5) return `${figure(squareMetres, 0)} m²`;
  if (squareMetres < 999_950) return `${figure(squareMetres / 10_000, 2)} ha`;
  return `${figure(squareMetres / 1_000_000, 3)} km²`;
}

/** One mu is 10000/15 square metres. */
const SQUARE_METRES_A_MU = 10_000 / 15;

/** The figure in mu, without the unit: its word is the language's. */
export function muFigure(squareMetres: number): string {
  const mu = squareMetres / SQUARE_METRES_A_MU;
  return figure(mu, mu < 100 ? 2 : 0);
}
