/**
 * The rows of the map's menu that give the place in figures: in the coordinate system last used, and on demand in all of them.
 * A click copies; what is chosen is remembered for this window's origin.
 */
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { NOTATIONS, type Notation, notePlace } from '../../shared/geo/place-notation.ts';
import type { LngLat } from '../../shared/query/selection.ts';
import { usePreferences } from '../app/preferences.ts';

export function CoordinateItems({ lngLat: [lng, lat] }: { lngLat: LngLat }) {
  const intl = useIntl();
  const notation = usePreferences((preferences) => preferences.notation);
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState<Notation | null>(null);
  const say = (id: string) => intl.formatMessage({ id });
  const written = notePlace(lng, lat, notation) ? notation : 'wgs84';
  const copy = (which: Notation, text: string) => {
    usePreferences.getState().set({ notation: which });
    // Refused without permission: then the figures are still there to be read.
    navigator.clipboard?.writeText(text).then(
      () => setCopied(which),
      () => undefined,
    );
  };
  const name = (which: Notation, zone: number | null) =>
    intl.formatMessage({ id: `map.notation.${which}` }, { zone: zone ?? 0 });
  const row = (which: Notation, role: 'menuitem' | 'menuitemradio') => {
    const place = notePlace(lng, lat, which);
    if (!place) return null;
    const note = copied === which ? say('map.menu.copied') : name(which, place.zone);
    return (
      <button
        key={which}
        type="button"
        role={role}
        aria-checked={role === 'menuitemradio' ? which === written : undefined}
        aria-label={`${say('map.menu.copy')}: ${name(which, place.zone)} ${place.text}`}
        title={place.crs.name[intl.locale.startsWith('zh') ? 'zh' : 'en']}
        onClick={() => copy(which, place.text)}
      >
        <span>{place.text}</span>
        <small>{note}</small>
      </button>
    );
  };
  return (
    <>
      {!open && row(written, 'menuitem')}
      {open && NOTATIONS.map((which) => row(which, 'menuitemradio'))}
      <button type="button" role="menuitem" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span>{say(open ? 'map.menu.fewerNotations' : 'map.menu.notations')}</span>
      </button>
      <p className="visually-hidden" role="status">
        {copied && say('map.menu.copied')}
      </p>
    </>
  );
}
