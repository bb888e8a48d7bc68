/**
 * The micro-grids of the chosen grid: counts, head, and what can be done to the chosen one as a whole. Owns the rows and the small form; the rules
 * are the worker's, strokes the map's.
 */
import { Button, Menu, MenuItem, PopoverNext } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { PlanAction } from '../../../shared/partition/plan-action.ts';
import { isOpenToEdits } from '../../../shared/partition/plan-state.ts';
import type { PlanGrid, PlanMicro } from '../../../shared/partition/plan-view.ts';
import { PeopleCount } from '../../app/count.tsx';
import { MicroForm } from './MicroForm.tsx';
import { shownGrids, shownMicros, usePlan } from './plan-edit.ts';

interface MicroPanelProps {
  onAct(action: PlanAction, name: string): Promise<boolean>;
}

const SHOWN = ['households', 'residents', 'aged60', 'keyPopulation'] as const;
const HECTARE = 10_000;

export function MicroPanel({ onAct }: MicroPanelProps) {
  const { formatMessage } = useIntl();
  const { plan, grids, trial, target, state, choose } = usePlan();
  const grid = shownGrids({ grids, trial }).find(({ id }) => id === target);
  if (!plan || !grid) return null;
  return (
    <>
      <div className="plan-micro-of">
        <Button
          size="small"
          variant="minimal"
          icon="chevron-left"
          text={formatMessage({ id: 'plan.micro.allGrids' })}
          onClick={() => choose(null)}
        />
        <b>{formatMessage({ id: 'plan.micro.of' }, { name: grid.name || grid.code })}</b>
      </div>
      {isOpenToEdits(state) ? (
        <MicroActions key={grid.id} grid={grid} onAct={onAct} />
      ) : (
        <p className="plan-note">{formatMessage({ id: 'plan.frozen' })}</p>
      )}
      <div className="grids-scroll">
        <MicroTable grid={grid} />
      </div>
    </>
  );
}

function MicroActions({ grid, onAct }: MicroPanelProps & { grid: PlanGrid }) {
  const { formatMessage } = useIntl();
  const { micros, trial, microTarget, saving, nextSuffixes, chooseMicro } = usePlan();
  const [form, setForm] = useState<'new' | 'set' | null>(null);
  const own = shownMicros({ micros, trial }, grid.id);
  const chosen = own.find(({ id }) => id === microTarget);
  const others = own.filter(({ id }) => id !== microTarget);
  const say = (id: string, name: string) => formatMessage({ id }, { name });
  const fresh = {
    name: say('plan.micro.newName', String(own.length + 1)),
    suffix: nextSuffixes[grid.id] ?? '',
    head: '',
    phone: '',
  };
  return (
    <div className="plan-actions">
      <Button
        size="small"
        icon="plus"
        text={formatMessage({ id: 'plan.micro.create' })}
        onClick={() => setForm('new')}
      />
      {chosen && (
        <>
          <Button
            size="small"
            text={formatMessage({ id: 'plan.micro.edit' })}
            onClick={() => setForm('set')}
          />
          <PopoverNext
            placement="bottom-start"
            content={
              <Menu>
                {others.map(({ id, name }) => (
                  <MenuItem
                    key={id}
                    text={say('plan.merge.with', name)}
                    onClick={() =>
                      void onAct(
                        { type: 'mergeMicros', micros: [chosen.id, id] },
                        say('plan.step.merge', `${chosen.name}、${name}`),
                      )
                    }
                  />
                ))}
              </Menu>
            }
          >
            <Button
              size="small"
              disabled={others.length === 0 || saving}
              text={formatMessage({ id: 'plan.micro.merge' })}
            />
          </PopoverNext>
          <Button
            size="small"
            variant="minimal"
            disabled={saving}
            text={formatMessage({ id: 'plan.micro.delete' })}
            onClick={() =>
              void onAct({ type: 'deleteMicro', micro: chosen.id }, say('plan.step.delete', chosen.name))
            }
          />
        </>
      )}
      {form === 'new' && (
        <MicroForm
          code={grid.code}
          first={fresh}
          onLeave={() => setForm(null)}
          onKeep={async ({ name, suffix, ...attributes }) => {
            const made = { type: 'createMicro' as const, grid: grid.id, name, suffix, attributes };
            const kept = await onAct(made, say('plan.step.microCreate', name));
            // What is made last has the highest number: the next stroke is meant for it.
            if (kept) chooseMicro(Math.max(...usePlan.getState().micros.keys()));
            return kept;
          }}
        />
      )}
      {form === 'set' && chosen && (
        <MicroForm
          key={chosen.id}
          code={grid.code}
          first={{
            ...chosen,
            head: chosen.attributes['head'] ?? '',
            phone: chosen.attributes['phone'] ?? '',
          }}
          onLeave={() => setForm(null)}
          onKeep={({ name, suffix, ...attributes }) =>
            onAct(
              { type: 'setMicro', micro: chosen.id, name, suffix, attributes },
              say('plan.step.set', chosen.name),
            )
          }
        />
      )}
    </div>
  );
}

function MicroTable({ grid }: { grid: PlanGrid }) {
  const { formatMessage } = useIntl();
  const { plan, micros, trial, microTarget, chooseMicro } = usePlan();
  const own = shownMicros({ micros, trial }, grid.id);
  const columns = SHOWN.flatMap((measure) => {
    const at = plan?.measures.indexOf(measure) ?? -1;
    return at < 0 || plan?.numbers === 'withheld' ? [] : [{ measure, at }];
  });
  // The difference of two rounded numbers is not told.
  const rest = (at: number) =>
    plan?.numbers === 'exact'
      ? own.reduce((left, { tallies }) => left - (tallies[at] ?? 0), grid.tallies[at] ?? 0)
      : null;
  return (
    <table className="grids-table">
      <thead>
        <tr>
          <th scope="col">{formatMessage({ id: 'plan.micros' })}</th>
          {columns.map(({ measure }) => (
            <th key={measure} scope="col">
              {formatMessage({ id: `grids.${measure}` })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {own.map((micro) => (
          <tr key={micro.id} data-chosen={micro.id === microTarget}>
            <th scope="row">
              <Name micro={micro} chosen={micro.id === microTarget} />
            </th>
            {columns.map(({ at }) => (
              <td key={at}>
                <PeopleCount value={micro.tallies[at] ?? 0} />
              </td>
            ))}
          </tr>
        ))}
        <tr className="grids-rest" data-chosen={microTarget === -1}>
          <th scope="row">
            <button
              type="button"
              className="grids-name"
              aria-pressed={microTarget === -1}
              onClick={() => chooseMicro(microTarget === -1 ? null : -1)}
            >
              <b>{formatMessage({ id: 'plan.micro.none' })}</b>
            </button>
          </th>
          {columns.map(({ at }) => {
            const left = rest(at);
            return <td key={at}>{left !== null && <PeopleCount value={left} />}</td>;
          })}
        </tr>
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{formatMessage({ id: 'plan.micro.whole' })}</th>
          {columns.map(({ at }) => (
            <td key={at}>
              <PeopleCount value={grid.tallies[at] ?? 0} />
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}

function Name({ micro, chosen }: { micro: PlanMicro; chosen: boolean }) {
  const { formatMessage, formatNumber } = useIntl();
  const chooseMicro = usePlan((plan) => plan.chooseMicro);
  const hectares = formatNumber(micro.area / HECTARE, { maximumFractionDigits: 2 });
  const notes = [
    micro.code,
    formatMessage({ id: 'plan.areaOf' }, { hectares }),
    [micro.attributes['head'], micro.attributes['phone']].filter(Boolean).join(' '),
  ].filter((note) => note !== '');
  return (
    <button
      type="button"
      className="grids-name"
      aria-pressed={chosen}
      onClick={() => chooseMicro(chosen ? null : micro.id)}
    >
      <b>{micro.name}</b>
      <span>{notes.join(' · ')}</span>
      {micro.parts > 1 && (
        <span className="plan-parts">{formatMessage({ id: 'plan.parts' }, { count: micro.parts })}</span>
      )}
    </button>
  );
}
