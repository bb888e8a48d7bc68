/** The areas that a new plan is of, ticked one by one or by the area above them. Owns the list only. */
import { useIntl } from 'react-intl';
import { useCount } from '../../app/count.tsx';
import type { PlanArea } from '../../worker/plan-api.ts';
import { byAreaAbove } from './plan-scope.ts';

export interface PlanScopeChoiceProps {
  areas: readonly PlanArea[];
  /** Rows. */
  chosen: ReadonlySet<number>;
  disabled: boolean;
  onChoose(rows: ReadonlySet<number>): void;
}

export function PlanScopeChoice({ areas, chosen, disabled, onChoose }: PlanScopeChoiceProps) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const buildings = areas.reduce((sum, area) => sum + (chosen.has(area.row) ? area.buildings : 0), 0);
  const put = (some: readonly PlanArea[], on: boolean) => {
    const next = new Set(chosen);
    for (const { row } of some) {
      if (on) next.add(row);
      else next.delete(row);
    }
    onChoose(next);
  };
  const box = (name: string, some: readonly PlanArea[], note: string) => {
    const ticked = some.filter(({ row }) => chosen.has(row)).length;
    return (
      <label>
        <input
          type="checkbox"
          disabled={disabled}
          checked={ticked === some.length}
          ref={(input) => {
            if (input) input.indeterminate = ticked > 0 && ticked < some.length;
          }}
          onChange={(event) => put(some, event.target.checked)}
        />
        <span>{name}</span>
        <small>{note}</small>
      </label>
    );
  };
  return (
    <details className="plan-scope">
      <summary>
        {formatMessage(
          { id: 'plan.scope' },
          { count: chosen.size, all: areas.length, buildings: count(buildings) },
        )}
      </summary>
      <div>
        {byAreaAbove(areas).map(([above, own]) => (
          <fieldset key={above}>
            {above !== '' && <legend>{box(above, own, count(own.length))}</legend>}
            {own.map((area) => (
              <div key={area.row}>{box(area.name, [area], count(area.buildings))}</div>
            ))}
          </fieldset>
        ))}
      </div>
    </details>
  );
}
