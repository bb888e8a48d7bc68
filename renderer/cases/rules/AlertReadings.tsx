/** What the device of an alert said in the last day, with the limits it is judged by. Nothing where nothing is kept. */
import type { Alert } from '../../../shared/cases/alert.ts';
import { UNIT_OF_KIND } from '../../../shared/cases/default-signals.ts';
import { useCaseSession } from '../../app/case-session.ts';
import { ReadingChart } from './ReadingChart.tsx';
import { useReadings } from './use-readings.ts';

export function AlertReadings({ alert }: { alert: Alert }) {
  const past = useReadings(alert.kind, alert.device);
  const rule = useCaseSession((session) => session.settings?.signals[alert.kind]);
  // A press or a door has nothing to measure.
  if (!past || !rule || past.series.length === 0 || UNIT_OF_KIND[alert.kind] === '') return null;
  return (
    <ReadingChart
      values={past.series[0].values}
      until={past.until}
      rule={rule}
      unit={UNIT_OF_KIND[alert.kind]}
    />
  );
}
