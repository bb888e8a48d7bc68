/** What is put aside: why, until when, by whom, and the way to show it again. */
import { Button } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Alert } from '../../../shared/cases/alert.ts';
import { LEVEL_OF_KIND } from '../../../shared/cases/alert.ts';
import type { Shelf } from '../../../shared/cases/alert-signals.ts';
import { conditionOfId, partsOfCondition } from '../../../shared/cases/transitions.ts';
import { AlertBadge } from '../../app/AlertBadge.tsx';
import { alertName } from '../../app/alert-name.ts';
import { unshelveAlert } from '../../app/alert-signals.ts';
import { errorText } from '../error-text.ts';
import { ShelfText } from './ShelfText.tsx';

interface Props {
  shelves: readonly Shelf[];
  alerts: readonly Alert[];
  onChoose(alert: Alert): void;
}

export function ShelvedList({ shelves, alerts, onChoose }: Props) {
  const intl = useIntl();
  const [problem, setProblem] = useState('');
  const live = new Map(alerts.map((alert) => [conditionOfId(alert.id), alert]));
  return (
    <>
      {problem !== '' && (
        <p className="signals-problem" role="alert">
          {problem}
        </p>
      )}
      <ul className="cases-rows" aria-label={intl.formatMessage({ id: 'cases.shelved' })}>
        {shelves.map((shelf) => {
          const alert = live.get(shelf.alert);
          const parts = partsOfCondition(shelf.alert);
          return (
            <li key={shelf.alert} className="signals-shelf">
              <AlertBadge level={alert?.level ?? LEVEL_OF_KIND[parts.kind] ?? 4} />
              <span className="cases-what">
                <b>{alertName(intl, parts)}</b>
                <span>{alert?.place ?? parts.device}</span>
                <ShelfText shelf={shelf} />
              </span>
              {alert && (
                <Button
                  size="small"
                  variant="minimal"
                  icon="map-marker"
                  aria-label={intl.formatMessage({ id: 'cases.show' })}
                  onClick={() => onChoose(alert)}
                />
              )}
              <Button
                size="small"
                text={intl.formatMessage({ id: 'cases.unshelve' })}
                onClick={() => unshelveAlert(shelf).catch((error) => setProblem(errorText(intl, error)))}
              />
            </li>
          );
        })}
      </ul>
    </>
  );
}
