/** Files and prints of the open plan, below the map: what leaves, what comes in, new grids, sheets. Owns which of them is shown. */
import './planfile.css';
import { Button, Tab, Tabs } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { isOpenToEdits } from '../../../shared/partition/plan-state.ts';
import { fileStem } from '../../app/file-name.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import { usePlan } from '../plan/plan-edit.ts';
import { PlanPrints } from '../prints/PlanPrints.tsx';
import { AreasForm } from './AreasForm.tsx';
import { ExportPlan } from './ExportPlan.tsx';
import { ListForm } from './ListForm.tsx';
import { NewGridsForm } from './NewGridsForm.tsx';
import { PlanFileForm } from './PlanFileForm.tsx';
import { LIST_FILES, POLYGON_FILES } from './polygon-files.ts';

export interface PlanFilesProps {
  engine: DataEngine;
  onPlace(at: [number, number]): void;
  onClose(): void;
}

const TABS = ['out', 'list', 'areas', 'new', 'print'] as const;
type TabName = (typeof TABS)[number];

export function PlanFiles({ engine, onPlace, onClose }: PlanFilesProps) {
  const { formatMessage } = useIntl();
  const [tab, setTab] = useState<TabName>('out');
  const { plan, state } = usePlan();
  if (!plan) return null;
  const stem = fileStem({ name: { zh: plan.name, en: plan.name } });
  const frozen = !isOpenToEdits(state);
  return (
    <section className="plan-report panel planfile" aria-label={formatMessage({ id: 'planfile.title' })}>
      <header>
        <Tabs id="plan-files" selectedTabId={tab} onChange={(id) => setTab(id as TabName)}>
          {TABS.map((id) => (
            <Tab key={id} id={id} title={formatMessage({ id: `planfile.tab.${id}` })} />
          ))}
        </Tabs>
        <Button
          className="plan-report-close"
          size="small"
          variant="minimal"
          icon="cross"
          aria-label={formatMessage({ id: 'plan.report.close' })}
          onClick={onClose}
        />
      </header>
      <div className="plan-report-body">
        {frozen && tab !== 'out' && tab !== 'print' ? (
          <p className="plan-note">{formatMessage({ id: 'plan.frozen' })}</p>
        ) : (
          <TabBody tab={tab} engine={engine} stem={stem} onPlace={onPlace} />
        )}
      </div>
    </section>
  );
}

interface TabBodyProps extends Pick<PlanFilesProps, 'engine' | 'onPlace'> {
  tab: TabName;
  stem: string;
}

function TabBody({ tab, engine, stem, onPlace }: TabBodyProps) {
  const { formatMessage } = useIntl();
  switch (tab) {
    case 'out':
      return <ExportPlan engine={engine} stem={stem} />;
    case 'list':
      return (
        <PlanFileForm
          engine={engine}
          hint={formatMessage({ id: 'planfile.list.hint' })}
          accept={LIST_FILES}
          fits={({ columns }) => columns.length > 1}
        >
          {(layer) => <ListForm engine={engine} layer={layer} stem={stem} />}
        </PlanFileForm>
      );
    case 'areas':
      return (
        <PlanFileForm
          engine={engine}
          hint={formatMessage({ id: 'planfile.areas.hint' })}
          accept={POLYGON_FILES}
          fits={({ polygons }) => polygons}
        >
          {(layer) => <AreasForm engine={engine} layer={layer} onPlace={onPlace} />}
        </PlanFileForm>
      );
    case 'new':
      return <NewGridsForm engine={engine} />;
    case 'print':
      return <PlanPrints engine={engine} />;
  }
}
