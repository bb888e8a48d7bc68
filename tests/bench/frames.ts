/**
 * Maps to draw frames of, and the time of a frame: `map.redraw()` and a read of one pixel, which waits for the
 * picture. Owns cameras, the two maps and the rounds; the cases say what is compared.
 */
import type { Map as MapLibreMap } from 'maplibre-gl';
import { type MapSession, startMapSession } from '../../renderer/map/map-session.ts';
import type { MapEngine } from '../../renderer/map/map-view.ts';
import { maplibre } from '../../renderer/map/maplibre.ts';
import { type Camera, createMapStore, MARK_LAYERS, type MapStore } from '../../renderer/map/store.ts';
import type { Bounds } from '../../shared/query/selection.ts';
import { median, randomFrom } from './measure.ts';

const BEARINGS = 60;
/** The map is asked to settle (tiles, labels, marks) at this many bearings; frames are taken round each. */
const STOPS = 6;
const PITCH = 50;
export const EXTRUSIONS = 20_000;

export type Place = 'district' | 'street' | 'lane';
const ZOOM: Record<Exclude<Place, 'district'>, number> = { street: 15.5, lane: 17.6 };

/** `district`: the whole of it, as the map opens; nearer, the middle of it. */
export function cameraAt(
  place: Place,
  [west, south, east, north]: Bounds,
  center?: [number, number],
): Camera {
  const [lng, lat] = center ?? [(west + east) / 2, (south + north) / 2];
  // The width of the bounds over 1280 pixels less the margins that the map keeps, 512 px tiles.
  const whole = Math.log2(((1280 - 96) / 512) * (360 / (east - west)));
  return { lng, lat, zoom: place === 'district' ? whole : ZOOM[place], bearing: 0, pitch: PITCH };
}

function newContainer(): HTMLElement {
  const element = document.createElement('div');
  element.style.cssText = 'position: absolute; inset: 0; width: 1280px; height: 720px';
  document.body.append(element);
  return element;
}

const delay = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

function idle(map: MapLibreMap): Promise<void> {
  return new Promise((done) => {
    map.once('idle', () => done());
    map.triggerRepaint();
  });
}

export interface BenchMap {
  map: MapLibreMap;
  settle(): Promise<void>;
  remove(): void;
}

/** The program's own map, drawn from the worker; `marks`: all mark layers or none. */
export interface OwnMap extends BenchMap {
  store: MapStore;
  showMarks(on: boolean): void;
}

export async function ownMap(engine: MapEngine, camera: Camera, bounds: Bounds): Promise<OwnMap> {
  let asked = 0;
  let answered = 0;
  const counted: MapEngine = {
    tile: (z, x, y) => engine.tile(z, x, y),
    page: (request) => engine.page(request),
    drawnGround: (bounds) => engine.drawnGround(bounds),
    async marks(request) {
      asked++;
      try {
        return await engine.marks(request);
      } finally {
        answered++;
      }
    },
  };
  const store = createMapStore({ camera, home: bounds });
  const showMarks = (on: boolean) => {
    const layers = { ...store.getState().layers };
    for (const id of MARK_LAYERS) layers[id] = { ...layers[id], visible: on };
    store.getState().set({ layers });
  };
  showMarks(false);
  const callbacks = {
    onShape() {},
    onPick() {},
    onHover() {},
    onPaint() {},
    onContextMenu() {},
    onEscape() {},
    onAlerts() {},
    describePin: () => '',
    markPin: () => '',
    edge: { describe: () => '', distance: () => '', mark: () => '' },
  };
  const lost = () => {
    throw new Error('frame: the drawing context was lost');
  };
  const session: MapSession = await startMapSession(newContainer(), counted, store, callbacks, lost);
  const { map } = session.view;
  const settle = async () => {
    // Marks are asked for a moment after the camera rests, and what they bring is drawn after that.
    for (let before = -1; before !== answered || asked !== answered; ) {
      before = answered;
      await idle(map);
      await delay(250);
    }
    await idle(map);
  };
  return { map, store, settle, showMarks, remove: () => session.stop() };
}

/** 20,000 seeded boxes over the bounds, 8-40 m wide and 6-60 m high. */
function extrusions([west, south, east, north]: Bounds, count: number): GeoJSON.FeatureCollection {
  const random = randomFrom(20_000);
  const metre = 1 / 111_320;
  const features = Array.from({ length: count }, (): GeoJSON.Feature => {
    const x = west + random() * (east - west);
    const y = south + random() * (north - south);
    const w = ((8 + 32 * random()) * metre) / Math.cos((y * Math.PI) / 180);
    const h = (8 + 32 * random()) * metre;
    const ring = [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
      [x, y],
    ];
    const properties = { height: 6 + 54 * random() };
    return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } };
  });
  return { type: 'FeatureCollection', features };
}

/** MapLibre with its own defaults, a background and one layer of extrusions. */
export async function bareMap(camera: Camera, bounds: Bounds, share: number): Promise<BenchMap> {
  const { lng, lat, ...rest } = camera;
  const data = extrusions(bounds, Math.round(EXTRUSIONS * share));
  const map = new maplibre.Map({
    container: newContainer(),
    center: [lng, lat],
    ...rest,
    attributionControl: false,
    style: {
      version: 8,
      sources: { boxes: { type: 'geojson', data } },
      layers: [
        { id: 'background', type: 'background', paint: { 'background-color': '#0D1626' } },
        {
          id: 'boxes',
          type: 'fill-extrusion',
          source: 'boxes',
          paint: { 'fill-extrusion-color': '#30456A', 'fill-extrusion-height': ['get', 'height'] },
        },
      ],
    },
  });
  await map.once('load');
  const settle = () => idle(map);
  return { map, settle, remove: () => map.remove() };
}

const pixel = new Uint8Array(4);

/** Milliseconds of a frame at each bearing. */
function frames(map: MapLibreMap, bearings: readonly number[]): number[] {
  const gl = map.getCanvas().getContext('webgl2');
  if (!gl) throw new Error('frame: no WebGL2');
  return bearings.map((bearing) => {
    map.jumpTo({ bearing });
    const start = performance.now();
    map.redraw();
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.readPixels(640, 360, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
    return performance.now() - start;
  });
}

export interface Subject {
  map: BenchMap;
  /** Called before it is drawn. */
  before?(): void;
}

/**
 * Median milliseconds a frame of each subject over 60 bearings. At six stops every subject settles and draws ten
 * frames in turn, so that whatever else the machine does meets all alike.
 */
export async function compareFrames(subjects: readonly Subject[], smoke: boolean): Promise<number[]> {
  const stops = smoke ? 1 : STOPS;
  const around = smoke ? 1 : BEARINGS / STOPS;
  const times: number[][] = subjects.map(() => []);
  for (let stop = 0; stop < stops; stop++) {
    const middle = (360 / stops) * stop;
    const bearings = Array.from(
      { length: around },
      (_, i) => middle + (i - (around - 1) / 2) * (360 / BEARINGS),
    );
    for (const [i, { map, before }] of subjects.entries()) {
      before?.();
      map.map.jumpTo({ bearing: middle });
      await map.settle();
      // Buffers of this view are on their way to the GPU with the first frame.
      frames(map.map, bearings.slice(0, 1));
      times[i].push(...frames(map.map, bearings));
    }
  }
  return times.map(median);
}
