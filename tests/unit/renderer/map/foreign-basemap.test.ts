/** Layers of someone else's tiles: pictures as one layer, vector tiles two quiet layers per name, none of ours among them. */
import { expect, it, vi } from 'vitest';

vi.mock('../../../../renderer/map/maplibre.ts', () => ({ maplibre: { addProtocol: () => {} } }));
const { followForeignBasemap, foreignBasemap, layersOf } = await import(
  '../../../../renderer/map/foreign-basemap.ts'
);

it('draws pictures as they are', () => {
  expect(layersOf({ format: 'png', vectorLayers: [] }).map(({ id, type }) => [id, type])).toEqual([
    ['foreign', 'raster'],
  ]);
});

it('draws areas and lines of every vector layer', () => {
  const layers = layersOf({ format: 'pbf', vectorLayers: ['water', 'roads'] });
  expect(layers.map(({ type }) => type)).toEqual(['fill', 'line', 'fill', 'line']);
  expect(new Set(layers.map(({ id }) => id)).size).toBe(4);
});

/** As much of a map as is asked for: sources, layers, and where they were put. */
function standIn() {
  const sources = new Set<string>();
  const layers: { id: string }[] = [{ id: 'background' }, { id: 'land' }];
  return {
    sources,
    layers,
    addSource: (id: string) => sources.add(id),
    removeSource: (id: string) => sources.delete(id),
    getSource: (id: string) => (sources.has(id) ? {} : undefined),
    getLayer: (id: string) => layers.find((layer) => layer.id === id),
    getStyle: () => ({ layers: [...layers] }),
    addLayer: (layer: { id: string }, above?: string) =>
      layers.splice(above ? layers.findIndex(({ id }) => id === above) : layers.length, 0, layer),
    removeLayer: (id: string) =>
      layers.splice(
        layers.findIndex((layer) => layer.id === id),
        1,
      ),
  };
}

it('comes below ours and goes without a trace; a map that is gone is left alone', () => {
  const map = standIn();
  const stop = followForeignBasemap(map as never);
  const info = {
    name: '',
    attribution: '',
    format: 'png',
    minZoom: 0,
    maxZoom: 14,
    bounds: null,
    vectorLayers: [],
  } as const;
  const tile = async () => new Uint8Array(0);
  foreignBasemap.setState({ basemap: { info: { ...info, vectorLayers: [] }, tile } });
  expect(map.layers.map(({ id }) => id)).toEqual(['background', 'foreign', 'land']);
  foreignBasemap.setState({ basemap: { info: { ...info, format: 'pbf', vectorLayers: ['roads'] }, tile } });
  expect(map.layers.map(({ id }) => id)).toEqual([
    'background',
    'foreign-fill-roads',
    'foreign-line-roads',
    'land',
  ]);
  foreignBasemap.setState({ basemap: null });
  expect([map.layers.map(({ id }) => id), map.sources.size]).toEqual([['background', 'land'], 0]);
  stop();
  foreignBasemap.setState({ basemap: { info: { ...info, vectorLayers: [] }, tile } });
  expect(map.sources.size).toBe(0);
  foreignBasemap.setState({ basemap: null });
});
