/**
 * The spot check on foot: which records are drawn, and what the result says of all of them. Drawn by a seed, so that the
 * same sheet can be printed again, and by grid in proportion, so that none is left out.
 */

export interface Rate {
  /** Share of right ones, 0 .. 1. */
  value: number;
  low: number;
  high: number;
}

/** Two-sided 95 %. */
const Z = 1.959963984540054;

/** Wilson's score interval (Wilson 1927, J. Am. Stat. Assoc. 22): holds for few records and for rates near 1. */
export function wilson(right: number, checked: number): Rate {
  if (checked <= 0) return { value: 0, low: 0, high: 1 };
  const p = right / checked;
  const z2 = Z * Z;
  const middle = (p + z2 / (2 * checked)) / (1 + z2 / checked);
  const half = (Z / (1 + z2 / checked)) * Math.sqrt((p * (1 - p)) / checked + z2 / (4 * checked * checked));
  return { value: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Draws `count` rows without repeats, in proportion to the size of each stratum (largest remainder, ties to the lower).
 * @param strata the stratum of every row.
 * @returns rows ordered by stratum, then row.
 */
export function drawSample(strata: ArrayLike<number>, count: number, seed: number): number[] {
  const members = new Map<number, number[]>();
  for (let row = 0; row < strata.length; row++) {
    const list = members.get(strata[row]);
    if (list) list.push(row);
    else members.set(strata[row], [row]);
  }
  const groups = [...members.entries()].sort(([a], [b]) => a - b).map(([, rows]) => rows);
  const wanted = Math.min(Math.max(0, Math.floor(count)), strata.length);
  const shares = groups.map((rows) => (rows.length * wanted) / Math.max(1, strata.length));
  const sizes = shares.map(Math.floor);
  const left = wanted - sizes.reduce((a, b) => a + b, 0);
  shares
    .map((share, i) => ({ i, rest: share - sizes[i] }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i)
    .slice(0, left)
    .forEach(({ i }) => {
      sizes[i]++;
    });
  const random = randomFrom(seed);
  return groups.flatMap((rows, i) => take(rows, sizes[i], random).sort((a, b) => a - b));
}

/** The first `count` of a shuffle; changes the list. */
function take(rows: number[], count: number, random: () => number): number[] {
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (rows.length - i));
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  return rows.slice(0, count);
}
