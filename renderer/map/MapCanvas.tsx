/**
 * Hosts one map. Owns its container and the life of the session in it; never draws by React: the store is carried
 * over by reconcile.ts. A lost drawing context builds the session anew from the store.
 */
import 'maplibre-gl/dist/maplibre-gl.css';
import './map.css';
import './legend.css';
import './plan/plan-swipe.css';
import './alert-pins.css';
import './edge-arrows.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { LEVEL_NUMERALS } from '../../shared/cases/alert.ts';
import { type AlertPin, isDrill, pinState } from './alert-clusters.ts';
import { edgeWords } from './edge-words.ts';
import { type MapCallbacks, type MapSession, startMapSession } from './map-session.ts';
import type { MapEngine, MapView } from './map-view.ts';
import type { MapStore } from './store.ts';

export interface MapCanvasProps extends Omit<MapCallbacks, 'describePin' | 'markPin' | 'edge'> {
  engine: MapEngine;
  store: MapStore;
  /** Another value asks for the marks again: the filter, the selection or the plan changed. */
  marksKey?: string | number;
  /** The view, when it is ready and each time it was built anew; null when it goes. */
  onView?(view: MapView | null): void;
  children?: ReactNode;
}

export function MapCanvas(props: MapCanvasProps) {
  const { engine, store, marksKey, children } = props;
  const intl = useIntl();
  const container = useRef<HTMLDivElement>(null);
  const session = useRef<MapSession | null>(null);
  // Callbacks are read when they are called: a new function of the parent must not build a new map.
  const latest = useRef({ props, intl });
  latest.current = { props, intl };
  const [life, setLife] = useState(0);
  const [failed, setFailed] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `life` is the only reason to build the map anew.
  useEffect(() => {
    const host = container.current;
    if (!host) return;
    let gone = false;
    const now = () => latest.current.props;
    const callbacks: MapCallbacks = {
      onShape: (...args) => now().onShape(...args),
      onPick: (...args) => now().onPick(...args),
      onHover: (...args) => now().onHover(...args),
      onPaint: (...args) => now().onPaint(...args),
      onContextMenu: (...args) => now().onContextMenu(...args),
      onEscape: () => now().onEscape(),
      onAlerts: (alerts) => now().onAlerts(alerts),
      describePin: (pin: AlertPin) =>
        latest.current.intl.formatMessage(
          { id: `map.pin.${pinState(pin)}` },
          { level: LEVEL_NUMERALS[pin.level], place: pin.alerts[0].place, count: pin.alerts.length },
        ),
      markPin: (pin: AlertPin) =>
        isDrill(pin) ? latest.current.intl.formatMessage({ id: 'map.pin.drill' }) : '',
      edge: edgeWords(() => latest.current.intl),
    };
    const starting = startMapSession(host, engine, store, callbacks, () => setLife((n) => n + 1));
    starting.then(
      (started) => {
        if (gone) return started.stop();
        session.current = started;
        setFailed(false);
        now().onView?.(started.view);
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      if (session.current) now().onView?.(null);
      session.current?.stop();
      session.current = null;
    };
  }, [engine, store, life]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again because the key changed.
  useEffect(() => session.current?.askMarks(), [marksKey]);
  useEffect(
    () => store.getState().set({ householdUnit: intl.formatMessage({ id: 'map.unit.households' }) }),
    [store, intl],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: pins carry names in the language of the window.
  useEffect(() => session.current?.redressPins(), [intl.locale]);

  return (
    <section className="map-room" aria-label={intl.formatMessage({ id: 'map.region' })}>
      <div className="map-canvas" ref={container} />
      {failed ? (
        <p className="map-failed" role="alert">
          {intl.formatMessage({ id: 'map.failed' })}
        </p>
      ) : (
        children
      )}
    </section>
  );
}
