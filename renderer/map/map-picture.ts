/**
 * Takes the map as a picture: basemap and marks, sharper than the screen. Owns the change of pixel ratio meanwhile; saving is
 * the caller's.
 */
import type { Map as MapLibreMap } from 'maplibre-gl';

/** What of deck.gl's device a picture needs. */
export interface MarksDevice {
  readonly canvasContext: { setDrawingBufferSize(width: number, height: number): void } | null;
}

/** Longest wait for tiles before a picture is taken of what is there, ms. */
const PICTURE_WAIT = 8_000;

async function settled(map: MapLibreMap): Promise<void> {
  await new Promise<void>((done) => {
    const timer = setTimeout(done, PICTURE_WAIT);
    map.once('idle', () => {
      clearTimeout(timer);
      done();
    });
    map.triggerRepaint();
  });
}

/** The marks measure the canvas only when its box changes, which a change of ratio alone does not: they are told. */
function setRatio(map: MapLibreMap, marks: MarksDevice | null, ratio: number): void {
  if (ratio === map.getPixelRatio()) return;
  map.setPixelRatio(ratio);
  const { width, height } = map.getCanvas();
  marks?.canvasContext?.setDrawingBufferSize(width, height);
}

/** The map as it stands at `ratio` device pixels per CSS pixel, as PNG. Throws MapPictureError. */
export async function pictureOf(map: MapLibreMap, marks: MarksDevice | null, ratio: number): Promise<Blob> {
  const before = map.getPixelRatio();
  setRatio(map, marks, ratio);
  if (ratio !== before || !map.loaded()) await settled(map);
  try {
    // The drawing buffer is kept only until the next frame: draw and read in one turn.
    map.redraw();
    const source = map.getCanvas();
    const copy = document.createElement('canvas');
    copy.width = source.width;
    copy.height = source.height;
    copy.getContext('2d')?.drawImage(source, 0, 0);
    return await new Promise<Blob>((done, fail) =>
      copy.toBlob((blob) => (blob ? done(blob) : fail(new MapPictureError())), 'image/png'),
    );
  } finally {
    setRatio(map, marks, before);
  }
}

/** The browser gave no picture (out of memory, or the canvas is too large). */
export class MapPictureError extends Error {
  readonly code = 'map.picture';
}
