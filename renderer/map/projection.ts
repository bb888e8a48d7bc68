/**
 * Where a place of the world stands on the screen, heights included. Owns the one projection that marks, pins and hits
 * agree on; it is the camera's at the moment of asking.
 */
import { WebMercatorViewport } from '@deck.gl/core';
import type { MapView } from './map-view.ts';

/** Screen position of lng, lat (degrees) and height (metres) in CSS pixels of the map's canvas. */
export type Project = (lng: number, lat: number, height: number) => [number, number];

/** The projection of the camera as it stands now. */
export function projection(view: MapView): Project {
  const { map } = view;
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const { lng, lat } = map.getCenter();
  const viewport = new WebMercatorViewport({
    width,
    height,
    longitude: lng,
    latitude: lat,
    zoom: map.getZoom(),
    bearing: map.getBearing(),
    pitch: map.getPitch(),
    fovy: map.getVerticalFieldOfView(),
  });
  return (x, y, z) => {
    const [px, py] = viewport.project([x, y, z]);
    return [px, py];
  };
}
