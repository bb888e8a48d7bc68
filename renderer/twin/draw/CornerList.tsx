/** Corners of the sketch as numbers: to be read, typed and taken away without a pointer. Owns the texts while they are typed. */
import { useState } from 'react';
import { type Corner, storedCorner } from '../../../shared/geo/outline.ts';
import { keepSketch } from '../../map/draw/draw-store.ts';
import { insertVertex, moveVertex, pathsOf, removeVertex, type Sketch } from '../../map/draw/sketch.ts';
import { middle } from '../../map/draw/vertices.mode.ts';
import { useWording } from '../wording.ts';

/** More corners than anybody corrects by typing. */
const MOST_SHOWN = 60;

export function CornerList({ sketch }: { sketch: Sketch }) {
  const { t } = useWording();
  const rows = pathsOf(sketch).flatMap(({ corners }, path) =>
    corners.map((corner, index) => ({ path, index, corner })),
  );
  return (
    <details className="draw-corners">
      <summary>{t('draw.corners', { count: rows.length })}</summary>
      <ol>
        {rows.slice(0, MOST_SHOWN).map(({ path, index, corner }) => (
          <li key={`${path}.${index}`}>
            <CornerInput
              name={t('draw.corner', { number: index + 1 })}
              corner={corner}
              onCorner={(to) => keepSketch(moveVertex(sketch, path, index, to), sketch)}
            />
            <button
              type="button"
              className="twin-icon"
              aria-label={t('draw.corner.add', { number: index + 1 })}
              title={t('draw.corner.add', { number: index + 1 })}
              onClick={() => {
                const { corners } = pathsOf(sketch)[path];
                const at = middle(corner, corners[(index + 1) % corners.length]);
                keepSketch(insertVertex(sketch, path, index, at), sketch);
              }}
            >
              +
            </button>
            <button
              type="button"
              className="twin-icon"
              aria-label={t('draw.corner.remove', { number: index + 1 })}
              title={t('draw.corner.remove', { number: index + 1 })}
              onClick={() => keepSketch(removeVertex(sketch, path, index), sketch)}
            >
              ×
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}

const textOf = ([lng, lat]: Corner) => `${lng.toFixed(7)}, ${lat.toFixed(7)}`;

/** `lng, lat` in degrees; null: not a place. */
export function cornerOfText(text: string): [number, number] | null {
  const parts = text.trim().split(/[\s,，;；]+/);
  if (parts.length !== 2) return null;
  const [lng, lat] = parts.map(Number);
  const ok = Number.isFinite(lng) && Number.isFinite(lat) && Math.abs(lng) <= 180 && Math.abs(lat) <= 85;
  return ok ? storedCorner([lng, lat]) : null;
}

interface InputProps {
  name: string;
  corner: Corner;
  onCorner(to: [number, number]): void;
}

function CornerInput({ name, corner, onCorner }: InputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && cornerOfText(typed) === null;
  const take = () => {
    const to = typed === null ? null : cornerOfText(typed);
    if (to && (to[0] !== corner[0] || to[1] !== corner[1])) onCorner(to);
    setTyped(null);
  };
  return (
    <input
      aria-label={name}
      aria-invalid={wrong}
      value={typed ?? textOf(corner)}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault();
          take();
        }
      }}
    />
  );
}
