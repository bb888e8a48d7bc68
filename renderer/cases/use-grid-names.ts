/** What the grids in force are called, by code. */
import { useMemo } from 'react';
import { useSession } from '../app/session.ts';

/** `name(code)`: the name, or the code itself where no grid has it any more; '' for none. */
export function useGridNames(): (code: string) => string {
  const grids = useSession(({ community }) => community?.grids);
  return useMemo(() => {
    const names = new Map(grids?.map(({ code, name }) => [code, name]));
    return (code) => names.get(code) || code;
  }, [grids]);
}
