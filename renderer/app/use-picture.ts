/** Saves the map as it stands as a PNG file, and puts it on the clipboard where the browser allows it. */
import { useCallback } from 'react';
import type { MapView } from '../map/map-view.ts';
import { noteExport } from './access/audit-notes.ts';
import { saveFile } from './save-file.ts';

/** Device pixels per CSS pixel of a saved picture: sharp on paper. */
const RATIO = 2;

/** @returns undefined while there is no map. */
export function usePicture(view: MapView | null): (() => void) | undefined {
  const take = useCallback(async () => {
    if (!view) return;
    const picture = await view.picture(RATIO);
    await noteExport({ count: 0, format: 'png', table: 'map', personal: 0, purpose: null });
    saveFile(picture, `linli-map-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.png`);
    try {
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
    } catch {
      // No permission for the clipboard: the file is there all the same.
    }
  }, [view]);
  return view ? () => void take() : undefined;
}
