/** A small map of lines around a place, for paper. */
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import type { CasePlace } from '../../../shared/cases/case-command.ts';
import type { GroundShape } from '../../../shared/query/place-ground.ts';
import { currentEngine } from '../../app/open-session.ts';

/** Metres to each side, and half of that up and down. */
const REACH = 160;
const HALF = 75;

const pathOf = (rings: readonly number[][], closed: boolean): string =>
  rings
    .map((ring) => {
      let path = '';
      for (let i = 0; i < ring.length; i += 2)
        path += `${i === 0 ? 'M' : 'L'}${ring[i].toFixed(1)} ${(-ring[i + 1]).toFixed(1)}`;
      return closed ? `${path}Z` : path;
    })
    .join('');

/** Nothing for a place that nobody knows on the map. */
export function PlaceMap({ place }: { place: CasePlace }) {
  const { formatMessage } = useIntl();
  const [shapes, setShapes] = useState<GroundShape[]>([]);
  const { lng, lat, building } = place;
  useEffect(() => {
    if (lng === null || lat === null) return;
    let current = true;
    currentEngine()
      .casePlaceGround([lng, lat], building, REACH)
      .then(
        (found) => current && setShapes(found),
        // The slip is as good without a map.
        () => undefined,
      );
    return () => {
      current = false;
    };
  }, [lng, lat, building]);
  if (lng === null || lat === null) return null;
  const name = formatMessage({ id: 'cases.slip.map' });
  return (
    <svg
      className="slip-map"
      role="img"
      aria-label={name}
      viewBox={`${-REACH} ${-HALF} ${2 * REACH} ${2 * HALF}`}
    >
      <title>{name}</title>
      {shapes.map(({ kind, name: called, rings }) => (
        <path
          key={`${kind} ${called} ${rings[0].slice(0, 4).join()}`}
          className={`slip-${kind}`}
          d={pathOf(rings, kind === 'building' || kind === 'own')}
        />
      ))}
      {shapes
        .filter(({ kind, name: called }) => called !== '' && (kind === 'building' || kind === 'own'))
        .map(({ kind, name: called, rings: [ring] }) => (
          <text
            key={`${called} ${ring[0]} ${ring[1]}`}
            x={middle(ring, 0)}
            // The mark of the place stands on its own building.
            y={-middle(ring, 1) - (kind === 'own' ? 16 : 0)}
          >
            {called}
          </text>
        ))}
      <g className="slip-here">
        <circle r="7" />
        <path d="M-12 0H12M0-12V12" />
      </g>
    </svg>
  );
}

function middle(ring: readonly number[], axis: 0 | 1): number {
  let [low, high] = [Infinity, -Infinity];
  for (let i = axis; i < ring.length; i += 2) {
    low = Math.min(low, ring[i]);
    high = Math.max(high, ring[i]);
  }
  return (low + high) / 2;
}
