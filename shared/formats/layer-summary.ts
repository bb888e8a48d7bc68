/**
 * What the records of a layer turn out to be: kind of geometry, bounds, fields and number, gathered one by one. Owns
 * the gathering only.
 */
import { FieldTypes } from './field-types.ts';
import type { DeclaredCrs, LayerGeometry, LayerInfo } from './opened-file.ts';
import type { RawGeometry } from './source-record.ts';

export class LayerSummary {
  features = 0;
  private readonly fields = new FieldTypes();
  private readonly kinds = new Set<LayerGeometry>();
  private readonly bounds = [Infinity, Infinity, -Infinity, -Infinity];

  add(geometry: RawGeometry | null, fields: Readonly<Record<string, unknown>>): void {
    this.features++;
    this.fields.add(fields);
    if (geometry === null) return;
    this.kinds.add(kindOf(geometry.type));
    this.stretch(geometry.coordinates, 0);
  }

  /** A record that is there but could not be read. */
  addUnread(): void {
    this.features++;
  }

  info(name: string, crs: DeclaredCrs | null): LayerInfo {
    const [minX, minY, maxX, maxY] = this.bounds;
    const geometry =
      this.kinds.size === 0
        ? 'none'
        : this.kinds.size === 1
          ? ([...this.kinds][0] as LayerGeometry)
          : 'mixed';
    return {
      name,
      geometry,
      features: this.features,
      fields: this.fields.list(),
      bounds: minX <= maxX && minY <= maxY ? [minX, minY, maxX, maxY] : null,
      crs: geometry === 'none' ? null : crs,
    };
  }

  private stretch(coordinates: unknown, depth: number): void {
    if (!Array.isArray(coordinates) || depth > 4) return;
    const [x, y]: unknown[] = coordinates;
    if (typeof x !== 'number') {
      for (const part of coordinates) this.stretch(part, depth + 1);
    } else if (typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y)) {
      const { bounds } = this;
      if (x < bounds[0]) bounds[0] = x;
      if (y < bounds[1]) bounds[1] = y;
      if (x > bounds[2]) bounds[2] = x;
      if (y > bounds[3]) bounds[3] = y;
    }
  }
}

function kindOf(type: string): LayerGeometry {
  if (type.endsWith('Point')) return 'point';
  if (type.endsWith('LineString')) return 'line';
  if (type.endsWith('Polygon')) return 'polygon';
  return 'mixed';
}
