/** The name of a person of the desk by id, for who may list them; null: unknown here, or nobody. */
import { useEffect, useState } from 'react';
import { listPeople, useSeat } from '../app/access/seat.ts';

export function usePersonName(id: string): string | null {
  const me = useSeat((seat) => seat.person);
  const [name, setName] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    setName(null);
    if (id === '') return;
    listPeople().then(
      (people) => {
        if (!gone) setName(people.find((person) => person.id === id)?.name ?? null);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [id]);
  return me && me.id === id ? me.name : name;
}
