/**
 * The first page of the Data workspace: the import desk, the sample communities, what the open community holds. Owns their arrangement.
 */
import { GenerationFacts } from './GenerationFacts.tsx';
import { ImportDesk } from './ImportDesk.tsx';
import { SampleCards } from './SampleCards.tsx';

export function ImportPage() {
  return (
    <div className="data-columns">
      <div className="data-main">
        <ImportDesk />
      </div>
      <div className="data-side">
        <GenerationFacts />
        <SampleCards />
      </div>
    </div>
  );
}
