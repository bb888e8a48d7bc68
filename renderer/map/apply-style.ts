/**
 * Carries a style over to a living map by setting only what changed, so that layers drawn by others (marks) and
 * loaded tiles stay. Owns the comparison; both styles must have the same layers in the same order.
 */
import type { LayerSpecification, Map as MapLibreMap, StyleSpecification } from 'maplibre-gl';

export interface StyleChange {
  layer: string;
  kind: 'paint' | 'layout' | 'filter' | 'zoom';
  property: string;
  value: unknown;
}

type Bag = Record<string, unknown>;
const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

function bagChanges(layer: string, kind: 'paint' | 'layout', before: Bag, after: Bag): StyleChange[] {
  const changes: StyleChange[] = [];
  for (const property of new Set([...Object.keys(before), ...Object.keys(after)]))
    if (!same(before[property], after[property]))
      changes.push({ layer, kind, property, value: after[property] });
  return changes;
}

/** What turns one list of layers into the other. */
export function styleChanges(before: LayerSpecification[], after: LayerSpecification[]): StyleChange[] {
  const old = new Map(before.map((layer) => [layer.id, layer]));
  return after.flatMap((layer) => {
    const was = old.get(layer.id);
    if (!was) return [];
    const changes = [
      ...bagChanges(layer.id, 'layout', (was.layout ?? {}) as Bag, (layer.layout ?? {}) as Bag),
      ...bagChanges(layer.id, 'paint', (was.paint ?? {}) as Bag, (layer.paint ?? {}) as Bag),
    ];
    const filterOf = (l: LayerSpecification) => ('filter' in l ? l.filter : undefined);
    if (!same(filterOf(was), filterOf(layer)))
      changes.push({ layer: layer.id, kind: 'filter', property: 'filter', value: filterOf(layer) });
    if (was.minzoom !== layer.minzoom || was.maxzoom !== layer.maxzoom)
      changes.push({
        layer: layer.id,
        kind: 'zoom',
        property: 'zoom',
        value: [layer.minzoom ?? 0, layer.maxzoom ?? 24],
      });
    return changes;
  });
}

/** Applies the difference of two styles to the map. */
export function applyStyle(map: MapLibreMap, before: StyleSpecification, after: StyleSpecification): void {
  if (after.light && !same(before.light, after.light)) map.setLight(after.light);
  for (const change of styleChanges(before.layers, after.layers)) {
    if (change.kind === 'layout')
      map.setLayoutProperty(change.layer, change.property, change.value, { validate: false });
    else if (change.kind === 'paint')
      map.setPaintProperty(change.layer, change.property, change.value, { validate: false });
    else if (change.kind === 'filter') map.setFilter(change.layer, change.value as never);
    else map.setLayerZoomRange(change.layer, ...(change.value as [number, number]));
  }
  for (const [id, source] of Object.entries(after.sources)) {
    if (source.type !== 'vector' || same(source, before.sources[id])) continue;
    const living = map.getSource(id);
    if (living?.type === 'vector' && 'setTiles' in living)
      (living as { setTiles(t: string[]): void }).setTiles(source.tiles ?? []);
  }
}
