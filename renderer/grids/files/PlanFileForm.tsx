/** The file that is put on the desk of a plan, and which of its layers is meant. Owns the choosing; what becomes of it is the form around it. */
import { Callout, HTMLSelect } from '@blueprintjs/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { codeOf } from '../../app/error-code.ts';
import { usePreferences } from '../../app/preferences.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import type { NamedSystem, PlanFileLayer, PlanFileLook } from '../../worker/plan-file-api.ts';

export interface PlanFileFormProps {
  engine: Pick<DataEngine, 'lookPlanFile' | 'leavePlanFile'>;
  /** What is asked of the file. */
  hint: string;
  accept: string;
  /** Which layers can be meant. */
  fits(layer: PlanFileLayer): boolean;
  children(layer: PlanFileLayer): ReactNode;
}

export function PlanFileForm({ engine, hint, accept, fits, children }: PlanFileFormProps) {
  const { formatMessage, messages } = useIntl();
  const [look, setLook] = useState<PlanFileLook | null>(null);
  const [reading, setReading] = useState(false);
  const [failed, setFailed] = useState('');
  const [chosen, setChosen] = useState('');
  useEffect(() => () => void engine.leavePlanFile(), [engine]);
  const take = async (files: File[]) => {
    if (files.length === 0) return;
    setReading(true);
    setFailed('');
    setLook(null);
    try {
      setLook(await engine.lookPlanFile(files));
      setChosen('');
    } catch (error) {
      setFailed(codeOf(error));
    } finally {
      setReading(false);
    }
  };
  const layers = look?.layers.filter(fits) ?? [];
  const layer = layers.find(({ name }) => name === chosen) ?? layers[0];
  return (
    <div className="planfile-form">
      <p className="plan-note">{hint}</p>
      <label className="planfile-pick">
        <span>{formatMessage({ id: reading ? 'planfile.reading' : 'planfile.choose' })}</span>
        <input
          type="file"
          multiple
          accept={accept}
          disabled={reading}
          onChange={(event) => void take([...(event.target.files ?? [])])}
        />
      </label>
      {failed !== '' && <PlanFileError code={failed} />}
      {look && layers.length === 0 && (
        <Callout compact role="alert">
          {formatMessage({ id: 'planfile.noLayer' }, { name: look.name })}
        </Callout>
      )}
      {look?.notes.map(({ code, count }) =>
        `problem.${code}` in messages ? (
          <p key={code} className="plan-note">
            {formatMessage({ id: `problem.${code}` }, { count })}
          </p>
        ) : null,
      )}
      {layers.length > 1 && (
        <Choice
          label={formatMessage({ id: 'planfile.layer' })}
          value={layer?.name ?? ''}
          options={layers.map(({ name, rows }) => [name, `${name} (${rows})`])}
          onChange={setChosen}
        />
      )}
      {layer && <div key={`${look?.name} ${layer.name}`}>{children(layer)}</div>}
    </div>
  );
}

export function PlanFileError({ code }: { code: string }) {
  const { formatMessage, messages } = useIntl();
  return (
    <Callout compact role="alert">
      {formatMessage({ id: `error.${code}` in messages ? `error.${code}` : 'error.internal' })}
    </Callout>
  );
}

export interface ChoiceProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onChange(value: string): void;
}

export function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label className="planfile-choice">
      <span>{label}</span>
      <HTMLSelect
        value={value}
        options={options.map(([each, text]) => ({ value: each, label: text }))}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

/** A column of the layer; '' for none where that may be. */
export function ColumnChoice({
  label,
  value,
  columns,
  optional = false,
  onChange,
}: Omit<ChoiceProps, 'options'> & { columns: readonly string[]; optional?: boolean }) {
  const { formatMessage } = useIntl();
  const none: [string, string] = ['', formatMessage({ id: optional ? 'planfile.none' : 'planfile.pick' })];
  const options = columns.map((column): [string, string] => [column, column]);
  return <Choice label={label} value={value} options={[none, ...options]} onChange={onChange} />;
}

/** Of a file that does not say its system. */
export const USUAL_SYSTEMS: NamedSystem[] = [
  { id: 'EPSG:4326', name: { zh: 'WGS84 经纬度', en: 'WGS 84' } },
  { id: 'EPSG:4490', name: { zh: 'CGCS2000 经纬度', en: 'CGCS2000 degrees' } },
  { id: 'GCJ02', name: { zh: 'GCJ-02 经纬度（加偏）', en: 'GCJ-02 (shifted degrees)' } },
  { id: 'BD09', name: { zh: 'BD-09 经纬度（加偏）', en: 'BD-09 (shifted degrees)' } },
];

export function SystemChoice({
  systems,
  value,
  onChange,
}: {
  systems: readonly NamedSystem[];
  value: string;
  onChange(id: string): void;
}) {
  const { formatMessage } = useIntl();
  const language = usePreferences((preferences) => preferences.language);
  return (
    <Choice
      label={formatMessage({ id: 'planfile.crs' })}
      value={value}
      options={systems.map(({ id, name }) => [id, name[language]])}
      onChange={onChange}
    />
  );
}
