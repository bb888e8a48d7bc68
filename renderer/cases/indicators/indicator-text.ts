/** Numbers of the indicators in words: how long, how much of what. Wording only. */
import type { IntlShape } from 'react-intl';
import {
  type CaseMeasure,
  type IndicatorId,
  type Indicators,
  SHARE_IDS,
  type ShareId,
  WAIT_IDS,
  type WaitId,
} from '../../../shared/cases/indicators.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const INDICATOR_IDS: readonly IndicatorId[] = ['received', ...WAIT_IDS, ...SHARE_IDS, 'satisfaction'];

/** '40 s', '12 min', '3.4 h', '2.1 d'; a dash for none. */
export function durationText({ formatMessage, formatNumber }: IntlShape, ms: number | null): string {
  if (ms === null) return '—';
  const [size, unit, digits] =
    ms < MINUTE
      ? [ms / 1000, 'seconds', 0]
      : ms < HOUR
        ? [ms / MINUTE, 'minutes', ms < 10 * MINUTE ? 1 : 0]
        : ms < 2 * DAY
          ? [ms / HOUR, 'hours', 1]
          : [ms / DAY, 'days', 1];
  return formatMessage(
    { id: `age.${unit}` },
    { count: formatNumber(size, { maximumFractionDigits: digits }) },
  );
}

export function percentText({ formatNumber }: IntlShape, rate: number | null): string {
  return rate === null ? '—' : formatNumber(rate, { style: 'percent', maximumFractionDigits: 1 });
}

const isWait = (id: IndicatorId): id is WaitId => (WAIT_IDS as readonly string[]).includes(id);
const isShare = (id: IndicatorId): id is ShareId => (SHARE_IDS as readonly string[]).includes(id);

/** The number, what it rests on in words, and how many that are. */
export function indicatorText(
  intl: IntlShape,
  found: Indicators,
  id: IndicatorId,
): { value: string; base: string; n: number } {
  const { formatMessage, formatNumber } = intl;
  if (isWait(id)) {
    const { count, p50, p90 } = found.waits[id];
    return {
      n: count,
      value: durationText(intl, p50),
      base: formatMessage({ id: 'cases.indicator.base.wait' }, { p90: durationText(intl, p90), n: count }),
    };
  }
  if (isShare(id)) {
    const { of, all, rate } = found.shares[id];
    return {
      n: all,
      value: percentText(intl, rate),
      base: formatMessage({ id: 'cases.indicator.base.share' }, { of, n: all }),
    };
  }
  if (id === 'received')
    return {
      n: found.received,
      value: formatNumber(found.received),
      base: formatMessage({ id: 'cases.indicator.base.registered' }, { n: found.registered }),
    };
  return {
    n: found.shares.satisfied.all,
    value: found.satisfaction === null ? '—' : formatNumber(found.satisfaction, { maximumFractionDigits: 2 }),
    base: formatMessage({ id: 'cases.indicator.base' }, { n: found.shares.satisfied.all }),
  };
}

/** What one case has to do with the number. */
export function measureText(intl: IntlShape, measure: CaseMeasure, id: IndicatorId): string {
  if (isWait(id)) return durationText(intl, measure.waits[id]);
  if (id === 'received')
    return intl.formatMessage({
      id: `cases.indicator.closed.${measure.waits.close === null ? 'no' : 'yes'}`,
    });
  if (id === 'satisfaction' || id === 'satisfied')
    return intl.formatMessage({ id: `cases.satisfaction.${measure.satisfaction}` });
  const [of, all] = measure.shares[id];
  if (id === 'returns') return intl.formatMessage({ id: 'cases.indicator.returned' }, { of, n: all });
  return intl.formatMessage({ id: `cases.indicator.${id}.${of > 0 ? 'yes' : 'no'}` });
}
