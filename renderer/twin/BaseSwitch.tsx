/** Chooses the population base that every count of residents refers to. */
import type { PopulationBase } from '../../shared/query/selection.ts';
import { setBase } from './filter-edit.ts';
import { useTwin, useTwinStore } from './twin-context.tsx';
import { useWording } from './wording.ts';

const BASES: PopulationBase[] = ['permanent', 'registered', 'floating', 'all'];

export function BaseSwitch() {
  const { t } = useWording();
  const store = useTwinStore();
  const filter = useTwin((state) => state.history.present.filter);
  return (
    <fieldset className="twin-segments">
      <legend className="visually-hidden">{t('twin.base')}</legend>
      {BASES.map((base) => (
        <label key={base} title={t(`base.${base}`)}>
          <input
            type="radio"
            name="twin-base"
            value={base}
            checked={filter.base === base}
            onChange={() => store.getState().setFilter(setBase(filter, base))}
          />
          <span>{t(`twin.base.${base}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
