/** The menu of one cell on the map, by right click or a finger that rests. Owns its place and keys; operations are plan-menu.ts. */
import { Menu, MenuDivider, MenuItem } from '@blueprintjs/core';
import { useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import type { PlanAction } from '../../../shared/partition/plan-action.ts';
import { isOpenToEdits } from '../../../shared/partition/plan-state.ts';
import { usePlan } from './plan-edit.ts';
import { cellOperations, usePlanMenu } from './plan-menu.ts';

const WIDTH = 240;
/** At most, so that it is placed within the map before it is measured. */
const HEIGHT = 180;

export function PlanMenu({ onAct }: { onAct(action: PlanAction, name: string): Promise<boolean> }) {
  const { formatMessage } = useIntl();
  const at = usePlanMenu((menu) => menu.at);
  const { plan, atoms, locked, cellGrid, grids, state, choose } = usePlan();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!at) return;
    list.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    const outside = (event: PointerEvent) => {
      if (!(event.target instanceof Node && list.current?.contains(event.target))) close();
    };
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      close();
    };
    window.addEventListener('pointerdown', outside, true);
    window.addEventListener('keydown', press, true);
    return () => {
      window.removeEventListener('pointerdown', outside, true);
      window.removeEventListener('keydown', press, true);
    };
  }, [at]);
  useEffect(() => close, []);
  if (!at || !plan) return null;
  const grid = grids.get(cellGrid.get(at.cell) ?? -1);
  return (
    <div
      ref={list}
      className="plan-menu map-panel"
      style={{
        width: WIDTH,
        left: `clamp(8px, ${at.x}px, calc(100% - ${WIDTH + 8}px))`,
        top: `clamp(8px, ${at.y}px, calc(100% - ${HEIGHT}px))`,
      }}
    >
      <Menu aria-label={formatMessage({ id: 'plan.cell' })}>
        {grid && (
          <MenuItem
            text={formatMessage({ id: 'plan.cell.choose' }, { name: grid.name || grid.code })}
            onClick={() => {
              choose(grid.id);
              close();
            }}
          />
        )}
        {isOpenToEdits(state) && <MenuDivider />}
        {isOpenToEdits(state) &&
          cellOperations(at.cell, atoms, locked).map(({ id, action }) => (
            <MenuItem
              key={id}
              text={formatMessage({ id: `plan.cell.${id}` })}
              onClick={() => {
                void onAct(action, formatMessage({ id: `plan.step.cell.${id}` }));
                close();
              }}
            />
          ))}
      </Menu>
    </div>
  );
}

const close = () => usePlanMenu.setState({ at: null });
