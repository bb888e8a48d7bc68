/** The values of a building, compound or barrier that are given with its drawing. Owns which there are; limits of values are shared/edits. */

import type { TableName } from '../../../shared/model/tables.ts';
import { WORDS } from '../../../shared/model/words.ts';
import type { SketchKind } from '../../map/draw/sketch.ts';
import { useWording } from '../wording.ts';

export type DrawValues = Record<string, string | number>;

export const START_VALUES: Record<SketchKind, DrawValues> = {
  building: { name: '', address: '', use: 'residential', floors: 1, height: 0 },
  compound: { name: '' },
  barrier: { kind: 'wall', name: '', width: 0 },
};
const TABLE: Record<SketchKind, TableName> = {
  building: 'buildings',
  compound: 'compounds',
  barrier: 'basemap',
};
const BARRIERS = ['wall', 'gate', 'mainRoad', 'road', 'lane', 'path', 'water'];
const MOST: Record<string, number> = { floors: 150, height: 700, width: 200 };

interface Props {
  kind: SketchKind;
  values: DrawValues;
  onChange(change: DrawValues): void;
}

export function DrawFields({ kind, values, onChange }: Props) {
  const { t, column, value: word } = useWording();
  const table = TABLE[kind];
  const field = (name: string) => {
    const label = column(table, name);
    const choices = name === 'use' ? WORDS['buildingUse'] : name === 'kind' ? BARRIERS : null;
    const now = values[name] ?? '';
    if (choices)
      return (
        <label key={name}>
          <span>{label}</span>
          <select
            className="twin-select"
            value={now}
            onChange={(event) => onChange({ [name]: event.target.value })}
          >
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {word(table, name, choice)}
              </option>
            ))}
          </select>
        </label>
      );
    if (!(name in MOST))
      return (
        <label key={name}>
          <span>{label}</span>
          <input value={now} maxLength={200} onChange={(event) => onChange({ [name]: event.target.value })} />
        </label>
      );
    return (
      <label key={name}>
        <span>{label}</span>
        <span className="draw-step">
          <Step name={t('draw.less', { what: label })} by={-1} {...{ name2: name, values, onChange }} />
          <input
            type="number"
            min={0}
            max={MOST[name]}
            step={name === 'floors' ? 1 : 0.1}
            value={now === 0 && name !== 'floors' ? '' : now}
            placeholder={t('draw.byFloors')}
            aria-label={label}
            onChange={(event) => onChange({ [name]: limited(name, event.target.valueAsNumber) })}
          />
          <Step name={t('draw.more', { what: label })} by={1} {...{ name2: name, values, onChange }} />
        </span>
      </label>
    );
  };
  return <div className="draw-fields">{Object.keys(START_VALUES[kind]).map(field)}</div>;
}

function limited(name: string, value: number): number {
  if (!Number.isFinite(value)) return 0;
  const bounded = Math.min(MOST[name], Math.max(0, value));
  return name === 'floors' ? Math.round(bounded) : bounded;
}

interface StepProps {
  name: string;
  by: number;
  name2: string;
  values: DrawValues;
  onChange(change: DrawValues): void;
}

function Step({ name, by, name2, values, onChange }: StepProps) {
  return (
    <button
      type="button"
      className="twin-icon"
      aria-label={name}
      onClick={() => onChange({ [name2]: limited(name2, Number(values[name2] || 0) + by) })}
    >
      {by < 0 ? '−' : '+'}
    </button>
  );
}
