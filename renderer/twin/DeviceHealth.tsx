/**
 * Devices of a place: how many are well, by one bar whose parts differ in pattern as well as tone, and how many of
 * each kind. No alarm colours: a silent device is a maintenance matter, not an alert.
 */
import type { Summary } from '../../shared/query/selection.ts';
import { CountBars } from './CountBars.tsx';
import { useWording } from './wording.ts';

export function DeviceHealth({ summary, whole }: { summary: Summary; whole: Summary | null }) {
  const { t, word, count } = useWording();
  const health = (summary.words['deviceHealth'] ?? []).filter((each) => each.count > 0);
  const total = health.reduce((sum, each) => sum + each.count, 0);
  if (total === 0) return null;
  return (
    <>
      <section className="twin-block">
        <h3>{t('twin.health')}</h3>
        <div
          className="twin-health"
          role="img"
          aria-label={health.map((each) => `${word('health', each.word)} ${each.count}`).join('，')}
        >
          {health.map((each) => (
            <span key={each.word} data-health={each.word} style={{ flexGrow: each.count }} />
          ))}
        </div>
        <ul className="twin-health-key">
          {health.map((each) => (
            <li key={each.word} data-health={each.word}>
              {word('health', each.word)} <b>{count(each.count)}</b>
            </li>
          ))}
        </ul>
      </section>
      <CountBars
        title={t('twin.deviceKinds')}
        counts={summary.words['deviceKind'] ?? []}
        whole={whole?.words['deviceKind']}
        total={total}
        wholeTotal={whole?.counts.devices}
        label={(kind) => word('deviceKind', kind)}
        tone="devices"
        limit={5}
      />
    </>
  );
}
