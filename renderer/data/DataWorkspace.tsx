/**
 * Workspace "Data": the import desk, the sample communities, what the open community holds. Owns their arrangement.
 */
import { useIntl } from 'react-intl';
import { GenerationFacts } from './GenerationFacts.tsx';
import { ImportDesk } from './ImportDesk.tsx';
import { SampleCards } from './SampleCards.tsx';
import './data.css';

export function DataWorkspace() {
  const { formatMessage } = useIntl();
  return (
    <div className="data-page" role="region" aria-label={formatMessage({ id: 'workspace.data' })}>
      <div className="data-columns">
        <div className="data-main">
          <ImportDesk />
        </div>
        <div className="data-side">
          <GenerationFacts />
          <SampleCards />
        </div>
      </div>
    </div>
  );
}
