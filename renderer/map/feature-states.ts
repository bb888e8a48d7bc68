/**
 * Keeps the feature states of the basemap in step with sets and maps handed in: only what changed is set. Owns
 * `selected`, `staged`, `grid`, `tint` and `hover`; knows nothing of why.
 */
import type { Map as MapLibreMap } from 'maplibre-gl';

/** The part of a map that states go to. */
export type StateTarget = Pick<MapLibreMap, 'setFeatureState' | 'removeFeatureState'>;

type Layer = 'buildings' | 'grids';

export class FeatureStates {
  private readonly map: StateTarget;
  private selected = new Set<number>();
  private staged = new Map<number, number>();
  private tints = new Map<number, number>();
  private hovered: { layer: Layer; row: number } | null = null;

  constructor(map: StateTarget) {
    this.map = map;
  }

  private put(layer: Layer, row: number, state: Record<string, unknown>): void {
    this.map.setFeatureState({ source: 'basemap', sourceLayer: layer, id: row }, state);
  }

  private drop(layer: Layer, row: number, key: string): void {
    this.map.removeFeatureState({ source: 'basemap', sourceLayer: layer, id: row }, key);
  }

  select(rows: Iterable<number>): void {
    const next = new Set(rows);
    for (const row of this.selected) if (!next.has(row)) this.drop('buildings', row, 'selected');
    for (const row of next) if (!this.selected.has(row)) this.put('buildings', row, { selected: true });
    this.selected = next;
  }

  /** Buildings on their way to another grid: shown in that grid's colour. */
  stage(next: ReadonlyMap<number, number>): void {
    for (const row of this.staged.keys()) if (!next.has(row)) this.drop('buildings', row, 'grid');
    for (const [row, grid] of next) if (this.staged.get(row) !== grid) this.put('buildings', row, { grid });
    this.staged = new Map(next);
  }

  /** @param next share 0..1 per grid row */
  tint(next: ReadonlyMap<number, number>): void {
    for (const row of this.tints.keys()) if (!next.has(row)) this.drop('grids', row, 'tint');
    for (const [row, tint] of next) if (this.tints.get(row) !== tint) this.put('grids', row, { tint });
    this.tints = new Map(next);
  }

  hover(layer: Layer, row: number | null): void {
    const before = this.hovered;
    if (before && before.layer === layer && before.row === row) return;
    if (before) this.drop(before.layer, before.row, 'hover');
    this.hovered = row === null ? null : { layer, row };
    if (row !== null) this.put(layer, row, { hover: true });
  }

  /** Forgets everything, as the rows are about to mean something else. */
  clear(): void {
    this.select([]);
    this.stage(new Map());
    this.tint(new Map());
    this.hover('buildings', null);
  }
}
