/** The piece of ground that a printed map shows, with the length of its scale bar. Owns the numbers: metres of ground, millimetres of paper. */

export interface MapFrame {
  /** West, south, east, north in metres. */
  bounds: [number, number, number, number];
  /** Metres of ground in a millimetre of paper: 1.5 is 1:1,500. */
  scale: number;
  /** Metres of the scale bar: 1, 2 or 5 times a power of ten, at most a quarter of the width. */
  bar: number;
}

const MARGIN = 0.06;

/** Around some bounds, in the proportions of the paper. A place alone is given 50 m each way. */
export function mapFrame(
  [west, south, east, north]: readonly [number, number, number, number],
  paper: { width: number; height: number },
): MapFrame {
  const known = Number.isFinite(west);
  const [x, y] = known ? [(west + east) / 2, (south + north) / 2] : [0, 0];
  const width = known ? Math.max(east - west, 50) : 50;
  const height = known ? Math.max(north - south, 50) : 50;
  const scale = (1 + 2 * MARGIN) * Math.max(width / paper.width, height / paper.height);
  const [halfWidth, halfHeight] = [(paper.width * scale) / 2, (paper.height * scale) / 2];
  return {
    bounds: [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight],
    scale,
    bar: roundLength(halfWidth / 2),
  };
}

function roundLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  const [digit] = [5, 2, 1].filter((each) => each * power <= most);
  return (digit ?? 1) * power;
}
