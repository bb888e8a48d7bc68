/**
 * The plain layout of a message: what `linli simulate` publishes, what the guide asks of a device maker who may choose, and what PLAIN_MAPPING
 * reads. Topics: `linli/life/<kind>/<device>` for levels I, `linli/bulk/<kind>/<device>` for the rest and for ordinary readings.
 */
import { LEVEL_OF_KIND } from '../cases/alert.ts';
import type { DeviceKind } from '../model/words.ts';

export interface PlainMessage {
  /** The source's name of this message. */
  id: string;
  device: string;
  kind: DeviceKind;
  value: number;
  alarm: boolean;
  /** ms since the epoch by the device's clock. */
  at: number;
  /** The device's own count. */
  seq: number;
}

/** The filters that take all of it. */
export const PLAIN_TOPICS = { life: ['linli/life/#'], bulk: ['linli/bulk/#'] } as const;

/** Alarms of level I and their ends go by `life`. `isAlarm`: it is one, or the end of one. */
export function plainTopic({ kind, device }: PlainMessage, isAlarm: boolean): string {
  const lane = isAlarm && LEVEL_OF_KIND[kind] === 1 ? 'life' : 'bulk';
  return `linli/${lane}/${kind}/${device}`;
}
