/**
 * The control points of a scan: what each is off, the method, what is odd about the fit, and a way to type a point. Owns the texts while they
 * are typed; coordinates may come in any system that is known by name or number.
 */
import { useState } from 'react';
import { useStore } from 'zustand';
import { type Crs, WGS84 } from '../../../shared/geo/crs.ts';
import { searchCrs } from '../../../shared/geo/crs-search.ts';
import { transformer } from '../../../shared/geo/crs-transform.ts';
import {
  SCAN_POINTS_NEEDED,
  type ScanMethod,
  type ScanPoint,
  scanMethodFor,
} from '../../../shared/geo/scan-fit.ts';
import { fitOf } from '../../app/scan-session.ts';
import type { Scan } from '../../map/scan-layer.ts';
import { useWording } from '../wording.ts';
import { scanFitting } from './scan-fitting.ts';

interface Props {
  scan: Scan;
  onChange(what: { points?: ScanPoint[]; method?: ScanMethod | null }): void;
}

const METHODS = Object.keys(SCAN_POINTS_NEEDED) as ScanMethod[];

export function ControlPoints({ scan, onChange }: Props) {
  const { t, error } = useWording();
  const { points, method } = scan.placement;
  const { fit, code } = fitOf(scan.placement);
  const allowed = METHODS.filter((each) => SCAN_POINTS_NEEDED[each] <= points.length);
  const without = (at: number) => {
    const left = points.filter((_, i) => i !== at);
    const tooRich = method !== null && SCAN_POINTS_NEEDED[method] > left.length;
    onChange({ points: left, ...(tooRich ? { method: null } : {}) });
  };
  return (
    <div className="draw-controls">
      {points.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('scan.point')}</th>
              <th scope="col">{t('scan.place')}</th>
              <th scope="col">{t('scan.residual')}</th>
              <th scope="col" aria-label={t('scan.point.remove.heading')} />
            </tr>
          </thead>
          <tbody>
            {points.map(({ lng, lat }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: points are known by their number
              <tr key={i}>
                <th scope="row">{i + 1}</th>
                <td>
                  {lng.toFixed(5)}, {lat.toFixed(5)}
                </td>
                <td>{fit ? t('scan.metres', { metres: fit.residuals[i] }) : '–'}</td>
                <td>
                  <button
                    type="button"
                    className="twin-icon"
                    aria-label={t('scan.point.remove', { number: i + 1 })}
                    onClick={() => without(i)}
                  >
                    ×
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {code && (
        <p className="draw-failed" role="alert">
          {error(code)}
        </p>
      )}
      {points.length < 2 && <p className="twin-hint">{t('scan.more', { count: 2 - points.length })}</p>}
      {allowed.length > 0 && (
        <label className="draw-method">
          <span>{t('scan.method')}</span>
          <select
            className="twin-select"
            value={method ?? ''}
            onChange={(event) => onChange({ method: (event.target.value || null) as ScanMethod | null })}
          >
            <option value="">
              {t('scan.method.auto', { method: t(`scan.method.${scanMethodFor(points.length)}`) })}
            </option>
            {allowed.map((each) => (
              <option key={each} value={each}>
                {t(`scan.method.${each}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      {fit && (
        <ul className="draw-problems" aria-label={t('scan.fit.notes')}>
          <li>{t('scan.fit.rms', { rms: fit.rms, scale: fit.scale })}</li>
          {fit.warnings.map((warning) => (
            <li key={warning}>{t(`scan.fit.${warning}`)}</li>
          ))}
        </ul>
      )}
      <TypedPoint scan={scan} onPoint={(point) => onChange({ points: [...points, point] })} />
    </div>
  );
}

/** A point by numbers: pixels of the scan (those that were clicked stand there), and its place in any coordinate system. */
function TypedPoint({ scan, onPoint }: { scan: Scan; onPoint(point: ScanPoint): void }) {
  const { t } = useWording();
  const { pending } = useStore(scanFitting);
  const [pixel, setPixel] = useState('');
  const [place, setPlace] = useState('');
  const [system, setSystem] = useState('');
  const crs = system.trim() === '' ? WGS84 : (searchCrs(system)[0] ?? null);
  const at = pixel.trim() === '' ? pending : numbersOf(pixel);
  const to = crs && placeIn(crs, place);
  const { width, height } = scan.placement;
  const inside = at !== null && at.x >= 0 && at.y >= 0 && at.x <= width && at.y <= height;
  const ready = inside && to !== null;
  const add = () => {
    if (!at || !to || !ready) return;
    scanFitting.setState({ pending: null });
    setPixel('');
    setPlace('');
    onPoint({ ...at, ...to });
  };
  return (
    <details className="draw-typed">
      <summary>{t('scan.typed')}</summary>
      <label>
        <span>{t('scan.typed.pixel', { width, height })}</span>
        <input
          value={pixel}
          placeholder={pending ? `${pending.x.toFixed(1)}, ${pending.y.toFixed(1)}` : 'x, y'}
          onChange={(event) => setPixel(event.target.value)}
        />
      </label>
      <label>
        <span>{t('scan.typed.place')}</span>
        <input
          value={place}
          placeholder="120.62000, 31.31000"
          onChange={(event) => setPlace(event.target.value)}
        />
      </label>
      <label>
        <span>{t('scan.typed.crs')}</span>
        <input value={system} placeholder="WGS84" onChange={(event) => setSystem(event.target.value)} />
      </label>
      <p className="twin-hint">{crs ? nameOf(crs, t('scan.language')) : t('scan.typed.crs.none')}</p>
      <button type="button" className="twin-button" disabled={!ready} onClick={add}>
        {t('scan.typed.add')}
      </button>
    </details>
  );
}

const nameOf = ({ name, id }: Crs, language: string) => `${language === 'zh' ? name.zh : name.en} (${id})`;

/** Two numbers; null: not two numbers. */
function numbersOf(text: string): { x: number; y: number } | null {
  const parts = text
    .trim()
    .split(/[\s,，;；]+/)
    .map(Number);
  return parts.length === 2 && parts.every(Number.isFinite) ? { x: parts[0], y: parts[1] } : null;
}

/** Degrees of a typed place, east first; null where the system has no answer. */
function placeIn(crs: Crs, text: string): { lng: number; lat: number } | null {
  const at = numbersOf(text);
  const out = new Float64Array(2);
  if (!at || !transformer(crs, WGS84)(at.x, at.y, out, 0)) return null;
  const [lng, lat] = out;
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 85 ? { lng, lat } : null;
}
