/**
 * The import desk: files come in, each says what it is, a preview shows what would happen, and only then a person
 * decides. Owns the order of these steps on screen.
 */
import { Button, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { ImportPlan } from '../../shared/model/import-plan.ts';
import { hasVault } from '../app/access/seat.ts';
import { useSession } from '../app/session.ts';
import { ImportAccess, useImportNeed } from './access/ImportAccess.tsx';
import { type DataDeskEngine, useDeskEngine } from './desk-engine.tsx';
import { ErrorNote } from './ErrorNote.tsx';
import { FileCard } from './FileCard.tsx';
import { ImportDone } from './ImportDone.tsx';
import { needsVault, planFrom, setOption } from './import-desk.ts';
import { PreviewReport } from './PreviewReport.tsx';
import { Loading } from './SampleCards.tsx';
import { useData } from './store.ts';

export function ImportDesk() {
  const { formatMessage } = useIntl();
  const engine = useDeskEngine();
  const files = useData((data) => data.desk.files);
  return (
    <section className="data-section" aria-labelledby="data-import">
      <h2 id="data-import">{formatMessage({ id: 'data.import' })}</h2>
      <DropZone engine={engine} />
      {engine && files.map((file) => <FileCard key={file.key} file={file} engine={engine} />)}
      {engine && files.length > 0 && <Decision engine={engine} />}
    </section>
  );
}

function DropZone({ engine }: { engine: DataDeskEngine | null }) {
  const { formatMessage } = useIntl();
  const add = useData((data) => data.addFiles);
  const busy = useData((data) => data.busy);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (list: FileList | null) => {
    if (engine && list && !busy) void add(engine, [...list]);
  };
  return (
    <div
      role="group"
      className={over ? 'data-drop data-drop-over' : 'data-drop'}
      aria-label={formatMessage({ id: 'data.drop' })}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <p>{formatMessage({ id: 'data.drop' })}</p>
      <Button
        icon="document-open"
        disabled={!engine || busy}
        text={formatMessage({ id: 'data.choose' })}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={formatMessage({ id: 'data.choose' })}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = '';
        }}
      />
      <p className="data-note">{formatMessage({ id: 'data.formats' })}</p>
    </div>
  );
}

function Decision({ engine }: { engine: DataDeskEngine }) {
  const { formatMessage } = useIntl();
  const { desk, busy, change, preview, runImport, clear } = useData();
  const community = useSession((session) => session.community);
  const ready = planFrom(desk, 0) !== null;
  const { step } = desk;
  // What is added to a sample joins its persons.
  const joins = desk.mode !== 'replace' && !hasVault() && (community?.rows.residents ?? 0) > 0;
  const personal = needsVault(desk) || joins;
  const needed = useImportNeed(personal);
  return (
    <div className="data-decision">
      <div className="data-options">
        <FormGroup label={formatMessage({ id: 'data.mode' })} labelFor="data-mode">
          <HTMLSelect
            id="data-mode"
            value={desk.mode}
            disabled={busy}
            onChange={(event) =>
              change((now) => setOption(now, { mode: event.target.value as ImportPlan['mode'] }))
            }
          >
            <option value="replace">{formatMessage({ id: 'data.mode.replace' })}</option>
            {community && <option value="merge">{formatMessage({ id: 'data.mode.merge' })}</option>}
            {community && <option value="sync">{formatMessage({ id: 'data.mode.sync' })}</option>}
          </HTMLSelect>
        </FormGroup>
        {desk.mode === 'replace' && (
          <FormGroup label={formatMessage({ id: 'data.communityName' })} labelFor="data-name">
            <InputGroup
              id="data-name"
              value={desk.communityName}
              disabled={busy}
              onChange={(event) => change((now) => setOption(now, { communityName: event.target.value }))}
            />
          </FormGroup>
        )}
      </div>
      {step.name !== 'done' && <ImportAccess needed={needed} personal={personal} />}
      {step.name === 'reading' && (
        <Loading progress={step.progress} since={step.since} onCancel={() => void engine.cancel()} />
      )}
      {step.name === 'failed' && <ErrorNote error={step.error} />}
      {step.name === 'previewed' && <PreviewReport run={step.run} ms={step.ms} />}
      {step.name === 'done' && <ImportDone outcome={step.outcome} />}
      <div className="data-buttons">
        {step.name === 'previewed' ? (
          <Button
            className="data-primary"
            disabled={busy || step.run.report.good === 0 || needed !== null}
            text={formatMessage({ id: 'data.importGood' }, { good: step.run.report.good })}
            onClick={() => void runImport(engine)}
          />
        ) : (
          step.name !== 'done' && (
            <Button
              className="data-primary"
              disabled={busy || !ready}
              text={formatMessage({ id: 'data.preview' })}
              onClick={() => void preview(engine)}
            />
          )
        )}
        <Button
          disabled={busy}
          text={formatMessage({ id: step.name === 'done' ? 'data.finish' : 'data.stop' })}
          onClick={() => clear(engine)}
        />
      </div>
    </div>
  );
}
