/**
 * The imperative owner of one map: one WebGL context from birth to removal, the basemap, feature states, camera,
 * pictures. Knows no store and no React: reconcile.ts tells it what to show. All state comes from outside, so a view
 * lost with its context is simply built again.
 */

import type { Layer } from '@deck.gl/core';
import { ScatterplotLayer } from '@deck.gl/layers';
import { MapboxOverlay } from '@deck.gl/mapbox';
import type { Map as MapLibreMap, StyleSpecification } from 'maplibre-gl';
import type { Bounds } from '../../shared/query/selection.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import { applyStyle } from './apply-style.ts';
import { FeatureStates } from './feature-states.ts';
import { followForeignBasemap } from './foreign-basemap.ts';
import type { MapLook } from './look.ts';
import { type MarksDevice, pictureOf } from './map-picture.ts';
import { maplibre } from './maplibre.ts';
import { followScans } from './scan-layer.ts';
import type { Camera } from './store.ts';
import { FIRST_LABEL, mapStyle } from './style.ts';
import { registerTiles } from './tile-protocol.ts';

/** Degrees a map that is not flat may be tilted. */
export const MOST_PITCH = 70;

/** What the map needs of the data worker. */
export type MapEngine = Pick<DataEngine, 'tile' | 'marks' | 'page' | 'drawnGround'>;

export interface MapView {
  readonly map: MapLibreMap;
  readonly overlay: MapboxOverlay;
  readonly states: FeatureStates;
  /** Most marks to draw at once on this machine. */
  readonly budget: number;
  /** There is no graphics card: the processor draws. */
  readonly software: boolean;
  look(): MapLook;
  setLook(change: Partial<MapLook>): void;
  setCamera(camera: Camera, animate: boolean): void;
  camera(): Camera;
  fit(bounds: Bounds, options?: { animate?: boolean }): void;
  /** A new generation or plan: tiles are asked for again. */
  reloadTiles(version: number): void;
  /** The map as PNG at `ratio` device pixels per CSS pixel; drawn anew, so never blank. */
  picture(ratio: number): Promise<Blob>;
  remove(): void;
}

/**
 * Draws nothing and is always there. The overlay keeps one layer of the style per place that its layers ask for and takes it
 * out when none is left, so a community without marks in view would take a layer out of a style whose labels are being placed.
 */
export const markRoom = (): Layer =>
  new ScatterplotLayer({ id: 'marks-room', data: [], beforeId: FIRST_LABEL } as never);

/** Measured on SwiftShader: 10,000 marks double a frame, so a software renderer gets 6,000. */
const SOFTWARE_BUDGET = 6_000;
const HARDWARE_BUDGET = 24_000;

/** Whether WebGL draws without a graphics card here; asked of a context of its own, before the map's is made. */
function isSoftwareRenderer(): boolean {
  const gl = document.createElement('canvas').getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  const name = gl && info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : '';
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return /swiftshader|llvmpipe|software|basic render/i.test(name);
}

/** Where the camera is, to be compared with where it was. */
function placeOf(map: MapLibreMap): string {
  const { lng, lat } = map.getCenter();
  return [lng, lat, map.getZoom(), map.getBearing(), map.getPitch()].join();
}

/** Loads every slice of the bundled face that the page declares: glyphs drawn before would stay boxes. */
async function fontsReady(): Promise<void> {
  await Promise.allSettled([...document.fonts].map((face) => face.load()));
}

function newMap(
  container: HTMLElement,
  style: StyleSpecification,
  camera: Camera,
  antialias: boolean,
): MapLibreMap {
  return new maplibre.Map({
    container,
    style,
    center: [camera.lng, camera.lat],
    zoom: camera.zoom,
    bearing: camera.bearing,
    pitch: camera.pitch,
    minZoom: 8,
    maxZoom: 21,
    maxPitch: MOST_PITCH,
    attributionControl: false,
    boxZoom: false,
    doubleClickZoom: false,
    fadeDuration: 150,
    maxTileCacheSize: 120,
    canvasContextAttributes: { antialias, preserveDrawingBuffer: false },
    validateStyle: false,
  });
}

/** Where the interface is scaled (shell.css) the map has as many pixels as the screen, not as the layout. */
function keepSharp(map: MapLibreMap, container: HTMLElement): void {
  let last = 1;
  const sharpen = () => {
    const scale = container.currentCSSZoom;
    if (scale === last) return;
    last = scale;
    map.setPixelRatio(devicePixelRatio * scale);
  };
  map.on('resize', sharpen);
  sharpen();
}

/** Builds the map in the container; resolves when its style is there (tiles follow). */
export async function createMapView(
  container: HTMLElement,
  engine: MapEngine,
  first: { look: MapLook; camera: Camera },
): Promise<MapView> {
  await fontsReady();
  const source = registerTiles(engine);
  let look: MapLook = { ...first.look, tiles: `${source.key}.1` };
  let style = mapStyle(look);
  // Without a graphics card every sample of a pixel is drawn by the processor; lines and text are smooth without.
  const software = isSoftwareRenderer();
  const map = newMap(container, style, first.camera, !software);
  keepSharp(map, container);
  map.touchZoomRotate.enable();
  let device: MarksDevice | null = null;
  const overlay = new MapboxOverlay({
    interleaved: true,
    layers: [markRoom()],
    onDeviceInitialized(made) {
      device = made;
    },
  });
  await new Promise<void>((done) => map.once('style.load', () => done()));
  map.addControl(overlay);
  const states = new FeatureStates(map);
  const unfollow = followForeignBasemap(map);
  const unscan = followScans(map);

  const setLook = (change: Partial<MapLook>) => {
    look = { ...look, ...change };
    const next = mapStyle(look);
    applyStyle(map, style, next);
    style = next;
  };
  let waiting: Bounds | null = null;
  let framed: { bounds: Bounds; camera: string } | null = null;
  const reducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
  const view: MapView = {
    map,
    overlay,
    states,
    software,
    budget: software ? SOFTWARE_BUDGET : HARDWARE_BUDGET,
    look: () => look,
    setLook,
    setCamera(camera, animate) {
      const { lng, lat, ...rest } = camera;
      const options = { center: [lng, lat] as [number, number], ...rest };
      if (animate && !reducedMotion()) map.easeTo({ ...options, duration: 200 });
      else map.jumpTo(options);
    },
    camera() {
      const { lng, lat } = map.getCenter();
      return { lng, lat, zoom: map.getZoom(), bearing: map.getBearing(), pitch: map.getPitch() };
    },
    fit(bounds, { animate = true } = {}) {
      // Out of the window the map has no size to fit into: it is done once it is back.
      waiting = container.clientWidth === 0 ? bounds : null;
      if (waiting) return;
      const [west, south, east, north] = bounds;
      // A room smaller than twice the padding would fit nothing at all.
      const least = Math.min(container.clientWidth, container.clientHeight);
      framed = null;
      map.once('moveend', () => {
        framed = { bounds, camera: placeOf(map) };
      });
      map.fitBounds([west, south, east, north], {
        padding: Math.min(48, least / 8),
        maxZoom: 18.5,
        bearing: map.getBearing(),
        pitch: map.getPitch(),
        animate: animate && !reducedMotion(),
        duration: 200,
      });
    },
    reloadTiles(version) {
      states.clear();
      setLook({ tiles: `${source.key}.${version}` });
    },
    picture: (ratio) => pictureOf(map, device, ratio),
    remove() {
      unfollow();
      unscan();
      source.release();
      map.remove();
    },
  };
  map.on('resize', () => {
    if (container.clientWidth === 0) return;
    // What nobody has moved away from stays in its frame when the window, a panel or the full screen changes the room.
    const kept = framed?.camera === placeOf(map) ? framed.bounds : null;
    const bounds = waiting ?? kept;
    if (bounds) view.fit(bounds, { animate: false });
  });
  return view;
}
