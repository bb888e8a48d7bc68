/** The pictogram of a device's kind, as on the map. Decorative: the kind stands beside it in words. */
import { useEffect, useRef } from 'react';
import { usePreferences } from '../../app/preferences.ts';
import { PALETTES } from '../../map/palette.ts';
import { DEVICE_KINDS, drawSymbol } from '../../map/symbols.ts';

export function DevicePictogram({ kind }: { kind: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = usePreferences((preferences) => preferences.theme);
  const index = DEVICE_KINDS.findIndex((each) => each === kind);
  useEffect(() => {
    if (canvas.current) drawSymbol(canvas.current, 'devices', PALETTES[theme], index);
  }, [theme, index]);
  return index < 0 ? null : <canvas ref={canvas} className="twin-pictogram" aria-hidden="true" />;
}
