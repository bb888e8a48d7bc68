/**
 * The columns of a file and what each becomes, with examples; every guess can be changed.
 */
import { HTMLSelect, HTMLTable } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import type { ColumnTarget, LayerLook, LayerPlan } from '../../shared/model/import-plan.ts';
import { ROLES } from '../../shared/model/import-roles.ts';
import type { Vocabulary } from '../../shared/model/words.ts';
import { setColumn } from './import-desk.ts';
import { useData } from './store.ts';
import { WordTable } from './WordTable.tsx';

interface Props {
  plan: LayerPlan;
  look: LayerLook;
  disabled: boolean;
}

export function MappingTable({ plan, look, disabled }: Props) {
  const { formatMessage } = useIntl();
  const change = useData((data) => data.change);
  const columns = new Map(look.columns.map((column) => [column.name, column]));
  const { fields, keepsExtra } = ROLES[plan.role];
  return (
    <HTMLTable compact className="data-mapping">
      <thead>
        <tr>
          <th>{formatMessage({ id: 'data.column' })}</th>
          <th>{formatMessage({ id: 'data.examples' })}</th>
          <th>{formatMessage({ id: 'data.becomes' })}</th>
        </tr>
      </thead>
      <tbody>
        {plan.choices.map(({ name, target, words }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="data-examples">{(columns.get(name)?.examples ?? []).join(' · ')}</td>
            <td>
              <HTMLSelect
                value={choiceOf(target)}
                disabled={disabled}
                aria-label={formatMessage({ id: 'data.becomesNamed' }, { column: name })}
                onChange={(event) =>
                  change((desk) => setColumn(desk, plan, name, targetOf(event.target.value)))
                }
              >
                <option value="">{formatMessage({ id: 'data.ignored' })}</option>
                {keepsExtra && <option value="+">{formatMessage({ id: 'data.extra' })}</option>}
                {Object.keys(fields).map((field) => (
                  <option key={field} value={`=${field}`}>
                    {formatMessage({ id: `data.field.${field}` })}
                  </option>
                ))}
              </HTMLSelect>
              {target.to === 'field' && fields[target.field]?.words && columns.get(name)?.values && (
                <WordTable
                  plan={plan}
                  column={name}
                  vocabulary={fields[target.field].words as Vocabulary}
                  values={columns.get(name)?.values ?? []}
                  chosen={words ?? []}
                  disabled={disabled}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </HTMLTable>
  );
}

function choiceOf(target: ColumnTarget): string {
  return target.to === 'field' ? `=${target.field}` : target.to === 'extra' ? '+' : '';
}

function targetOf(value: string): ColumnTarget {
  if (value === '') return { to: 'ignored' };
  return value === '+' ? { to: 'extra' } : { to: 'field', field: value.slice(1) };
}
