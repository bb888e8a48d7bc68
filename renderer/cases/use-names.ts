/** What workers, parties and people of the desk are called, by id: of the community's directory and the desk's own list. */
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { hasVault, listPeople } from '../app/access/seat.ts';
import { useCaseDirectory } from '../app/case-directory.ts';

/** `names(id)`: the name, or the id itself where nobody is known by it. */
export function useNames(): (id: string) => string {
  const { formatMessage } = useIntl();
  const { workers, parties } = useCaseDirectory();
  const [people, setPeople] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    if (!hasVault()) return;
    let current = true;
    listPeople().then(
      (found) => current && setPeople(new Map(found.map(({ id, name }) => [id, name]))),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, []);
  return (id) => {
    if (id === 'desk') return formatMessage({ id: 'cases.deskItself' });
    if (id === 'system') return formatMessage({ id: 'cases.role.system' });
    return (
      workers.find((each) => each.id === id)?.name ??
      parties.find((each) => each.id === id)?.name ??
      people.get(id) ??
      id
    );
  };
}
