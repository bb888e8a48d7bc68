/** The household of a person in a form: one of those in the chosen home, or one of their own. Owns the choice only. */
import { useEffect, useState } from 'react';
import { NEW_HOUSEHOLD } from '../../shared/edits/complete.ts';
import type { HouseholdChoice } from '../worker/edit-api.ts';
import { useEngine } from '../worker/engine-context.tsx';
import { useForm } from './form-store.ts';
import { useWording } from './wording.ts';

export interface HouseholdFieldProps {
  input: string;
  control: { id: string };
  onInput(input: string): void;
}

export function HouseholdField({ input, control, onInput }: HouseholdFieldProps) {
  const { t } = useWording();
  const home = useForm(({ inputs }) => {
    const link = inputs['home'];
    return link && typeof link === 'object' && 'row' in link ? link.row : null;
  });
  const choices = useHouseholds(home);
  const listed = choices.some(({ household }) => String(household) === input);
  return (
    <select
      {...control}
      className="twin-select"
      value={input}
      onChange={({ target }) => onInput(target.value)}
    >
      <option value="">{t('edit.household.none')}</option>
      {choices.map(({ household, label, size }) => (
        <option key={household} value={household}>
          {t('edit.household.of', { name: label, count: size })}
        </option>
      ))}
      {input !== '' && input !== NEW_HOUSEHOLD && !listed && (
        <option value={input}>{t('edit.household.before')}</option>
      )}
      <option value={NEW_HOUSEHOLD}>{t('edit.household.own')}</option>
    </select>
  );
}

function useHouseholds(home: number | null): HouseholdChoice[] {
  const engine = useEngine();
  const [choices, setChoices] = useState<HouseholdChoice[]>([]);
  useEffect(() => {
    let current = true;
    setChoices([]);
    if (home !== null)
      engine.householdsOf(home).then(
        (list) => current && setChoices(list),
        () => undefined,
      );
    return () => {
      current = false;
    };
  }, [engine, home]);
  return choices;
}
