/** The day by the clock and the time zone of the desk. Owns nothing else; days of data are numbers of model/. */
import { isoDayOf } from '../../shared/model/field-sources.ts';
import { localDayOf } from '../../shared/partition/plan-day.ts';

/** Today where the desk stands, `YYYY-MM-DD`. */
export function localDay(now = new Date()): string {
  return isoDayOf(localDayOf(now.getTime()));
}
