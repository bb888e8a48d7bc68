/** Whether the person at the desk may change a record; asked again with another person or plan. Owns the question only. */
import { useEffect, useState } from 'react';
import type { TableName } from '../../shared/model/tables.ts';
import { useSeat } from '../app/access/seat.ts';
import { useSession } from '../app/session.ts';
import { useEngine } from '../worker/engine-context.tsx';

export interface EditedRecord {
  table: TableName;
  row: number;
  title: string;
  /** Degrees; where a new thing beside it stands. */
  point?: [number, number] | null;
}

/** False until it is known. */
export function useMayEdit({ table, row }: Pick<EditedRecord, 'table'> & { row?: number }): boolean {
  const engine = useEngine();
  const person = useSeat((seat) => seat.person);
  const revision = useSession((session) => session.revision);
  const [may, setMay] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person, other rights; another plan, other own grids.
  useEffect(() => {
    let current = true;
    engine.mayEdit(row === undefined ? { table } : { table, row }).then(
      (answer) => current && setMay(answer),
      () => current && setMay(false),
    );
    return () => {
      current = false;
    };
  }, [engine, table, row, person, revision]);
  return may;
}
