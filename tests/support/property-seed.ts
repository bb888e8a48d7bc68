/**
 * The seed of every property: one and the same in a short run, so that a run can be repeated; another each time in a long one
 * (LINLI_LONG), which hunts. A failure prints its seed, and LINLI_SEED=<seed> runs with it again.
 */
import fc from 'fast-check';

const { LINLI_LONG, LINLI_SEED } = process.env;
const FIXED = 20_261_130;

if (LINLI_SEED) fc.configureGlobal({ seed: Number(LINLI_SEED) });
else if (!LINLI_LONG) fc.configureGlobal({ seed: FIXED });
