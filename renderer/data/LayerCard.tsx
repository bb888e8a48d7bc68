/**
 * One layer of a file on the desk: whether it is imported, its role, the system of its coordinates, its columns.
 */
import { Button, Checkbox, FormGroup, HTMLSelect } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { LayerLook, LayerPlan } from '../../shared/model/import-plan.ts';
import { IMPORT_ROLES, type ImportRole } from '../../shared/model/import-roles.ts';
import { useCount } from '../app/count.tsx';
import { CrsChoice } from './CrsChoice.tsx';
import { CrsPanel } from './crs/CrsPanel.tsx';
import { type DeskLayer, setAsLastTime, setRole, setSwap, setUsed } from './import-desk.ts';
import { MappingTable } from './MappingTable.tsx';
import { useData } from './store.ts';

interface Props {
  entry: DeskLayer;
  look: LayerLook;
  single: boolean;
  /** What belongs to the kind of file, above the layer's own choices. */
  children?: ReactNode;
}

export function LayerCard({ entry, look, single, children }: Props) {
  const { formatMessage } = useIntl();
  const counted = useCount();
  const { busy, change } = useData();
  const { plan, used } = entry;
  const id = `${plan.key}-${plan.layer}`;
  return (
    <section
      className="data-layer-card"
      aria-label={formatMessage({ id: 'data.layerChoices' }, { name: plan.name })}
    >
      {!single && (
        <Checkbox
          checked={used}
          disabled={busy}
          onChange={(event) => change((desk) => setUsed(desk, plan, event.currentTarget.checked))}
        >
          <b>{plan.layer}</b>
          <span className="data-note data-number">
            {' '}
            {look.features === null ? '' : counted(look.features)}
          </span>
        </Checkbox>
      )}
      {used && (
        <>
          {children}
          {look.remembered && <LastTime look={look} plan={plan} />}
          {look.joined && plan.role === look.joined.to && (
            <p className="data-note">
              {formatMessage(
                { id: 'import.joined' },
                {
                  column: look.joined.column,
                  role: formatMessage({ id: `data.role.${look.joined.to}` }),
                  matched: look.joined.matched,
                  of: look.joined.of,
                },
              )}
            </p>
          )}
          <div className="data-options">
            <FormGroup label={formatMessage({ id: 'data.role' })} labelFor={`role-${id}`}>
              <HTMLSelect
                id={`role-${id}`}
                value={plan.role}
                disabled={busy}
                onChange={(event) => change((desk) => setRole(desk, plan, event.target.value as ImportRole))}
              >
                {IMPORT_ROLES.map((role) => (
                  <option key={role} value={role}>
                    {formatMessage({ id: `data.role.${role}` })}
                  </option>
                ))}
              </HTMLSelect>
            </FormGroup>
            {look.places.length > 0 && <CrsChoice plan={plan} look={look} />}
          </div>
          {look.places.length > 0 && <CrsPanel plan={plan} look={look} />}
          {look.places.length > 0 && (
            <Checkbox
              checked={plan.swap}
              disabled={busy}
              label={formatMessage({ id: look.swapped ? 'data.swap.likely' : 'data.swap' })}
              onChange={(event) => change((desk) => setSwap(desk, plan, event.currentTarget.checked))}
            />
          )}
          <details className="data-details" open={look.columns.length <= 12 && single}>
            <summary>{formatMessage({ id: 'data.columns' }, { count: plan.choices.length })}</summary>
            <MappingTable plan={plan} look={look} disabled={busy} />
          </details>
        </>
      )}
    </section>
  );
}

/** The mapping of the last table with the same header, offered and never taken unasked. */
function LastTime({ look, plan }: { look: LayerLook; plan: LayerPlan }) {
  const { formatMessage, formatDate } = useIntl();
  const { busy, change } = useData();
  const at = look.remembered?.at ?? 0;
  return (
    <p className="data-last-time">
      <span>
        {formatMessage({ id: 'import.lastTime' }, { day: formatDate(at, { dateStyle: 'medium' }) })}
      </span>
      <Button
        size="small"
        disabled={busy}
        text={formatMessage({ id: 'import.lastTime.use' })}
        onClick={() => change((desk) => setAsLastTime(desk, plan))}
      />
    </p>
  );
}
