/** What devices of a kind said in the last day, as the host keeps it. */
import { useEffect, useState } from 'react';
import { type Series, seriesOf } from '../../../shared/cases/reading-series.ts';
import type { DeviceKind } from '../../../shared/model/words.ts';
import { asWhoIsHere } from '../../app/access/seat.ts';

const SHOWN_MS = 86_400_000;

export interface PastReadings {
  /** Since when all is there. */
  from: number;
  until: number;
  series: Series[];
}

/** `device` null: all of the kind. Null until the host has answered, and where it has none to show. */
export function useReadings(kind: DeviceKind, device: string | null): PastReadings | null {
  const [past, setPast] = useState<PastReadings | null>(null);
  useEffect(() => {
    let current = true;
    setPast(null);
    const until = Date.now();
    const from = until - SHOWN_MS;
    asWhoIsHere((to, session) => to.call('live.readings', { session, kind, device, from, until })).then(
      (columns) => {
        if (!current) return;
        const since = columns.cut ? (columns.at[0] ?? from) : from;
        setPast({ from: since, until, series: seriesOf(columns) });
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [kind, device]);
  return past;
}
