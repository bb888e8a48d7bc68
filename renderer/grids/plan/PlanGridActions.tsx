/**
 * What can be done to the chosen grid as a whole, and a new one: name and code, lock, merge, delete. Owns the small forms; the rules are
 * the worker's.
 */
import { Button, Menu, MenuDivider, MenuItem, PopoverNext } from '@blueprintjs/core';
import { type FormEvent, useState } from 'react';
import { useIntl } from 'react-intl';
import type { PlanAction } from '../../../shared/partition/plan-action.ts';
import { isOpenToEdits } from '../../../shared/partition/plan-state.ts';
import type { PlanGrid } from '../../../shared/partition/plan-view.ts';
import { haveSideInCommon } from './grid-neighbours.ts';
import { shownGrids, usePlan } from './plan-edit.ts';

export interface PlanGridActionsProps {
  onAct(action: PlanAction, name: string): Promise<boolean>;
}

export function PlanGridActions({ onAct }: PlanGridActionsProps) {
  const { formatMessage } = useIntl();
  const { plan, grids, trial, target, state, saving, nextCodes } = usePlan();
  const [form, setForm] = useState<'new' | 'set' | null>(null);
  if (!isOpenToEdits(state)) return <p className="plan-note">{formatMessage({ id: 'plan.frozen' })}</p>;
  const chosen = target === null ? undefined : grids.get(target);
  const nameOf = ({ name, code }: PlanGrid) => name || code;
  const say = (id: string, grid: PlanGrid) => formatMessage({ id }, { name: nameOf(grid) });
  const home = chosen?.community ?? [...grids.values()][0]?.community ?? 0;
  const mergeable = chosen
    ? shownGrids({ grids, trial }).filter(
        (grid) => grid.id !== chosen.id && grid.community === chosen.community,
      )
    : [];
  // One that does not touch makes a grid of two parts: below, and said so.
  const beside = chosen ? mergeable.filter((grid) => haveSideInCommon(grid, chosen)) : [];
  const others = [...beside, ...mergeable.filter((grid) => !beside.includes(grid))];
  return (
    <div className="plan-actions">
      <Button
        size="small"
        icon="plus"
        text={formatMessage({ id: 'plan.create' })}
        onClick={() => setForm('new')}
      />
      {chosen && (
        <>
          <Button size="small" text={formatMessage({ id: 'plan.rename' })} onClick={() => setForm('set')} />
          <PopoverNext
            placement="bottom-start"
            content={
              <Menu>
                {others.map((other, i) => [
                  i === beside.length && (
                    <MenuDivider key="apart" title={formatMessage({ id: 'plan.merge.apart' })} />
                  ),
                  <MenuItem
                    key={other.id}
                    text={say('plan.merge.with', other)}
                    onClick={() =>
                      void onAct(
                        { type: 'mergeGrids', grids: [chosen.id, other.id] },
                        formatMessage(
                          { id: 'plan.step.merge' },
                          { name: `${nameOf(chosen)}、${nameOf(other)}` },
                        ),
                      )
                    }
                  />,
                ])}
              </Menu>
            }
          >
            <Button
              size="small"
              disabled={others.length === 0 || saving}
              text={formatMessage({ id: 'plan.merge' })}
            />
          </PopoverNext>
          <Button
            size="small"
            disabled={saving}
            icon={chosen.locked ? 'unlock' : 'lock'}
            text={formatMessage({ id: chosen.locked ? 'plan.unlock' : 'plan.lock' })}
            onClick={() =>
              void onAct(
                { type: chosen.locked ? 'unlockGrid' : 'lockGrid', grid: chosen.id },
                say(chosen.locked ? 'plan.step.unlock' : 'plan.step.lock', chosen),
              )
            }
          />
          <Button
            size="small"
            variant="minimal"
            disabled={saving}
            text={formatMessage({ id: 'plan.delete' })}
            onClick={() =>
              void onAct({ type: 'deleteGrid', grid: chosen.id }, say('plan.step.delete', chosen))
            }
          />
        </>
      )}
      {form === 'new' && (
        <GridForm
          first={{ name: '', code: nextCodes[home] ?? '', exclusive: false, community: home }}
          communities={plan?.communities ?? []}
          onLeave={() => setForm(null)}
          onKeep={({ name, code, exclusive, community }) =>
            onAct(
              {
                type: 'createGrid',
                name,
                code,
                kind: exclusive ? 'exclusive' : 'general',
                community,
              },
              formatMessage({ id: 'plan.step.create' }, { name }),
            )
          }
        />
      )}
      {form === 'set' && chosen && (
        <GridForm
          key={chosen.id}
          first={{ ...chosen, exclusive: chosen.kind === 'exclusive' }}
          communities={[]}
          onLeave={() => setForm(null)}
          onKeep={({ name, code, exclusive }) =>
            onAct(
              { type: 'setGrid', grid: chosen.id, name, code, kind: exclusive ? 'exclusive' : 'general' },
              say('plan.step.set', chosen),
            )
          }
        />
      )}
    </div>
  );
}

interface Filled {
  name: string;
  code: string;
  exclusive: boolean;
  /** Number of the community. */
  community: number;
}

interface GridFormProps {
  first: Filled;
  /** Those that there is a choice of; fewer than two: none. */
  communities: readonly { name: string }[];
  /** True: it was kept. */
  onKeep(filled: Filled): Promise<boolean>;
  onLeave(): void;
}

function GridForm({ first, communities, onKeep, onLeave }: GridFormProps) {
  const { formatMessage } = useIntl();
  const nextCodes = usePlan((plan) => plan.nextCodes);
  const [filled, setFilled] = useState(first);
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    if (await onKeep(filled)) onLeave();
  };
  return (
    <form className="plan-form" onSubmit={(event) => void keep(event)}>
      <label>
        {formatMessage({ id: 'plan.create.name' })}
        <input
          autoFocus
          required
          maxLength={40}
          value={filled.name}
          onChange={(event) => setFilled({ ...filled, name: event.target.value })}
        />
      </label>
      <label>
        {formatMessage({ id: 'plan.create.code' })}
        <input
          required
          maxLength={24}
          inputMode="numeric"
          value={filled.code}
          onChange={(event) => setFilled({ ...filled, code: event.target.value })}
        />
      </label>
      {communities.length > 1 && (
        <label className="plan-tick">
          {formatMessage({ id: 'plan.create.community' })}
          <select
            value={filled.community}
            onChange={(event) => {
              const community = Number(event.target.value);
              setFilled({ ...filled, community, code: nextCodes[community] ?? '' });
            }}
          >
            {communities.map(({ name }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a community is its number.
              <option key={i} value={i}>
                {name || i + 1}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="plan-tick">
        <input
          type="checkbox"
          checked={filled.exclusive}
          onChange={(event) => setFilled({ ...filled, exclusive: event.target.checked })}
        />
        {formatMessage({ id: 'plan.create.exclusive' })}
      </label>
      <div className="plan-actions">
        <Button size="small" type="submit" intent="primary" text={formatMessage({ id: 'edit.save' })} />
        <Button
          size="small"
          variant="minimal"
          text={formatMessage({ id: 'edit.cancel' })}
          onClick={onLeave}
        />
      </div>
    </form>
  );
}
