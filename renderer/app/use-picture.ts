/** Saves the map as it stands as a PNG file, and puts it on the clipboard where the browser allows it. Says what became of it. */
import { useCallback, useEffect, useState } from 'react';
import type { MapView } from '../map/map-view.ts';
import { noteExport } from './access/audit-notes.ts';
import { saveFile } from './save-file.ts';

/** Device pixels per CSS pixel of a saved picture: sharp on paper. */
const RATIO = 2;
/** How long the outcome is shown, ms. */
const SAID_MS = 6_000;

export interface PictureTaking {
  take(): void;
  /** Message id of the outcome, for a while; null: nothing to say. */
  said: 'map.picture.saved' | 'map.picture.copied' | 'error.map.picture' | null;
}

/** @returns undefined while there is no map. */
export function usePicture(view: MapView | null): PictureTaking | undefined {
  const [said, setSaid] = useState<PictureTaking['said']>(null);
  const take = useCallback(async () => {
    if (view) await takePicture(view, setSaid);
  }, [view]);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return view ? { take: () => void take(), said } : undefined;
}

async function takePicture(view: MapView, say: (said: PictureTaking['said']) => void): Promise<void> {
  let picture: Blob;
  try {
    picture = await view.picture(RATIO);
  } catch {
    return say('error.map.picture');
  }
  await noteExport({ count: 0, format: 'png', table: 'map', personal: 0, purpose: null });
  saveFile(picture, `linli-map-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.png`);
  say('map.picture.saved');
  // A browser may ask first, or never answer: the file is there all the same.
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]).then(
    () => say('map.picture.copied'),
    () => undefined,
  );
}
