/**
 * The system of coordinates of a layer: how it is known, and another one where a person knows better. What is not known must be chosen.
 */
import { FormGroup, HTMLSelect } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { BD09, CGCS2000, type Crs, GCJ02, WGS84 } from '../../shared/geo/crs.ts';
import { knowsPlace } from '../../shared/model/import-look.ts';
import type { LayerLook, LayerPlan } from '../../shared/model/import-plan.ts';
import { usePreferences } from '../app/preferences.ts';
import { setCrs } from './import-desk.ts';
import { useData } from './store.ts';

interface Choice {
  crs: Crs;
  swapped?: boolean;
  factor?: number;
}

/** What is offered: the guesses first, then the systems of degrees that look alike. */
function choicesOf(look: LayerLook, plan: LayerPlan): Choice[] {
  const choices: Choice[] = look.crs ? [{ crs: look.crs, swapped: look.swapped, factor: look.factor }] : [];
  for (const offer of [...look.offers, { crs: WGS84 }, { crs: CGCS2000 }, { crs: GCJ02 }, { crs: BD09 }])
    if (!choices.some(({ crs }) => crs.id === offer.crs.id)) choices.push(offer);
  const { crs } = plan;
  if (crs && !choices.some((choice) => choice.crs.id === crs.id))
    choices.push({ crs, swapped: plan.swap, factor: plan.factor });
  return choices;
}

export function CrsChoice({ plan, look }: { plan: LayerPlan; look: LayerLook }) {
  const { formatMessage } = useIntl();
  const { busy, change } = useData();
  const language = usePreferences((preferences) => preferences.language);
  const choices = choicesOf(look, plan);
  const id = `crs-${plan.key}-${plan.layer}`;
  const missing = !knowsPlace(plan);
  return (
    <FormGroup
      label={formatMessage({ id: 'data.crs' })}
      labelFor={id}
      helperText={formatMessage({ id: missing ? 'data.crs.choose' : `crs.how.${plan.crsHow}` })}
      intent={missing ? 'primary' : 'none'}
    >
      <HTMLSelect
        id={id}
        value={plan.crs?.id ?? ''}
        disabled={busy}
        onChange={(event) => {
          const choice = choices.find(({ crs }) => crs.id === event.target.value);
          if (choice) change((desk) => setCrs(desk, plan, choice.crs, choice));
        }}
      >
        {plan.crs === null && <option value="">{formatMessage({ id: 'data.crs.unknown' })}</option>}
        {choices.map(({ crs }) => (
          <option key={crs.id} value={crs.id}>
            {crs.name[language]} · {crs.id}
          </option>
        ))}
      </HTMLSelect>
    </FormGroup>
  );
}
