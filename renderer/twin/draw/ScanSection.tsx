/**
 * Scans and photos under the map: added, chosen, fitted, dimmed, taken away. Owns which is in hand; how they are kept is app/scan-session.ts.
 */

import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { scanCorners } from '../../../shared/geo/scan-fit.ts';
import { codeOf } from '../../app/error-code.ts';
import { addScan, changeScan, removeScan } from '../../app/scan-session.ts';
import type { MapView } from '../../map/map-view.ts';
import { type Scan, scanStore } from '../../map/scan-layer.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { useWording } from '../wording.ts';
import { ControlPoints } from './ControlPoints.tsx';
import { beginFitting, chosenScan, endFitting, scanFitting, showControls } from './scan-fitting.ts';

export function ScanSection({ view }: { view: MapView | null }) {
  const { t, error } = useWording();
  const engine = useEngine();
  const { scans, withheld } = useStore(scanStore);
  const { chosen, open } = useStore(scanFitting);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const [removing, setRemoving] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const scan = chosenScan(scans, chosen) ?? scans[0] ?? null;
  const attempt = async (work: () => Promise<unknown>) => {
    setFailed(null);
    try {
      await work();
    } catch (cause) {
      setFailed(codeOf(cause));
    }
  };
  const change = (id: string, what: Parameters<typeof changeScan>[2]) => {
    void attempt(() => changeScan(engine, id, what));
    showControls();
  };
  const setPoints = (id: string) => beginFitting(id, (points) => change(id, { points }));
  const add = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    await attempt(async () => setPoints(await addScan(engine, file)));
    setBusy(false);
  };
  // Scans that are gone (locked, taken away) are not fitted any further.
  useEffect(() => {
    if (open && !chosenScan(scans, chosen)) endFitting();
  }, [open, scans, chosen]);
  useEffect(() => () => scanFitting.setState({ open: false, pending: null }), []);
  return (
    <details className="draw-scan" open={scans.length > 0 || open}>
      <summary>{t('scan.title')}</summary>
      <p className="twin-hint">{t('scan.hint')}</p>
      <input
        ref={input}
        type="file"
        accept=".png,.jpg,.jpeg,image/png,image/jpeg"
        hidden
        aria-label={t('scan.add')}
        onChange={(event) => {
          void add(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <div className="twin-actions">
        <button type="button" className="twin-button" disabled={busy} onClick={() => input.current?.click()}>
          {t(busy ? 'scan.adding' : 'scan.add')}
        </button>
        {scans.length > 1 && (
          <select
            className="twin-select"
            aria-label={t('scan.choose')}
            value={scan?.id ?? ''}
            onChange={(event) => {
              endFitting();
              scanFitting.setState({ chosen: event.target.value });
            }}
          >
            {scans.map(({ id, placement }) => (
              <option key={id} value={id}>
                {placement.name}
              </option>
            ))}
          </select>
        )}
      </div>
      {withheld && <p className="twin-hint">{t('scan.withheld')}</p>}
      {failed && (
        <p className="draw-failed" role="alert">
          {error(failed)}
        </p>
      )}
      {scan && (
        <>
          <Look scan={scan} onChange={(what) => change(scan.id, what)} />
          <div className="twin-actions">
            <button
              type="button"
              className="twin-button"
              aria-pressed={open}
              onClick={() => (open ? endFitting() : setPoints(scan.id))}
            >
              {t(open ? 'scan.done' : 'scan.fit')}
            </button>
            <button
              type="button"
              className="twin-button"
              disabled={!scan.fit || !view}
              onClick={() => goTo(view, scan)}
            >
              {t('scan.goTo')}
            </button>
            <button
              type="button"
              className="twin-button"
              onBlur={() => setRemoving(false)}
              onClick={() => {
                if (!removing) return setRemoving(true);
                setRemoving(false);
                void attempt(() => removeScan(scan.id));
              }}
            >
              {t(removing ? 'scan.remove.sure' : 'scan.remove')}
            </button>
          </div>
          {open && <ControlPoints scan={scan} onChange={(what) => change(scan.id, what)} />}
        </>
      )}
    </details>
  );
}

interface LookProps {
  scan: Scan;
  onChange(what: { opacity?: number; visible?: boolean }): void;
}

function Look({ scan, onChange }: LookProps) {
  const { t } = useWording();
  const { opacity, visible, name } = scan.placement;
  return (
    <div className="draw-look">
      <label title={name}>
        <input
          type="checkbox"
          checked={visible}
          onChange={(event) => onChange({ visible: event.target.checked })}
        />
        <span>{name}</span>
      </label>
      <label>
        <span className="draw-hidden">{t('scan.opacity')}</span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={opacity}
          aria-label={t('scan.opacity')}
          onChange={(event) => onChange({ opacity: event.target.valueAsNumber })}
        />
      </label>
    </div>
  );
}

function goTo(view: MapView | null, { fit, placement }: Scan): void {
  if (!view || !fit) return;
  const corners = scanCorners(fit, placement);
  const [lngs, lats] = [corners.map(([lng]) => lng), corners.map(([, lat]) => lat)];
  view.fit([Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)]);
}
