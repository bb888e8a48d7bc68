/** Who lives within a shape, in a few figures with their base. Asks the worker; says so when the role may not see it. */
import { useCallback } from 'react';
import type { Shape } from '../../../shared/query/selection.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { useTwinStore } from '../twin-context.tsx';
import { useLoaded } from '../use-record.ts';
import { useWording } from '../wording.ts';

export interface AroundFiguresProps {
  title: string;
  shape: Shape;
  /** Homes and buildings instead of ages. */
  places?: boolean;
}

const MOST_TAGS = 5;

/** `shape` is compared by its text: a new object of the same shape asks nothing. */
export function AroundFigures({ title, shape, places = false }: AroundFiguresProps) {
  const { t, tag, count, people, error } = useWording();
  const engine = useEngine();
  const store = useTwinStore();
  const text = JSON.stringify(shape);
  const found = useLoaded(useCallback(() => engine.around(JSON.parse(text) as Shape), [engine, text]));
  const figures: [string, number][] =
    found.state !== 'ready'
      ? []
      : places
        ? [
            ['buildings', found.value.buildings],
            ['homes', found.value.homes],
            ['residents', found.value.residents],
          ]
        : [
            ['residents', found.value.residents],
            ['aged60', found.value.aged60],
            ['aged80', found.value.aged80],
            ['children', found.value.children],
          ];
  return (
    <section className="twin-block" aria-busy={found.state === 'loading'}>
      <h3>
        {title} <small>{t('base.permanent')}</small>
      </h3>
      {found.state === 'failed' && <p className="twin-hint">{error(found.code)}</p>}
      <dl className="twin-around">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dd>{(name === 'buildings' ? count : people)(value)}</dd>
            <dt>{t(`twin.around.${name}`)}</dt>
          </div>
        ))}
      </dl>
      {found.state === 'ready' && !places && found.value.tags.length > 0 && (
        <p className="twin-hint">
          {found.value.tags
            .slice(0, MOST_TAGS)
            .map((each) => `${tag(each.word)} ${people(each.count)}`)
            .join(t('twin.list'))}
        </p>
      )}
      {found.state === 'ready' && (
        <button
          type="button"
          className="twin-link"
          onClick={() => store.getState().select(JSON.parse(text) as Shape, 'replace', true)}
        >
          {t('twin.around.select')}
        </button>
      )}
    </section>
  );
}
