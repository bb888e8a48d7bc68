/**
 * Workspace "Grids": choose a grid, brush buildings into it on the map, and see every grid's counts change while the
 * brush moves. Shows counts against the target band; keeps nothing itself (store.ts, the journal).
 */
import { Button } from '@blueprintjs/core';
import { type ReactNode, useEffect } from 'react';
import { useIntl } from 'react-intl';
import { NO_GRID } from '../../shared/model/bundle.ts';
import { PeopleCount, RoundedNote } from '../app/count.tsx';
import { useGridTarget } from '../app/local-profile.ts';
import { useSession } from '../app/session.ts';
import type { GridInfo, Tally } from '../worker/engine-api.ts';
import { FigureCell, TargetBar } from './GridFigures.tsx';
import { GridsDay } from './GridsDay.tsx';
import { mayPaint, useGrids } from './store.ts';
import './grids.css';

/** `children`: below the grids, the plans. `beside`: over the map. */
export function GridsWorkspace({ children, beside }: { children?: ReactNode; beside?: ReactNode }) {
  const { formatMessage } = useIntl();
  const community = useSession((session) => session.community);
  const generation = useSession((session) => session.community?.generation);
  const plan = useSession((session) => session.community?.inForce?.plan);
  const asOf = useSession((session) => session.asOf);
  const { target, preview, base, strokes, saving, failed, choose, rememberBase, undo } = useGrids();
  const aim = useGridTarget();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);

  // Other grids: the comparison begins anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: plan and day are the reason.
  useEffect(() => {
    const now = useSession.getState().community;
    if (generation && now) rememberBase(now);
  }, [generation, plan, asOf, rememberBase]);

  if (!community) return null;
  const { grids: shown, unassigned, unlinked } = preview ?? community;
  const chosen = shown.find((grid) => grid.row === target);
  const erasing = target === NO_GRID;
  const brush = mayPaint(community);
  const doing = erasing
    ? say('grids.erasing')
    : chosen
      ? say('grids.painting', { name: chosen.name })
      : say('grids.paint');
  return (
    <>
      {beside}
      <section className="panel grids-panel" aria-label={say('grids.title')}>
        <header className="grids-head">
          <div>
            <h1>{say('grids.title')}</h1>
            {brush && <p>{doing}</p>}
            {target !== null && !erasing && <p>{say('grids.alt')}</p>}
          </div>
          {brush && (
            <Button
              size="small"
              icon="undo"
              disabled={strokes.length === 0 || saving}
              text={say('grids.undo')}
              onClick={() => void undo()}
            />
          )}
        </header>
        <GridsDay />
        <p className="grids-target">{say('grids.target', aim)}</p>
        <RoundedNote />
        <div className="grids-scroll">
          <table className="grids-table">
            <thead>
              <tr>
                <th scope="col">{say('grids.title')}</th>
                <th scope="col">{say('grids.households')}</th>
                <th scope="col">{say('grids.residents')}</th>
                <th scope="col">{say('grids.aged60')}</th>
                <th scope="col">{say('grids.keyPopulation')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((grid) => (
                <GridRow
                  key={grid.row}
                  grid={grid}
                  base={base?.grids.find((each) => each.row === grid.row)}
                  chosen={grid.row === target}
                  brush={brush}
                  onChoose={() => choose(grid.row === target ? null : grid.row)}
                />
              ))}
              <tr className="grids-rest" data-chosen={erasing}>
                <th scope="row">
                  <button
                    type="button"
                    className="grids-name"
                    aria-pressed={erasing}
                    disabled={!brush}
                    onClick={() => choose(erasing ? null : NO_GRID)}
                  >
                    <b>{say('grids.unassigned')}</b>
                    <span>{say('grids.unassigned.buildings', { count: unassigned.buildings })}</span>
                  </button>
                </th>
                <Cells of={unassigned} base={base?.unassigned} />
              </tr>
              <tr className="grids-rest">
                <th scope="row">
                  <div className="grids-name">
                    <b>{say('grids.unlinked')}</b>
                    <span>{say('grids.unlinked.why')}</span>
                  </div>
                </th>
                <Cells of={unlinked} base={base?.unlinked} />
              </tr>
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{say('grids.total')}</th>
                {MEASURES.map((measure) => (
                  <Total key={measure} parts={[...shown, unassigned, unlinked]} of={measure} />
                ))}
              </tr>
            </tfoot>
          </table>
        </div>
        {asOf === null && children}
        {brush && (
          <p className="grids-note" role="status" data-failed={failed} data-strokes={strokes.length}>
            {say(failed ? 'grids.failed' : saving ? 'grids.saving' : 'grids.kept')}
          </p>
        )}
      </section>
    </>
  );
}

const MEASURES = ['households', 'residents', 'aged60', 'keyPopulation'] as const;
type Measure = (typeof MEASURES)[number];

function Total({ parts, of }: { parts: Tally[]; of: Measure }) {
  return (
    <td>
      <PeopleCount value={parts.reduce((sum, part) => sum + part[of], 0)} />
    </td>
  );
}

interface RowProps {
  grid: GridInfo;
  base: GridInfo | undefined;
  chosen: boolean;
  /** It can be taken in hand. */
  brush: boolean;
  onChoose(): void;
}
function GridRow({ grid, base, chosen, brush, onChoose }: RowProps) {
  return (
    <tr data-chosen={chosen}>
      <th scope="row">
        <button
          type="button"
          className="grids-name"
          aria-pressed={chosen}
          disabled={!brush}
          onClick={onChoose}
        >
          <b>{grid.name}</b>
          <span>{grid.workers.join('、') || grid.code}</span>
        </button>
        <TargetBar households={grid.households} />
      </th>
      <Cells of={grid} base={base} />
    </tr>
  );
}

function Cells({ of, base }: { of: Tally; base: Tally | undefined }) {
  return MEASURES.map((measure) => (
    <FigureCell key={measure} value={of[measure]} before={base ? base[measure] : null} />
  ));
}
