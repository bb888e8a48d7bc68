/**
 * Everything a person needs to settle the system of coordinates of a layer: what is known about it in words, where its places would lie,
 * a search over all systems, and a local grid from control points.
 */
import { Tab, Tabs } from '@blueprintjs/core';
import { useId } from 'react';
import { useIntl } from 'react-intl';
import type { LayerLook, LayerPlan } from '../../../shared/model/import-plan.ts';
import { CrsNotes } from './CrsNotes.tsx';
import { CrsOverlay } from './CrsOverlay.tsx';
import { CrsSearch } from './CrsSearch.tsx';
import { LocalGridForm } from './LocalGridForm.tsx';
import './crs.css';

export function CrsPanel({ plan, look }: { plan: LayerPlan; look: LayerLook }) {
  const { formatMessage } = useIntl();
  const id = useId();
  // Of the first look: it does not close when the choice is made.
  const unsure = look.crsHow === 'unknown' || look.notes.some((note) => note.endsWith('suspected'));
  return (
    <details className="data-details crs-panel" open={unsure}>
      <summary>{formatMessage({ id: 'import.crs.check' })}</summary>
      <div className="crs-columns">
        <CrsOverlay plan={plan} look={look} />
        <div className="crs-side">
          <CrsNotes plan={plan} look={look} />
          <Tabs id={id} renderActiveTabPanelOnly>
            <Tab
              id="search"
              title={formatMessage({ id: 'import.crs.search' })}
              panel={<CrsSearch plan={plan} />}
            />
            <Tab
              id="local"
              title={formatMessage({ id: 'import.crs.local' })}
              panel={<LocalGridForm plan={plan} />}
            />
          </Tabs>
        </div>
      </div>
    </details>
  );
}
