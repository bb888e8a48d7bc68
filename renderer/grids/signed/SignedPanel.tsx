/** Signed plan files over the map: a file that comes in, and the keys that are trusted here. Owns the two tabs. */
import { Button, Tab, Tabs } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { DataEngine } from '../../worker/engine-api.ts';
import { SignedForm } from './SignedForm.tsx';
import { SignerKeyList } from './SignerKeyList.tsx';
import './signed.css';

export interface SignedPanelProps {
  engine: DataEngine;
  onOpen(plan: string): Promise<void>;
  onClose(): void;
}

const TABS = ['file', 'keys'] as const;

export function SignedPanel({ engine, onOpen, onClose }: SignedPanelProps) {
  const { formatMessage } = useIntl();
  const [tab, setTab] = useState<(typeof TABS)[number]>('file');
  return (
    <section className="plan-report panel planfile signed" aria-label={formatMessage({ id: 'signed.title' })}>
      <header>
        <Tabs id="signed" selectedTabId={tab} onChange={(id) => setTab(id as (typeof TABS)[number])}>
          {TABS.map((id) => (
            <Tab key={id} id={id} title={formatMessage({ id: `signed.tab.${id}` })} />
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
        {tab === 'file' ? <SignedForm engine={engine} onOpen={onOpen} /> : <SignerKeyList />}
      </div>
    </section>
  );
}
