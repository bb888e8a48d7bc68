/**
 * A building as its homes stand over each other, small: which one is meant, where people are, how each was marked. For pages of a case; the full
 * stacking plan is of the Map workspace.
 */
import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { StackingCell } from '../../../shared/query/answers.ts';
import { stackingMatrix, UNKNOWN_FLOOR } from '../../../shared/query/stacking-matrix.ts';

interface Props {
  cells: StackingCell[];
  floors: number;
  /** The home that is meant; -1: none. */
  home: number;
  /** Of the figure, said to whoever does not see it. */
  label: string;
}

export function HomeFigure({ cells, floors, home, label }: Props) {
  const { formatMessage } = useIntl();
  const matrix = useMemo(() => stackingMatrix(cells, floors), [cells, floors]);
  return (
    <div className="tool-figure" role="img" aria-label={label}>
      {matrix.floors.map((floor, i) => (
        <div key={floor} className="tool-floor">
          <span>{floor === UNKNOWN_FLOOR ? '?' : formatMessage({ id: 'cases.tool.floor' }, { floor })}</span>
          {matrix.cells[i].map((cell, j) => (
            <i
              // biome-ignore lint/suspicious/noArrayIndexKey: the place in the row is the home.
              key={j}
              data-home={cell !== null}
              data-people={cell !== null && cell.residents > 0}
              data-meant={cell !== null && cell.home === home}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
