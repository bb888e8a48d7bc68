/**
 * Saves the rows that were left out as a workbook: the cells as they stood in the file, the reason in one more column.
 */
import { Button } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { writeRejectWorkbook } from '../../shared/formats/reject-workbook.ts';
import type { BadRow, LayerReport } from '../../shared/model/import-plan.ts';
import { rejectTable } from '../../shared/model/import-rejects.ts';
import { saveFile } from '../app/save-file.ts';
import { ErrorNote } from './ErrorNote.tsx';
import type { ShownError } from './import-desk.ts';
import { shownError, useData } from './store.ts';

const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function SaveRejects({ layer }: { layer: LayerReport }) {
  const { formatMessage } = useIntl();
  const files = useData((data) => data.desk.files);
  const [error, setError] = useState<ShownError | null>(null);
  if (layer.badRows.length === 0) return null;
  const reasonOf = ({ line, reason, detail }: BadRow) =>
    formatMessage(
      { id: 'import.rejects.reason' },
      { line, reason: formatMessage({ id: `data.reason.${reason}` }), detail },
    ).trim();
  const save = async () => {
    const file = files.find(({ key }) => key === layer.key);
    const plan = file?.status === 'ready' && file.plans.find(({ plan }) => plan.layer === layer.layer)?.plan;
    const names = plan ? plan.choices.map(({ name }) => name) : layer.columns.map(({ name }) => name);
    const { columns, rows } = rejectTable(layer, names, formatMessage({ id: 'data.raw' }), reasonOf);
    const sheet = formatMessage({ id: 'import.rejects.sheet' });
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const workbook = { sheet, columns, reasonColumn: formatMessage({ id: 'data.reason' }) };
    for await (const part of writeRejectWorkbook(workbook, rows)) parts.push(part as Uint8Array<ArrayBuffer>);
    saveFile(new Blob(parts, { type: TYPE }), `${layer.name.replace(/\.[^.]+$/, '')}-${sheet}.xlsx`);
  };
  return (
    <>
      <Button
        size="small"
        icon="download"
        text={formatMessage({ id: 'import.rejects.save' }, { name: layer.name })}
        onClick={() => {
          setError(null);
          save().catch((thrown: unknown) => setError(shownError(thrown)));
        }}
      />
      {error && <ErrorNote error={error} />}
    </>
  );
}
