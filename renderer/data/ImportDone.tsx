/**
 * What an import left behind: rows kept and left out, what they changed, the time it took.
 */
import { useIntl } from 'react-intl';
import type { ImportOutcome } from './desk-engine.tsx';
import { ImportEffect } from './ImportEffect.tsx';
import { SaveRejects } from './SaveRejects.tsx';
import { UndoImport } from './UndoImport.tsx';

export function ImportDone({ outcome }: { outcome: ImportOutcome }) {
  const { formatMessage } = useIntl();
  const { report, links, merge, ms } = outcome;
  return (
    <div className="data-done" role="status">
      <p>{formatMessage({ id: 'data.done' }, { good: report.good, bad: report.bad, seconds: ms / 1000 })}</p>
      <ImportEffect links={links} merge={merge} />
      <div className="data-buttons">
        {report.layers
          .filter(({ bad }) => bad > 0)
          .map((layer) => (
            <SaveRejects key={`${layer.key}-${layer.layer}`} layer={layer} />
          ))}
      </div>
      <UndoImport />
    </div>
  );
}
