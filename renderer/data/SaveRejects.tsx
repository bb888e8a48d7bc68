/**
 * Saves the rows that were left out as a workbook: the cells as they stood in the file, the reason in one more column. Where they are persons, what
 * for is asked and written down, the workbook says who took it, and a file under a passphrase is offered instead.
 */
import { Button } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { sealFile } from '../../shared/access/sealed-file.ts';
import { writeRejectWorkbook } from '../../shared/formats/reject-workbook.ts';
import { holdsPersonalData } from '../../shared/model/import-mapping.ts';
import type { BadRow, LayerReport } from '../../shared/model/import-plan.ts';
import { rejectTable } from '../../shared/model/import-rejects.ts';
import { noteExport } from '../app/access/audit-notes.ts';
import { useSeat } from '../app/access/seat.ts';
import { saveFile } from '../app/save-file.ts';
import { ErrorNote } from './ErrorNote.tsx';
import type { ShownError } from './import-desk.ts';
import { type RejectChoice, RejectForm } from './RejectForm.tsx';
import { shownError, useData } from './store.ts';

const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function SaveRejects({ layer }: { layer: LayerReport }) {
  const intl = useIntl();
  const { formatMessage } = intl;
  const files = useData((data) => data.desk.files);
  const person = useSeat((seat) => seat.person);
  const [error, setError] = useState<ShownError | null>(null);
  const [asking, setAsking] = useState(false);
  if (layer.badRows.length === 0) return null;
  const file = files.find(({ key }) => key === layer.key);
  const plan = file?.status === 'ready' && file.plans.find(({ plan }) => plan.layer === layer.layer)?.plan;
  // A plan that is gone cannot say that the rows are no persons.
  const personal = !plan || holdsPersonalData([plan]);
  const reasonOf = ({ line, reason, detail }: BadRow) =>
    formatMessage(
      { id: 'import.rejects.reason' },
      { line, reason: formatMessage({ id: `data.reason.${reason}` }), detail },
    ).trim();
  const workbook = async (watermark: string): Promise<Uint8Array<ArrayBuffer>[]> => {
    const names = plan ? plan.choices.map(({ name }) => name) : layer.columns.map(({ name }) => name);
    const { columns, rows } = rejectTable(layer, names, formatMessage({ id: 'data.raw' }), reasonOf);
    const sheet = formatMessage({ id: 'import.rejects.sheet' });
    if (watermark) rows.push({ cells: [watermark], reason: '' });
    const parts: Uint8Array<ArrayBuffer>[] = [];
    const book = { sheet, columns, reasonColumn: formatMessage({ id: 'data.reason' }) };
    for await (const part of writeRejectWorkbook(book, rows)) parts.push(part as Uint8Array<ArrayBuffer>);
    return parts;
  };
  const save = async (choice: RejectChoice | null) => {
    const { purpose = null, passphrase = '' } = choice ?? {};
    const sealed = passphrase !== '';
    await noteExport({
      count: layer.badRows.length,
      format: sealed ? 'sealed' : 'xlsx',
      table: 'rejects',
      personal: personal ? 1 : 0,
      purpose,
    });
    const watermark =
      purpose && person
        ? formatMessage(
            { id: 'seat.watermark' },
            {
              name: person.name,
              time: intl.formatDate(Date.now(), { dateStyle: 'short', timeStyle: 'short' }),
              purpose: formatMessage({ id: `access.purpose.${purpose}` }),
            },
          )
        : '';
    const name = `${layer.name.replace(/\.[^.]+$/, '')}-${formatMessage({ id: 'import.rejects.sheet' })}.xlsx`;
    const blob = new Blob(await workbook(watermark), { type: TYPE });
    if (!sealed) return saveFile(blob, name);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const part of sealFile(new Uint8Array(await blob.arrayBuffer()), passphrase))
      parts.push(part as Uint8Array<ArrayBuffer>);
    saveFile(new Blob(parts), `${name}.sealed`);
  };
  const start = (choice: RejectChoice | null) => {
    setError(null);
    setAsking(false);
    save(choice).catch((thrown: unknown) => setError(shownError(thrown)));
  };
  return (
    <>
      <Button
        size="small"
        icon="download"
        text={formatMessage({ id: 'import.rejects.save' }, { name: layer.name })}
        aria-expanded={personal ? asking : undefined}
        onClick={() => (personal ? setAsking(!asking) : start(null))}
      />
      {asking && <RejectForm onSave={start} />}
      {error && <ErrorNote error={error} />}
    </>
  );
}
