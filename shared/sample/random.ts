/**
 * The random numbers of samples, simulator and balancing: sfc32 (Chris Doty-Humphrey, PractRand), whole 32-bit arithmetic only,
 * so that one seed gives one stream on every machine. Must not read a clock or Math.random.
 */
export interface Random {
  /** Whole number 0 .. 2^32 - 1. */
  next(): number;
  /** [0, 1) in steps of 2^-32. */
  unit(): number;
  /** Whole number low .. high, both included. */
  int(low: number, high: number): number;
  /** [low, high). */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Index into weights, with the weights' odds. */
  weighted(weights: readonly number[]): number;
  /** Roughly normal (sum of four uniforms), mean 0, standard deviation 1, within -3.5 .. 3.5. */
  bell(): number;
  /** Fisher-Yates in place. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T;
}

/** A stream of its own for a seed and a purpose: adding draws to one purpose never moves another. */
export function createRandom(seed: number, purpose = ''): Random {
  let a = seed | 0;
  let b = 0x9e3779b9 | 0;
  let c = 0x243f6a88 | 0;
  let d = 1;
  for (let i = 0; i < purpose.length; i++) {
    b = Math.imul(b ^ purpose.charCodeAt(i), 0x01000193);
    c = (c + Math.imul(b, 0x85ebca6b)) | 0;
  }
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 16; i++) next();
  const unit = (): number => next() / 4294967296;
  const int = (low: number, high: number): number => low + Math.floor(unit() * (high - low + 1));
  return {
    next,
    unit,
    int,
    between: (low, high) => low + unit() * (high - low),
    chance: (probability) => unit() < probability,
    pick: (items) => items[Math.floor(unit() * items.length)],
    weighted: (weights) => {
      let sum = 0;
      for (const weight of weights) sum += weight;
      let at = unit() * sum;
      for (let i = 0; i < weights.length; i++) {
        at -= weights[i];
        if (at < 0) return i;
      }
      return weights.length - 1;
    },
    bell: () => (unit() + unit() + unit() + unit() - 2) * 1.7320508,
    shuffle: (items) => {
      for (let i = items.length - 1; i > 0; i--) {
        const j = int(0, i);
        const kept = items[i];
        items[i] = items[j];
        items[j] = kept;
      }
      return items;
    },
  };
}
