/** Chooses format and columns of an export. Personal columns stay out unless asked for. */
import { useState } from 'react';
import { PURPOSES, type Purpose } from '../../shared/access/break-glass.ts';
import { noteExport } from '../app/access/audit-notes.ts';
import { hasVault, useSeat } from '../app/access/seat.ts';
import { saveFile } from '../app/save-file.ts';
import type { ExportFormat } from '../worker/engine-api.ts';
import { useEngine } from '../worker/engine-context.tsx';
import { PersonalMark } from './PersonalMark.tsx';
import { Popup } from './Popup.tsx';
import type { RowRequest } from './row-pages.ts';
import { errorCode } from './store.ts';
import { EXPORT_FORMATS, exportFile, fileName } from './table-export.ts';
import { isPersonal, useWording } from './wording.ts';

export interface ExportPopupProps {
  request: RowRequest;
  total: number;
}

export function ExportPopup(props: ExportPopupProps) {
  const { t } = useWording();
  return <Popup label={t('twin.export')}>{(close) => <ExportForm {...props} onDone={close} />}</Popup>;
}

function ExportForm({ request, total, onDone }: ExportPopupProps & { onDone(): void }) {
  const wording = useWording();
  const { t, count } = wording;
  const engine = useEngine();
  const [format, setFormat] = useState<ExportFormat>('xlsx');
  const [withPersonal, setWithPersonal] = useState(false);
  const [purpose, setPurpose] = useState<Purpose | null>(null);
  const person = useSeat((seat) => seat.person);
  const [state, setState] = useState<{ busy: boolean; failure: string }>({ busy: false, failure: '' });
  const personal = request.columns.filter((column) => isPersonal(request.table, column));
  const columns = withPersonal
    ? request.columns
    : request.columns.filter((column) => !personal.includes(column));
  // Without a vault what is personal is made up.
  const asks = withPersonal && hasVault();
  const run = async () => {
    setState({ busy: true, failure: '' });
    try {
      const personalCount = withPersonal ? personal.length : 0;
      await noteExport({
        count: total,
        format,
        table: request.table,
        personal: personalCount,
        purpose: asks ? purpose : null,
      });
      const watermark = asks && person ? t('seat.watermark', watermarkOf(person.name, purpose, t)) : '';
      const file = await exportFile(engine, { ...request, columns }, format, wording, watermark);
      saveFile(file, fileName(wording.table(request.table), format, new Date()));
      onDone();
    } catch (error) {
      setState({ busy: false, failure: errorCode(error) });
    }
  };
  return (
    <form
      className="twin-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <p className="twin-form-title">
        {t('twin.export.what', { rows: count(total), columns: columns.length })}
      </p>
      <fieldset className="twin-segments">
        <legend className="visually-hidden">{t('twin.export.format')}</legend>
        {EXPORT_FORMATS.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="twin-export"
              checked={format === each}
              onChange={() => setFormat(each)}
            />
            <span>{t(`twin.export.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      {personal.length > 0 && (
        <label className="twin-check">
          <input type="checkbox" checked={withPersonal} onChange={() => setWithPersonal(!withPersonal)} />
          <span>{t('twin.export.personal', { count: personal.length })}</span>
          <PersonalMark />
        </label>
      )}
      {asks && (
        <label className="twin-field">
          <span>{t('seat.purpose')}</span>
          <select
            value={purpose ?? ''}
            onChange={(event) => setPurpose(PURPOSES.find((each) => each === event.target.value) ?? null)}
          >
            <option value="">{t('seat.purpose.none')}</option>
            {PURPOSES.map((each) => (
              <option key={each} value={each}>
                {t(`access.purpose.${each}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <p className="twin-hint" role="status">
        {state.failure !== '' && wording.error(state.failure)}
        {state.failure === '' && t(withPersonal ? 'twin.export.careful' : 'twin.export.hint')}
      </p>
      <button
        type="submit"
        className="twin-button twin-primary"
        disabled={state.busy || columns.length === 0 || (asks && purpose === null)}
      >
        {t(state.busy ? 'twin.export.busy' : 'twin.export.save')}
      </button>
    </form>
  );
}

/** Who, when and what for, as it stands in the file. */
function watermarkOf(name: string, purpose: Purpose | null, t: ReturnType<typeof useWording>['t']) {
  const now = new Date();
  const pad = (part: number) => String(part).padStart(2, '0');
  const day = [now.getFullYear(), pad(now.getMonth() + 1), pad(now.getDate())].join('-');
  const time = `${day} ${pad(now.getHours())}:${pad(now.getMinutes())}`;
  return { name, time, purpose: purpose ? t(`access.purpose.${purpose}`) : '' };
}
