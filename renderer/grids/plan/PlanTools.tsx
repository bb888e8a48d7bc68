/**
 * The tools of the plan editor, with their keys. Owns which there are and which is in hand; gestures are the map's.
 */
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { isOpenToEdits } from '../../../shared/partition/plan-state.ts';
import { PlanIcon } from './PlanIcon.tsx';
import { PLAN_TOOLS, type PlanToolId, usePlan } from './plan-edit.ts';

/** Where letters are text. */
const TYPED = 'input, textarea, select, [role="dialog"], [contenteditable]';

export function PlanTools() {
  const { formatMessage } = useIntl();
  const { tool, state, level, take } = usePlan();
  const frozen = !isOpenToEdits(state);
  // Borders of micro-grids are those of cells: they are painted or divided.
  const idle: PlanToolId | null = level === 'micro' ? 'reshape' : null;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(TYPED)) return;
      const found = PLAN_TOOLS.find(({ key }) => key === event.key);
      if (!found || found.id === idle) return;
      event.preventDefault();
      take(found.id);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [take, idle]);
  return (
    <div
      className="plan-tools map-bar map-panel"
      role="toolbar"
      aria-label={formatMessage({ id: 'plan.tools' })}
    >
      {PLAN_TOOLS.map(({ id, key }) => {
        const name = formatMessage({ id: `plan.tool.${id}` });
        const hint = formatMessage({ id: `plan.tool.${id}.hint` });
        return (
          <button
            key={id}
            type="button"
            className="map-button"
            aria-pressed={tool === id}
            aria-keyshortcuts={key}
            aria-label={name}
            title={`${name} (${key}): ${hint}`}
            disabled={(frozen && id !== 'choose') || id === idle}
            onClick={() => take(id)}
          >
            <PlanIcon name={id} />
          </button>
        );
      })}
    </div>
  );
}
