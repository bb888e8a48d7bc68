/**
 * What the preview found: counts per file, the first rows as they will be, what was mended, and every bad row with its
 * line and reason. Shows a page of bad rows at a time.
 */
import { Button, Callout, HTMLTable } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { BAD_ROW_LIMIT, type LayerReport } from '../../shared/model/import-plan.ts';
import { ROLES } from '../../shared/model/import-roles.ts';
import type { DryRun } from '../../shared/model/import-run.ts';
import { useCount } from '../app/count.tsx';
import { ErrorNote } from './ErrorNote.tsx';
import { ImportEffect } from './ImportEffect.tsx';
import { SaveRejects } from './SaveRejects.tsx';

const PAGE = 50;

export function PreviewReport({ run, ms }: { run: DryRun; ms: number }) {
  const { formatMessage } = useIntl();
  const { report } = run;
  return (
    <div className="data-report" role="status">
      <p className="data-counts">
        {formatMessage({ id: 'data.counts' }, { good: report.good, bad: report.bad })}
        <span className="data-note"> {formatMessage({ id: 'import.took' }, { seconds: ms / 1000 })}</span>
      </p>
      <ImportEffect links={run.links} merge={run.merge} />
      {report.layers.map((layer) => (
        <LayerPreview key={`${layer.key}-${layer.layer}`} layer={layer} />
      ))}
    </div>
  );
}

function LayerPreview({ layer }: { layer: LayerReport }) {
  const { formatMessage } = useIntl();
  const counted = useCount();
  const notes = Object.entries(layer.notes);
  return (
    <section className="data-layer" aria-label={layer.name}>
      <h4>
        {layer.name}
        <span className="data-note">
          {formatMessage({ id: `data.role.${layer.role}` })} ·{' '}
          {formatMessage({ id: 'data.counts' }, { good: layer.good, bad: layer.bad })}
        </span>
      </h4>
      {layer.failure && (
        <ErrorNote
          error={{
            code: layer.failure.code,
            params: { ...layer.failure.params, line: layer.failure.line, column: layer.failure.column },
          }}
        />
      )}
      {layer.reasons['unexpected-end'] !== undefined && (
        <Callout className="data-error" icon="issue" role="alert" compact>
          {formatMessage({ id: 'data.cutOff' }, { count: layer.good })}
        </Callout>
      )}
      {layer.swapped && <p className="data-note">{formatMessage({ id: 'data.swap.offer' })}</p>}
      {notes.length > 0 && (
        <ul className="data-notes">
          {notes.map(([note, count]) => (
            <li key={note}>
              {formatMessage({ id: `data.note.${note}` })} ·{' '}
              <span className="data-number">{counted(count)}</span>
            </li>
          ))}
        </ul>
      )}
      {layer.unknownWords.length > 0 && <UnknownWords layer={layer} />}
      {layer.ignored.length > 0 && (
        <p className="data-note">
          {formatMessage({ id: 'data.ignoredColumns' }, { columns: layer.ignored.join(' · ') })}
        </p>
      )}
      {layer.rows.length > 0 && <FirstRows layer={layer} />}
      {layer.bad > 0 && <BadRows layer={layer} />}
    </section>
  );
}

/** Words that were left empty, with their counts; they are told what they mean under the columns. */
function UnknownWords({ layer }: { layer: LayerReport }) {
  const { formatMessage } = useIntl();
  const counted = useCount();
  return (
    <section aria-label={formatMessage({ id: 'import.unknownWords' })}>
      <p className="data-note">{formatMessage({ id: 'import.unknownWords' })}</p>
      <ul className="data-notes data-words">
        {layer.unknownWords.slice(0, 60).map(({ column, value, count }) => (
          <li key={`${column} ${value}`}>
            {column} · <b>{value}</b> <span className="data-number">{counted(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FirstRows({ layer }: { layer: LayerReport }) {
  const { formatMessage } = useIntl();
  const columns = [...new Set(layer.rows.flatMap((row) => Object.keys(row)))];
  const { fields } = ROLES[layer.role];
  return (
    <div
      className="data-scroll"
      role="region"
      tabIndex={0}
      aria-label={formatMessage({ id: 'data.firstRowsOf' }, { name: layer.name })}
    >
      <HTMLTable compact>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column}>{fields[column] ? formatMessage({ id: `data.field.${column}` }) : column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {layer.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: ten fixed rows without an id of their own
            <tr key={index}>
              {columns.map((column) => (
                <td key={column}>
                  <ShownCell value={row[column]} words={fields[column]?.words} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </HTMLTable>
    </div>
  );
}

function ShownCell({ value, words }: { value: string | number | undefined; words: string | undefined }) {
  const { formatMessage, messages } = useIntl();
  if (value === undefined) return null;
  const id = `word.${words}.${value}`;
  return <>{words && id in messages ? formatMessage({ id }) : value}</>;
}

function BadRows({ layer }: { layer: LayerReport }) {
  const { formatMessage } = useIntl();
  const counted = useCount();
  const [page, setPage] = useState(0);
  const pages = Math.ceil(layer.badRows.length / PAGE);
  return (
    <details className="data-details" open={layer.bad <= 20}>
      <summary>{formatMessage({ id: 'data.badRows' }, { count: layer.bad })}</summary>
      <ul className="data-notes">
        {Object.entries(layer.reasons).map(([reason, count]) => (
          <li key={reason}>
            {formatMessage({ id: `data.reason.${reason}` })} ·{' '}
            <span className="data-number">{counted(count)}</span>
          </li>
        ))}
      </ul>
      <SaveRejects layer={layer} />
      {layer.bad > BAD_ROW_LIMIT && (
        <p className="data-note">{formatMessage({ id: 'data.badRows.more' }, { limit: BAD_ROW_LIMIT })}</p>
      )}
      <div
        className="data-scroll"
        role="region"
        tabIndex={0}
        aria-label={formatMessage({ id: 'data.badRowsOf' }, { name: layer.name })}
      >
        <HTMLTable compact>
          <thead>
            <tr>
              <th>{formatMessage({ id: 'data.line' })}</th>
              <th>{formatMessage({ id: 'data.reason' })}</th>
              <th>{formatMessage({ id: 'data.raw' })}</th>
            </tr>
          </thead>
          <tbody>
            {layer.badRows.slice(page * PAGE, (page + 1) * PAGE).map(({ line, reason, detail, raw }) => (
              <tr key={`${line}-${reason}-${detail}`}>
                <td className="data-number">{counted(line)}</td>
                <td>
                  {formatMessage({ id: `data.reason.${reason}` })}
                  {detail && <span className="data-note"> {detail}</span>}
                </td>
                <td className="data-raw">{raw}</td>
              </tr>
            ))}
          </tbody>
        </HTMLTable>
      </div>
      {pages > 1 && (
        <div className="data-buttons">
          <Button
            size="small"
            disabled={page === 0}
            text={formatMessage({ id: 'data.previous' })}
            onClick={() => setPage(page - 1)}
          />
          <span className="data-note data-number">
            {formatMessage({ id: 'data.page' }, { page: page + 1, pages })}
          </span>
          <Button
            size="small"
            disabled={page + 1 >= pages}
            text={formatMessage({ id: 'data.next' })}
            onClick={() => setPage(page + 1)}
          />
        </div>
      )}
    </details>
  );
}
