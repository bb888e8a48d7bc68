/**
 * The 13 device pictograms, drawn as one family on a 24 x 24 field: strokes of one weight with round ends, no fill,
 * all within 3..21. Data only: whoever draws chooses colour, weight (1.8 at 24) and size.
 */
import type { DeviceKind } from '../../shared/model/words.ts';

/** SVG path data per kind; stroke it, do not fill it. */
export const DEVICE_PATHS: Record<DeviceKind, string> = {
  // A drop above a pipe.
  waterMeter:
    'M12 3.5C9.4 6.8 7.8 9 7.8 11.2a4.2 4.2 0 0 0 8.4 0C16.2 9 14.6 6.8 12 3.5ZM4 20h16M8 17.6V20M16 17.6V20',
  // A flame.
  gasLeak:
    'M12.6 3.5c.6 3.6 5.2 5.6 5.2 10.4A5.8 5.8 0 0 1 12 20a5.8 5.8 0 0 1-5.8-6c0-2.6 1.5-4 2.6-5.6.5 1.4 1.1 2.1 2 2.5-.4-2.9.2-5.5 1.8-7.4Z',
  // A ceiling detector with smoke rising to it.
  smoke:
    'M4 5h16M6.5 5v2.2c0 1 .8 1.8 1.8 1.8h7.4c1 0 1.8-.8 1.8-1.8V5M8.5 20c-1.6-2 1.4-3 0-5.6M12.4 20c-1.6-2 1.4-3 0-5.6M16.2 20c-1.6-2 1.4-3 0-5.6',
  // A house leaning off its plumb line.
  tilt: 'M4 20h16M7.6 20 10.8 5.4l7.6 1.7L15.6 20M5.2 5v9M3.4 11.6 5.2 14 7 11.6',
  // A house sinking below the line.
  subsidence: 'M4 14.5h3M17 14.5h3M7 18V8l5-4 5 4v10M12 10.5V20M9.4 17.6 12 20.4l2.6-2.8',
  // A hand-held button with waves.
  oneKey:
    'M12 12.2h.01M12 8.4a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6ZM6.6 6.8a7.6 7.6 0 0 0 0 10.8M17.4 6.8a7.6 7.6 0 0 1 0 10.8',
  // A bolt.
  electrical: 'M13.4 3.5 6 13.4h5.2L10 20.5l8-10.4h-5.4l.8-6.6Z',
  // A hydrant.
  hydrant:
    'M8.4 20V9.4a3.6 3.6 0 0 1 7.2 0V20M6 20h12M7 9.6h10M12 5.6V3.6M8.4 13H5.6v2.6h2.8M15.6 13h2.8v2.6h-2.8',
  // A cover seen from above.
  manhole: 'M12 3.8a8.2 8.2 0 1 0 0 16.4 8.2 8.2 0 0 0 0-16.4ZM8.2 9.4h7.6M7.4 12h9.2M8.2 14.6h7.6',
  // A gauge board in waves.
  waterLevel:
    'M9 3.8h6v10.4M9 3.8v10.4M9 7.2h2.6M9 10.6h2.6M3.6 16c1.4-1.2 2.8-1.2 4.2 0s2.8 1.2 4.2 0 2.8-1.2 4.2 0 2.8 1.2 4.2 0M3.6 20c1.4-1.2 2.8-1.2 4.2 0s2.8 1.2 4.2 0 2.8-1.2 4.2 0 2.8 1.2 4.2 0',
  // A plug with its lead.
  ebikeCharging: 'M9 3.6v4M15 3.6v4M6.8 7.6h10.4v3.2a5.2 5.2 0 0 1-10.4 0V7.6ZM12 16v4.4M12 20.4h5',
  // A door ajar.
  door: 'M4 20h16M6.6 20V4.6h10.8V20M6.6 4.6l6.6 2.6V20M10.6 13h.01',
  // A thermometer beside air.
  environment:
    'M9 13.2V5.6a2 2 0 0 0-4 0v7.6a4 4 0 1 0 4 0ZM7 9.6v6M13 7.4h5a1.9 1.9 0 1 0-1.8-2.5M13 11.4h7.4M13.6 15.4H18a2 2 0 1 1-1.8 2.8',
};
