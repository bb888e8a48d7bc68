/**
 * What an import does to the community, per kind of record: new, changed, same and gone, and how many found what they belong to.
 */
import { HTMLTable } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import type { LinkReport, MergeReport } from '../../shared/model/import-plan.ts';
import { IMPORT_ROLES } from '../../shared/model/import-roles.ts';
import { useCount } from '../app/count.tsx';

const EFFECTS = ['new', 'changed', 'same', 'gone'] as const;

export function ImportEffect({ links, merge }: { links: LinkReport; merge: MergeReport }) {
  const { formatMessage, formatNumber } = useIntl();
  const counted = useCount();
  const roles = IMPORT_ROLES.filter((role) => merge[role]);
  if (roles.length === 0) return null;
  return (
    <HTMLTable compact className="data-effect" aria-label={formatMessage({ id: 'data.effect' })}>
      <thead>
        <tr>
          <th>{formatMessage({ id: 'data.effect' })}</th>
          {EFFECTS.map((effect) => (
            <th key={effect} className="data-number">
              {formatMessage({ id: `data.effect.${effect}` })}
            </th>
          ))}
          <th className="data-number">{formatMessage({ id: 'data.effect.linked' })}</th>
        </tr>
      </thead>
      <tbody>
        {roles.map((role) => {
          const link = links[role];
          return (
            <tr key={role}>
              <th scope="row">{formatMessage({ id: `data.role.${role}` })}</th>
              {EFFECTS.map((effect) => (
                <td key={effect} className="data-number">
                  {counted(merge[role]?.[effect] ?? 0)}
                </td>
              ))}
              <td className="data-number">
                {link && link.rows > 0
                  ? `${counted(link.linked)} · ${formatNumber(link.linked / link.rows, { style: 'percent', maximumFractionDigits: 1 })}`
                  : ''}
              </td>
            </tr>
          );
        })}
      </tbody>
    </HTMLTable>
  );
}
