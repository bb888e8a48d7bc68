/**
 * A basemap of someone else below ours: tiles of a file a person chose for this session, else those of the online basemap that the host
 * serves. Owns its source and layers on every living map, and serves `linli-base://<z>/<x>/<y>` to MapLibre. Off until chosen; asks no
 * one but who gave the tiles.
 */
import type { LayerSpecification, Map as MapLibreMap } from 'maplibre-gl';
import { createStore } from 'zustand/vanilla';
import type { TileArchiveInfo } from '../../shared/formats/tile-archive.ts';
import { maplibre } from './maplibre.ts';

export interface ForeignBasemap {
  info: TileArchiveInfo;
  /** Empty where there is no tile. */
  tile(z: number, x: number, y: number): Promise<Uint8Array>;
}

/** What lies below our map; null: nothing. */
export const foreignBasemap = createStore<{ basemap: ForeignBasemap | null }>(() => ({ basemap: null }));
/** The online basemap, where one is set: shown while no file is chosen. */
export const onlineLayer = createStore<{ basemap: ForeignBasemap | null }>(() => ({ basemap: null }));

const below = (): ForeignBasemap | null =>
  foreignBasemap.getState().basemap ?? onlineLayer.getState().basemap;

const SOURCE = 'foreign';
/** Our lowest shapes: everything of the other basemap is below. */
const ABOVE = 'land';
let added = false;
let chosen = 0;

function addProtocol(): void {
  if (added) return;
  added = true;
  maplibre.addProtocol('linli-base', async ({ url }) => {
    const match = /^linli-base:\/\/\d+\/(\d+)\/(\d+)\/(\d+)$/.exec(url);
    const basemap = below();
    if (!match || !basemap) return { data: new ArrayBuffer(0) };
    const [z, x, y] = match.slice(1).map(Number);
    return { data: (await basemap.tile(z, x, y)).slice().buffer };
  });
}

/** Keeps the map's lowest layers as the store says, until the map is removed. Call once its style is there. */
export function followForeignBasemap(map: MapLibreMap): () => void {
  addProtocol();
  let shown: ForeignBasemap | null = null;
  const show = () => {
    const basemap = below();
    if (basemap === shown) return;
    shown = basemap;
    remove(map);
    if (basemap) add(map, basemap.info, ++chosen);
  };
  show();
  const stops = [foreignBasemap.subscribe(show), onlineLayer.subscribe(show)];
  return () => {
    for (const stop of stops) stop();
  };
}

function add(map: MapLibreMap, info: TileArchiveInfo, version: number): void {
  const vector = info.format === 'pbf';
  map.addSource(SOURCE, {
    type: vector ? 'vector' : 'raster',
    tiles: [`linli-base://${version}/{z}/{x}/{y}`],
    minzoom: info.minZoom,
    maxzoom: info.maxZoom,
    ...(vector ? {} : { tileSize: 256 }),
    ...(info.bounds ? { bounds: info.bounds } : {}),
  });
  const above = map.getLayer(ABOVE) ? ABOVE : undefined;
  for (const layer of layersOf(info)) map.addLayer(layer, above);
}

/** Pictures as they are; the layers of vector tiles in a quiet grey that reads on both grounds. */
export function layersOf({
  format,
  vectorLayers,
}: Pick<TileArchiveInfo, 'format' | 'vectorLayers'>): LayerSpecification[] {
  if (format !== 'pbf') return [{ id: SOURCE, type: 'raster', source: SOURCE }];
  return vectorLayers.flatMap((name): LayerSpecification[] => [
    {
      id: `${SOURCE}-fill-${name}`,
      type: 'fill',
      source: SOURCE,
      'source-layer': name,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': '#808080', 'fill-opacity': 0.12 },
    },
    {
      id: `${SOURCE}-line-${name}`,
      type: 'line',
      source: SOURCE,
      'source-layer': name,
      filter: ['in', ['geometry-type'], ['literal', ['LineString', 'Polygon']]],
      paint: { 'line-color': '#808080', 'line-opacity': 0.5, 'line-width': 1 },
    },
  ]);
}

function remove(map: MapLibreMap): void {
  for (const { id } of map.getStyle().layers)
    if (id === SOURCE || id.startsWith(`${SOURCE}-`)) map.removeLayer(id);
  if (map.getSource(SOURCE)) map.removeSource(SOURCE);
}
