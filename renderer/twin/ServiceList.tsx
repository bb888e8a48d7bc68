/** What was done for a resident: when, what, by whom, with which outcome. A line opens the record, where what was written down is. */
import type { Dossier } from '../worker/engine-api.ts';
import { useTwinStore } from './twin-context.tsx';
import { useWording } from './wording.ts';

export function ServiceList({ services }: { services: NonNullable<Dossier['services']> }) {
  const wording = useWording();
  const store = useTwinStore();
  if (services.length === 0) return null;
  return (
    <section className="twin-block">
      <h3>
        {wording.table('services')} <small>{wording.count(services.length)}</small>
      </h3>
      <ul className="twin-links">
        {services.map(({ row, at, kind, outcome, worker }) => (
          <li key={row}>
            <button type="button" onClick={() => store.getState().open({ table: 'services', row })}>
              <span>
                {wording.value('services', 'at', at)} {wording.value('services', 'kind', kind)}
              </span>
              <small>{worker}</small>
              <small className="twin-relation">{wording.value('services', 'outcome', outcome)}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
