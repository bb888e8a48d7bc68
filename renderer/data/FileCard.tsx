/**
 * One file on the desk: what it was taken for, its encoding with a sample to judge it by, its role, its columns.
 */
import { Button, Checkbox, FormGroup, HTMLSelect, Spinner } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { ENCODINGS, type Encoding } from '../../shared/formats/encoding.ts';
import { IMPORT_ROLES, type ImportRole } from '../../shared/model/import-roles.ts';
import type { DataDeskEngine } from './desk-engine.tsx';
import { ErrorNote } from './ErrorNote.tsx';
import { type DeskFile, setRole, setSwap } from './import-desk.ts';
import { MappingTable } from './MappingTable.tsx';
import { useData } from './store.ts';

export function FileCard({ file, engine }: { file: DeskFile; engine: DataDeskEngine }) {
  const { formatMessage } = useIntl();
  const busy = useData((data) => data.busy);
  const takeOff = useData((data) => data.takeOff);
  return (
    <article className="data-card data-file" aria-label={file.name}>
      <header className="data-file-head">
        <h3>{file.name}</h3>
        <span className="data-number data-note">
          {file.bytes < 1_000_000
            ? formatMessage({ id: 'data.kilobytes' }, { size: file.bytes / 1024 })
            : formatMessage({ id: 'data.megabytes' }, { size: file.bytes / 1_048_576 })}
        </span>
        <Button
          size="small"
          variant="minimal"
          icon="cross"
          disabled={busy}
          aria-label={formatMessage({ id: 'data.takeOff' }, { name: file.name })}
          onClick={() => takeOff(engine, file.key)}
        />
      </header>
      {file.status === 'looking' && <Spinner size={20} aria-label={formatMessage({ id: 'data.looking' })} />}
      {file.status === 'refused' && <ErrorNote error={file.error} />}
      {file.status === 'ready' && <ReadyFile file={file} engine={engine} />}
    </article>
  );
}

function ReadyFile({
  file,
  engine,
}: {
  file: Extract<DeskFile, { status: 'ready' }>;
  engine: DataDeskEngine;
}) {
  const { formatMessage } = useIntl();
  const { busy, change } = useData();
  const { inspection, plan, key } = file;
  const hasPlace = plan.choices.some(
    ({ target }) => target.to === 'field' && ['lng', 'lat', 'pair', 'wkt'].includes(target.field),
  );
  return (
    <>
      <div className="data-options">
        <FormGroup label={formatMessage({ id: 'data.format' })}>
          <span className="data-value">{formatMessage({ id: `format.${inspection.format}` })}</span>
        </FormGroup>
        <EncodingChoice file={file} engine={engine} />
        <FormGroup label={formatMessage({ id: 'data.role' })} labelFor={`role-${key}`}>
          <HTMLSelect
            id={`role-${key}`}
            value={plan.role}
            disabled={busy}
            onChange={(event) => change((desk) => setRole(desk, key, event.target.value as ImportRole))}
          >
            {IMPORT_ROLES.map((role) => (
              <option key={role} value={role}>
                {formatMessage({ id: `data.role.${role}` })}
              </option>
            ))}
          </HTMLSelect>
        </FormGroup>
      </div>
      {(hasPlace || Object.keys(inspection.geometry).some((type) => type !== '')) && (
        <Checkbox
          checked={plan.swap}
          disabled={busy}
          label={formatMessage({ id: inspection.swapped ? 'data.swap.likely' : 'data.swap' })}
          onChange={(event) => change((desk) => setSwap(desk, key, event.currentTarget.checked))}
        />
      )}
      <details className="data-details" open={inspection.encodingConfidence < 0.95}>
        <summary>{formatMessage({ id: 'data.sample.head' })}</summary>
        <pre className="data-sample">{inspection.sample.slice(0, 600)}</pre>
      </details>
      <details className="data-details" open={file.inspection.columns.length <= 12}>
        <summary>{formatMessage({ id: 'data.columns' }, { count: plan.choices.length })}</summary>
        <MappingTable fileKey={key} plan={plan} inspection={inspection} disabled={busy} />
      </details>
    </>
  );
}

function EncodingChoice({
  file,
  engine,
}: {
  file: Extract<DeskFile, { status: 'ready' }>;
  engine: DataDeskEngine;
}) {
  const { formatMessage } = useIntl();
  const busy = useData((data) => data.busy);
  const lookAgain = useData((data) => data.lookAgain);
  const { encoding, encodingConfidence } = file.inspection;
  const id = `encoding-${file.key}`;
  return (
    <FormGroup
      label={formatMessage({ id: 'data.encoding' })}
      labelFor={id}
      helperText={encodingConfidence < 0.95 ? formatMessage({ id: 'data.encoding.check' }) : undefined}
    >
      <HTMLSelect
        id={id}
        value={encoding}
        disabled={busy}
        onChange={(event) => void lookAgain(engine, file.key, event.target.value as Encoding)}
      >
        {ENCODINGS.map((each) => (
          <option key={each} value={each}>
            {formatMessage({ id: `encoding.${each}` })}
          </option>
        ))}
      </HTMLSelect>
    </FormGroup>
  );
}
