/**
 * The arithmetic of the scale bar and the coordinates readout. Owns no element.
 */

/** Metres per CSS pixel at a latitude and zoom (512 px tiles, Web Mercator). */
export function metresPerPixel(latitude: number, zoom: number): number {
  return (40_075_016.7 * Math.cos((latitude * Math.PI) / 180)) / (512 * 2 ** zoom);
}

/** The roundest length (1, 2, 5 times a power of ten) not wider than `pixels`. */
export function scaleBar(perPixel: number, pixels: number): { metres: number; pixels: number } {
  const most = perPixel * pixels;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [5, 2, 1].find((n) => n * power <= most) ?? 1;
  return { metres: step * power, pixels: (step * power) / perPixel };
}

/** Five decimals: about a metre. */
export function degreesText(lng: number, lat: number): string {
  return `${lat.toFixed(5)}, ${lng.toFixed(5)}`;
}
