/**
 * The expressions that layers of the basemap share: kinds, states, widths in metres. Owns no layer.
 */
import type { ExpressionSpecification } from 'maplibre-gl';

export type Expression = ExpressionSpecification;

/** The source of everything cut by the data worker. */
export const BASEMAP = 'basemap';

export const kindIs = (...kinds: string[]): Expression => ['in', ['get', 'kind'], ['literal', kinds]];
export const isPolygon: Expression = ['==', ['geometry-type'], 'Polygon'];
export const isState = (name: string): Expression => ['boolean', ['feature-state', name], false];

/** Screen pixels of a width in metres at every zoom (512 px tiles, Web Mercator at this latitude). */
export function metres(latitude: number, width: Expression | number, least: [number, number]): Expression {
  const pixels = (zoom: number) => (512 * 2 ** zoom) / (40_075_016.7 * Math.cos((latitude * Math.PI) / 180));
  const at = (zoom: number, minimum: number): Expression => ['max', minimum, ['*', width, pixels(zoom)]];
  return [
    'interpolate',
    ['exponential', 2],
    ['zoom'],
    10,
    at(10, least[0]),
    15,
    at(15, least[1]),
    20,
    at(20, least[1]),
  ];
}
