/**
 * The figures of the measuring tools beside the map: stretches, total, area, and the result as text to take along. Shows what
 * stands in the store; the points themselves are the tool's.
 */
import './measure.css';
import { useMemo, useState } from 'react';
import { type IntlShape, useIntl } from 'react-intl';
import { useStore } from 'zustand';
import { crossesItself } from '../../shared/geo/measure.ts';
import type { MapStore } from './store.ts';
import { type Measured, type MeasureFigures, measureFigures } from './tools/measure.ts';
import { areaText, lengthText, muFigure } from './tools/measure-text.ts';

export function MeasurePanel({ store }: { store: MapStore }) {
  const intl = useIntl();
  const tool = useStore(store, (state) => state.tool);
  const measured = useStore(store, (state) => state.measured);
  if (tool !== 'distance' && tool !== 'area') return null;
  const say = (id: string) => intl.formatMessage({ id });
  return (
    <section className="measure-panel map-panel" aria-label={say(`map.tool.${tool}`)}>
      <header>
        <h3>{say(`map.tool.${tool}`)}</h3>
        <button
          type="button"
          aria-label={say('map.measure.close')}
          title={say('map.measure.close')}
          onClick={() => store.getState().set({ tool: 'pick' })}
        >
          <svg
            width="16"
            height="16"
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            aria-hidden="true"
          >
            <path d="m4 4 8 8M12 4l-8 8" strokeWidth="1.5" strokeLinecap="round" />
          </svg>
        </button>
      </header>
      {measured ? <Figures measured={measured} /> : <p>{say(`map.measure.hint.${tool}`)}</p>}
    </section>
  );
}

/** An area in the units of the language: the mu is asked for in Chinese alone. */
function areaWords(intl: IntlShape, squareMetres: number): string {
  const text = areaText(squareMetres);
  if (!intl.locale.startsWith('zh')) return text;
  return `${text} · ${intl.formatMessage({ id: 'map.measure.mu' }, { value: muFigure(squareMetres) })}`;
}

/** Name and text of every figure, as shown and as copied. */
function lines(intl: IntlShape, kind: Measured['kind'], figures: MeasureFigures): [string, string][] {
  const say = (id: string) => intl.formatMessage({ id });
  if (kind === 'distance') return [[say('map.measure.total'), lengthText(figures.length)]];
  if (figures.area === null) return [[say('map.measure.so'), lengthText(figures.length)]];
  return [
    [say('map.measure.area'), areaWords(intl, figures.area)],
    [say('map.measure.perimeter'), lengthText(figures.length)],
  ];
}

function Figures({ measured }: { measured: Measured }) {
  const intl = useIntl();
  const [copied, setCopied] = useState<Measured | null>(null);
  const figures = useMemo(() => measureFigures(measured), [measured]);
  const broken = useMemo(
    () => measured.kind === 'area' && crossesItself(measured.points),
    [measured.kind, measured.points],
  );
  const say = (id: string, values?: Record<string, number>) => intl.formatMessage({ id }, values);
  const shown = lines(intl, measured.kind, figures);
  const copy = () => {
    const stretches = figures.segments.map((metres, i) => `${i + 1}\t${lengthText(metres)}`);
    const text = [...shown.map((line) => line.join('\t')), ...stretches].join('\n');
    // Refused without permission: then the figures are still there to be read.
    navigator.clipboard?.writeText(text).then(
      () => setCopied(measured),
      () => undefined,
    );
  };
  return (
    <>
      <dl aria-live="polite">
        {shown.map(([name, text], i) => (
          <div key={name} className="measure-line">
            <dt>{name}</dt>
            <dd className={i === 0 ? 'measure-total' : undefined}>{text}</dd>
          </div>
        ))}
      </dl>
      {broken && <p role="status">{say('map.measure.crosses')}</p>}
      {/* Only at the end: a panel that grows under the pointer would take the next click. */}
      {measured.done && figures.segments.length > 1 && (
        <section className="measure-segments" tabIndex={0} aria-label={say('map.measure.segments')}>
          <ol>
            {figures.segments.map((metres, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has no other name than its place.
              <li key={i}>
                <span>{say('map.measure.segment', { n: i + 1 })}</span>
                <span>{lengthText(metres)}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
      {!measured.done && <p>{say('map.measure.open')}</p>}
      <div className="measure-actions">
        <button type="button" disabled={figures.segments.length === 0} onClick={copy}>
          {say(copied === measured ? 'map.menu.copied' : 'map.measure.copy')}
        </button>
      </div>
    </>
  );
}
