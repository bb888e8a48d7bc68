/** Chooses format and columns of an export. Personal columns stay out unless asked for. */
import { useState } from 'react';
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
  const [state, setState] = useState<{ busy: boolean; failure: string }>({ busy: false, failure: '' });
  const personal = request.columns.filter((column) => isPersonal(request.table, column));
  const columns = withPersonal
    ? request.columns
    : request.columns.filter((column) => !personal.includes(column));
  const run = async () => {
    setState({ busy: true, failure: '' });
    try {
      const file = await exportFile(engine, { ...request, columns }, format, wording);
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
      <p className="twin-hint" role="status">
        {state.failure !== '' && wording.error(state.failure)}
        {state.failure === '' && t(withPersonal ? 'twin.export.careful' : 'twin.export.hint')}
      </p>
      <button
        type="submit"
        className="twin-button twin-primary"
        disabled={state.busy || columns.length === 0}
      >
        {t(state.busy ? 'twin.export.busy' : 'twin.export.save')}
      </button>
    </form>
  );
}
