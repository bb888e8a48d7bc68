/**
 * The public bulletin of a period: closed cases by kind of matter and by grid, with rates. Pure. Counts that could point to somebody are not told:
 * fewer than ten are "fewer than ten", nought included, and all others are multiples of five, each rounded by itself, so that what is left out
 * cannot be reckoned from a total.
 */
import { SMALL } from '../access/disclose.ts';
import { type CaseMeasure, groupsOf, indicatorsOf, type Share } from './indicators.ts';

const STEP = 5;

export interface BulletinLine {
  /** Code of a grid, or a matter. */
  key: string;
  /** null: fewer than ten. */
  closed: number | null;
}

export interface Bulletin {
  received: number | null;
  closed: number | null;
  /** Whole percent; null where the base is small. */
  onTime: number | null;
  satisfied: number | null;
  matters: BulletinLine[];
  grids: BulletinLine[];
}

/** `grids`: codes of all that are there, in their order: one that is missing would tell that it had none. */
export function bulletinOf(measures: readonly CaseMeasure[], grids: readonly string[]): Bulletin {
  const closed = measures.filter(({ waits }) => waits.close !== null);
  const { shares } = indicatorsOf(measures);
  const byGrid = new Map(groupsOf(closed, 'grid').map(({ key, measures: own }) => [key, own.length]));
  return {
    received: told(measures.length),
    closed: told(closed.length),
    onTime: percent(shares.onTime),
    satisfied: percent(shares.satisfied),
    // Matters of which too few were closed are not even named: a rare one names its case.
    matters: groupsOf(closed, 'matter')
      .filter(({ measures: own }) => own.length >= SMALL)
      .map(({ key, measures: own }) => ({ key, closed: told(own.length) })),
    grids: grids.map((key) => ({ key, closed: told(byGrid.get(key) ?? 0) })),
  };
}

function told(count: number): number | null {
  return count < SMALL ? null : Math.round(count / STEP) * STEP;
}

/** Of a rounded base and a rounded part: the exact share of a known base would tell the exact count. */
function percent({ of, all }: Share): number | null {
  const [part, whole] = [told(of), told(all)];
  if (whole === null || part === null || part > whole) return null;
  return Math.round((part / whole) * 100);
}
