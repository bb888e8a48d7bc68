/** The row of the bench's table, and how a case states its target. Owns the shape; measuring is in measure.ts. */

export interface BenchResult {
  name: string;
  value: number;
  unit: string;
  /** What it is measured against, in the same run. */
  reference: string;
  referenceValue: number;
  /** reference / value for "faster", value / reference for "at most". */
  ratio: number;
  target: string;
  ok: boolean;
}

interface Measured {
  name: string;
  value: number;
  unit: string;
  reference: string;
  referenceValue: number;
}

/** Target: at least `times` as fast as the reference. */
export function faster(measured: Measured, times: number): BenchResult {
  const ratio = measured.referenceValue / measured.value;
  return { ...measured, ratio, target: `${times}x faster`, ok: ratio >= times };
}

/** Target: value at most `times` the reference. */
export function atMost(measured: Measured, times: number): BenchResult {
  const ratio = measured.value / measured.referenceValue;
  return { ...measured, ratio, target: `at most ${times}x`, ok: ratio <= times };
}

/** Target: value at most one part in `parts` of the reference. */
export function atMostShare(measured: Measured, parts: number): BenchResult {
  const ratio = measured.value / measured.referenceValue;
  return { ...measured, ratio, target: `at most 1/${parts}`, ok: ratio <= 1 / parts };
}
