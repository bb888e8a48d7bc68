/**
 * Workspace "Grids": choose a grid, brush buildings into it on the map, and see every grid's counts change while the
 * brush moves. Shows counts against the target band; keeps nothing itself (store.ts, the journal).
 */
import { Button } from '@blueprintjs/core';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { Count } from '../app/count.tsx';
import { useLocalProfile } from '../app/local-profile.ts';
import { useSession } from '../app/session.ts';
import type { GridInfo } from '../worker/engine-api.ts';
import { useGrids } from './store.ts';
import './grids.css';

export function GridsWorkspace() {
  const { formatMessage } = useIntl();
  const grids = useSession((session) => session.community?.grids);
  const generation = useSession((session) => session.community?.generation);
  const { target, preview, base, strokes, saving, failed, choose, rememberBase, undo } = useGrids();
  const aim = useLocalProfile((local) => local.profile.gridTarget);
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);

  // A new generation has other grids: the comparison begins anew.
  useEffect(() => {
    const now = useSession.getState().community?.grids;
    if (generation && now) rememberBase(now);
  }, [generation, rememberBase]);

  if (!grids) return null;
  const shown = preview ?? grids;
  const chosen = shown.find((grid) => grid.row === target);
  return (
    <section className="panel grids-panel" aria-label={say('grids.title')}>
      <header className="grids-head">
        <div>
          <h1>{say('grids.title')}</h1>
          <p>{chosen ? say('grids.painting', { name: chosen.name }) : say('grids.paint')}</p>
        </div>
        <Button
          size="small"
          icon="undo"
          disabled={strokes.length === 0 || saving}
          text={say('grids.undo')}
          onClick={() => void undo()}
        />
      </header>
      <p className="grids-target">{say('grids.target', aim)}</p>
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
                base={base?.find((each) => each.row === grid.row)}
                chosen={grid.row === target}
                onChoose={() => choose(grid.row === target ? null : grid.row)}
              />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{say('grids.total')}</th>
              <Total grids={shown} of="households" />
              <Total grids={shown} of="residents" />
              <Total grids={shown} of="aged60" />
              <Total grids={shown} of="keyPopulation" />
            </tr>
          </tfoot>
        </table>
      </div>
      <p className="grids-note" role="status" data-failed={failed} data-strokes={strokes.length}>
        {say(failed ? 'grids.failed' : saving ? 'grids.saving' : 'grids.kept')}
      </p>
    </section>
  );
}

type Measure = 'households' | 'residents' | 'aged60' | 'keyPopulation';

function Total({ grids, of }: { grids: GridInfo[]; of: Measure }) {
  return (
    <td>
      <Count value={grids.reduce((sum, grid) => sum + grid[of], 0)} />
    </td>
  );
}

interface RowProps {
  grid: GridInfo;
  base: GridInfo | undefined;
  chosen: boolean;
  onChoose(): void;
}
function GridRow({ grid, base, chosen, onChoose }: RowProps) {
  const { min, max } = useLocalProfile((local) => local.profile.gridTarget);
  const share = Math.min(grid.households / (max * 1.4), 1);
  return (
    <tr data-chosen={chosen}>
      <th scope="row">
        <button type="button" className="grids-name" aria-pressed={chosen} onClick={onChoose}>
          <b>{grid.name}</b>
          <span>{grid.workers.join('、') || grid.code}</span>
        </button>
        <svg className="grids-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect
            className="grids-band"
            x={(min / (max * 1.4)) * 100}
            width={((max - min) / (max * 1.4)) * 100}
            height="4"
          />
          <rect className="grids-fill" width={share * 100} y="1" height="2" />
        </svg>
      </th>
      <Cell grid={grid} base={base} of="households" />
      <Cell grid={grid} base={base} of="residents" />
      <Cell grid={grid} base={base} of="aged60" />
      <Cell grid={grid} base={base} of="keyPopulation" />
    </tr>
  );
}

function Cell({ grid, base, of }: { grid: GridInfo; base: GridInfo | undefined; of: Measure }) {
  const change = base ? grid[of] - base[of] : 0;
  return (
    <td>
      <Count value={grid[of]} />
      {change !== 0 && (
        <span className="grids-change">
          {' '}
          ({change > 0 ? '+' : '−'}
          {Math.abs(change)})
        </span>
      )}
    </td>
  );
}
