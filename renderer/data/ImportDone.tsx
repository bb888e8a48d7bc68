/**
 * What an import left behind: rows kept and left out, how many could be linked, the time it took.
 */
import { useIntl } from 'react-intl';
import type { ImportOutcome } from './desk-engine.tsx';

export function ImportDone({ outcome }: { outcome: ImportOutcome }) {
  const { formatMessage } = useIntl();
  const { report, links, ms } = outcome;
  return (
    <div className="data-done" role="status">
      <p>{formatMessage({ id: 'data.done' }, { good: report.good, bad: report.bad, seconds: ms / 1000 })}</p>
      {links.homes > 0 && (
        <p>{formatMessage({ id: 'data.linked.homes' }, { linked: links.homesLinked, all: links.homes })}</p>
      )}
      {links.residents > 0 && (
        <p>
          {formatMessage(
            { id: 'data.linked.residents' },
            { linked: links.residentsLinked, all: links.residents },
          )}
        </p>
      )}
      {links.devices > 0 && (
        <p>
          {formatMessage({ id: 'data.linked.devices' }, { linked: links.devicesLinked, all: links.devices })}
        </p>
      )}
    </div>
  );
}
