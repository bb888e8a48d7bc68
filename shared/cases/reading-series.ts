/**
 * Readings of the last days as the host keeps them, to try a rule on before it is used. Owns their shape on the wire (columns: there are many)
 * and the count of alarms that a rule would have made of them; pure.
 */
import * as v from 'valibot';
import { preview, type SignalReading, type SignalRule } from './alert-rules.ts';

const MOST = 50_000;
/** So many are handed out at once, the newest. */
export const MOST_READINGS = MOST;
const Column = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.maxLength(MOST));

export const ReadingColumnsSchema = v.object({
  /** Ids that `device` counts from. */
  devices: v.array(v.string()),
  device: Column(v.number()),
  /** Ms since the epoch by our clock, in order. */
  at: Column(v.number()),
  value: Column(v.number()),
  /** 1: in alarm, as the device itself said. */
  active: Column(v.picklist([0, 1])),
  /** 1: a value alone, which the rule of its kind judges; 0: the device tells alarm and calm itself. */
  measured: Column(v.picklist([0, 1])),
  /** There were more, before the first. */
  cut: v.boolean(),
});
export type ReadingColumns = v.InferOutput<typeof ReadingColumnsSchema>;

export interface Series {
  device: string;
  readings: SignalReading[];
  /** The values, whether they are judged or not. */
  values: { at: number; value: number }[];
  measured: number;
}

/** One series for each device, by what was heard of it. */
export function seriesOf({ devices, device, at, value, active, measured }: ReadingColumns): Series[] {
  const series = devices.map((id): Series => ({ device: id, readings: [], values: [], measured: 0 }));
  for (let i = 0; i < at.length; i++) {
    const own = series[device[i]];
    if (!own) continue;
    const judged = measured[i] === 1;
    // As the monitor does it: whoever tells alarm and calm itself is believed, whatever the value.
    own.readings.push(
      judged
        ? { at: at[i], value: value[i], active: false }
        : { at: at[i], value: null, active: active[i] === 1 },
    );
    own.values.push({ at: at[i], value: value[i] });
    if (judged) own.measured++;
  }
  return series;
}

/** How many alarms the rule would have made. */
export function alarmsOf(rule: SignalRule, series: readonly Series[]): number {
  return series.reduce((sum, { readings }) => sum + preview({ ...rule, bit: true }, readings).length, 0);
}
