/** Who moves: sums by pair of grids, which worker gains and loses, and every building. Owns the tables; the moves are the worker's answer. */
import { useIntl } from 'react-intl';
import { useCount } from '../../app/count.tsx';
import type { PlanMoves } from '../../worker/plan-api.ts';

export interface MovesTablesProps {
  moves: PlanMoves;
  /** Names of grids by code; a grid without one is told by its code. */
  names: ReadonlyMap<string, string>;
  /** Buildings shown at once. */
  most: number;
  /** Shows a building on the map; absent on paper. */
  onBuilding?: (row: number) => void;
}

const COUNTED = ['households', 'residents', 'devices'] as const;

export function MovesTables({ moves, names, most, onBuilding }: MovesTablesProps) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const { buildings, pairs, workers } = moves;
  if (buildings.length === 0) return <p className="plan-note">{formatMessage({ id: 'plan.moves.none' })}</p>;
  const sum = (of: 'households' | 'residents') => buildings.reduce((all, move) => all + move[of], 0);
  const grid = (code: string) => names.get(code) || code || formatMessage({ id: 'grids.unassigned' });
  const heads = (...ids: string[]) => (
    <thead>
      <tr>
        {ids.map((id) => (
          <th key={id} scope="col">
            {formatMessage({ id })}
          </th>
        ))}
      </tr>
    </thead>
  );
  const counted = COUNTED.map((of) => `grids.${of}`);
  return (
    <>
      <p className="plan-note">
        {formatMessage(
          { id: 'plan.moves.total' },
          {
            buildings: buildings.length,
            households: count(sum('households')),
            residents: count(sum('residents')),
          },
        )}
      </p>
      <table className="grids-table">
        {heads('plan.moves.from', 'plan.moves.to', 'plan.moves.buildings', ...counted)}
        <tbody>
          {pairs.map(({ from, to, atoms, ...pair }) => (
            <tr key={`${from} ${to}`}>
              <th scope="row">{grid(from)}</th>
              <td>{grid(to)}</td>
              <td>{count(atoms)}</td>
              {COUNTED.map((of) => (
                <td key={of}>{count(pair[of])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {workers.length > 0 && (
        <table className="grids-table">
          {heads('plan.moves.worker', 'plan.moves.grid', 'plan.moves.loses', 'plan.moves.gains')}
          <tbody>
            {workers.map(({ name, grid: of, loses, gains }) => (
              <tr key={`${of} ${name}`}>
                <th scope="row">{name}</th>
                <td>{grid(of)}</td>
                <td>{count(loses)}</td>
                <td>{count(gains)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <table className="grids-table">
        {heads('plan.moves.building', 'plan.moves.from', 'plan.moves.to', ...counted)}
        <tbody>
          {buildings.slice(0, most).map((move) => (
            <tr key={`${move.table}-${move.row}-${move.label}`}>
              <th scope="row">
                {move.table === 'buildings' && move.row >= 0 && onBuilding ? (
                  <button type="button" className="grids-name" onClick={() => onBuilding(move.row)}>
                    {move.label}
                  </button>
                ) : (
                  move.label
                )}
              </th>
              <td>{grid(move.from)}</td>
              <td>{grid(move.to)}</td>
              {COUNTED.map((of) => (
                <td key={of}>{count(move[of])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {buildings.length > most && (
        <p className="plan-note">
          {formatMessage({ id: 'plan.moves.more' }, { count: buildings.length - most })}
        </p>
      )}
    </>
  );
}
