/** What strokes and lines are about: grids, or the micro-grids of the chosen one. Owns the switch alone. */
import { Button, ButtonGroup } from '@blueprintjs/core';
import { useIntl } from 'react-intl';
import { usePlan } from './plan-edit.ts';

export function PlanLevels() {
  const { formatMessage } = useIntl();
  const { level, takeLevel } = usePlan();
  return (
    <ButtonGroup className="plan-levels" role="group" aria-label={formatMessage({ id: 'plan.level' })}>
      {(['grid', 'micro'] as const).map((each) => (
        <Button
          key={each}
          size="small"
          active={level === each}
          aria-pressed={level === each}
          text={formatMessage({ id: `plan.level.${each}` })}
          onClick={() => takeLevel(each)}
        />
      ))}
    </ButtonGroup>
  );
}
