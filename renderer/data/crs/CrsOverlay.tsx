/**
 * The places of a layer over the outlines of the open community, as the chosen system puts them: roads, footprints and points in one
 * small picture, with the distance between the two. Draws only; the frame is shared/model/import-outline.ts.
 */
import { useEffect, useMemo, useState } from 'react';
import { useIntl } from 'react-intl';
import {
  type CommunityOutline,
  type OverlayFrame,
  overlayFrame,
  type Paths,
  placesInDegrees,
} from '../../../shared/model/import-outline.ts';
import type { LayerLook, LayerPlan } from '../../../shared/model/import-plan.ts';
import { useSession } from '../../app/session.ts';
import { useDeskEngine } from '../desk-engine.tsx';

const WIDTH = 320;
const HEIGHT = 220;
/** Beyond this the community is but a dot in the frame: something is wrong, or it is another place. */
const FAR_METRES = 3_000;

export function CrsOverlay({ plan, look }: { plan: LayerPlan; look: LayerLook }) {
  const { formatMessage } = useIntl();
  const bounds = useSession((session) => session.community?.bounds ?? null);
  const outline = useOutline();
  const { swap, crs, factor } = plan;
  const shown = crs !== null || plan.crsHow !== 'unknown';
  const degrees = useMemo(
    () => (shown ? placesInDegrees({ swap, crs, factor }, look.places) : new Float64Array(0)),
    [shown, swap, crs, factor, look.places],
  );
  const frame = useMemo(() => overlayFrame(degrees, bounds, WIDTH, HEIGHT), [degrees, bounds]);
  return (
    <figure className="crs-overlay">
      <svg
        role="img"
        aria-label={formatMessage({ id: 'import.overlay' })}
        width={WIDTH}
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      >
        <rect width={WIDTH} height={HEIGHT} className="crs-ground" />
        {outline && <path className="crs-roads" d={lineOf(outline.roads, frame)} />}
        {outline && <path className="crs-footprints" d={lineOf(outline.footprints, frame)} />}
        <path className="crs-places" d={dotsOf(degrees, frame)} />
      </svg>
      <figcaption>{shown ? <Where frame={frame} /> : formatMessage({ id: 'data.crs.choose' })}</figcaption>
    </figure>
  );
}

function Where({ frame }: { frame: OverlayFrame }) {
  const { formatMessage } = useIntl();
  const { metres, placed, of } = frame;
  return (
    <>
      {metres !== null && (
        <span className={metres > FAR_METRES ? 'crs-far' : undefined}>
          {metres < 10_000
            ? formatMessage({ id: 'import.overlay.metres' }, { metres: Math.round(metres) })
            : formatMessage({ id: 'import.overlay.kilometres' }, { kilometres: Math.round(metres / 1000) })}
        </span>
      )}
      <span> {formatMessage({ id: 'import.overlay.placed' }, { placed, of })}</span>
    </>
  );
}

/** Asked once for each community. */
function useOutline(): CommunityOutline | null {
  const engine = useDeskEngine();
  const generation = useSession((session) => session.community?.generation);
  const [outline, setOutline] = useState<CommunityOutline | null>(null);
  useEffect(() => {
    let asked = true;
    setOutline(null);
    if (generation)
      engine?.outline().then(
        (found) => asked && setOutline(found),
        // Without outlines the places and the distance are shown all the same.
        () => undefined,
      );
    return () => {
      asked = false;
    };
  }, [engine, generation]);
  return outline;
}

function lineOf(paths: Paths, { x, y }: OverlayFrame): string {
  let line = '';
  let pen = 'M';
  for (let at = 0; at + 1 < paths.length; at += 2) {
    if (Number.isNaN(paths[at])) {
      pen = 'M';
      continue;
    }
    line += `${pen}${x(paths[at]).toFixed(1)} ${y(paths[at + 1]).toFixed(1)}`;
    pen = 'L';
  }
  return line;
}

/** Small squares: one path for all of them. */
function dotsOf(degrees: Float64Array, { x, y }: OverlayFrame): string {
  let dots = '';
  for (let at = 0; at + 1 < degrees.length; at += 2)
    if (!Number.isNaN(degrees[at]))
      dots += `M${(x(degrees[at]) - 1.5).toFixed(1)} ${(y(degrees[at + 1]) - 1.5).toFixed(1)}h3v3h-3z`;
  return dots;
}
