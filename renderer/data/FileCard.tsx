/**
 * One file on the desk: what it was taken for, its encoding with a sample to judge it by, what is odd about it, its layers.
 */
import { Button, FormGroup, HTMLSelect, Spinner } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { DELIMITERS } from '../../shared/formats/csv-dialect.ts';
import { ENCODINGS, type Encoding } from '../../shared/formats/encoding.ts';
import type { FileProblem, TextEncoding } from '../../shared/formats/opened-file.ts';
import { useCount } from '../app/count.tsx';
import type { DataDeskEngine } from './desk-engine.tsx';
import { ErrorNote } from './ErrorNote.tsx';
import type { DeskFile } from './import-desk.ts';
import { LayerCard } from './LayerCard.tsx';
import { SheetHeader } from './SheetHeader.tsx';
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

export type ReadyDeskFile = Extract<DeskFile, { status: 'ready' }>;

function ReadyFile({ file, engine }: { file: ReadyDeskFile; engine: DataDeskEngine }) {
  const { formatMessage } = useIntl();
  const { inspection } = file;
  const { encoding } = inspection;
  const busy = useData((data) => data.busy);
  const lookAgain = useData((data) => data.lookAgain);
  return (
    <>
      <div className="data-options">
        <FormGroup label={formatMessage({ id: 'data.format' })}>
          <span className="data-value">{formatMessage({ id: `format.${inspection.format}` })}</span>
        </FormGroup>
        {inspection.delimiter !== null && (
          <FormGroup label={formatMessage({ id: 'data.delimiter' })} labelFor={`delimiter-${file.key}`}>
            <HTMLSelect
              id={`delimiter-${file.key}`}
              value={inspection.delimiter}
              disabled={busy}
              onChange={(event) => void lookAgain(engine, file.key, { delimiter: event.target.value })}
            >
              {[...new Set([...DELIMITERS, inspection.delimiter])].map((each) => (
                <option key={each} value={each}>
                  {each === '\t' ? 'Tab' : each}
                </option>
              ))}
            </HTMLSelect>
          </FormGroup>
        )}
        {encoding && <EncodingChoice file={file} encoding={encoding} engine={engine} />}
      </div>
      {inspection.problems.length > 0 && <FileProblems problems={inspection.problems} />}
      {encoding && encoding.sample !== '' && (
        <details className="data-details" open={encoding.confidence < 0.95}>
          <summary>{formatMessage({ id: 'data.sample.head' })}</summary>
          <pre className="data-sample">{encoding.sample.slice(0, 600)}</pre>
        </details>
      )}
      {file.plans.map((entry) => {
        const look = inspection.layers.find(({ layer }) => layer === entry.plan.layer);
        if (!look) return null;
        const sheet = inspection.sheets.find(({ layer }) => layer === look.layer);
        return (
          <LayerCard key={look.layer} entry={entry} look={look} single={file.plans.length === 1}>
            {sheet && entry.used && <SheetHeader file={file} sheet={sheet} engine={engine} />}
          </LayerCard>
        );
      })}
    </>
  );
}

function FileProblems({ problems }: { problems: FileProblem[] }) {
  const { formatMessage, messages } = useIntl();
  const counted = useCount();
  return (
    <ul className="data-notes">
      {problems.map(({ code, message, count }) => (
        <li key={code}>
          {`problem.${code}` in messages ? (
            formatMessage({ id: `problem.${code}` }, { count })
          ) : (
            <>
              {message} <span className="data-number">{counted(count)}</span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function EncodingChoice({
  file,
  encoding,
  engine,
}: {
  file: ReadyDeskFile;
  encoding: TextEncoding;
  engine: DataDeskEngine;
}) {
  const { formatMessage } = useIntl();
  const busy = useData((data) => data.busy);
  const lookAgain = useData((data) => data.lookAgain);
  const id = `encoding-${file.key}`;
  return (
    <FormGroup
      label={formatMessage({ id: 'data.encoding' })}
      labelFor={id}
      helperText={encoding.confidence < 0.95 ? formatMessage({ id: 'data.encoding.check' }) : undefined}
    >
      <HTMLSelect
        id={id}
        value={encoding.encoding}
        disabled={busy}
        onChange={(event) => void lookAgain(engine, file.key, { encoding: event.target.value as Encoding })}
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
