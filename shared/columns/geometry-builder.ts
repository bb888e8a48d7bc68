/**
 * Appends lines or polygons row by row. Owns the winding and closing rules of a geometry column: polygon rings are
 * stored open, outer rings counter-clockwise, holes clockwise. It does not judge whether a ring is valid.
 */
import type { GeometryColumn } from './column.ts';
import { trimmed, withRoom } from './number-array.ts';
import { type Ring, twiceArea } from './ring.ts';

export class GeometryBuilder {
  length = 0;
  private readonly shape: 'line' | 'polygon';
  private coords = new Int32Array(1024);
  private vertices = 0;
  private rings = 0;
  private ringVertices = new Uint32Array(256);
  private ringRole = new Uint8Array(256);
  private rowRings = new Uint32Array(256);

  constructor(shape: 'line' | 'polygon') {
    this.shape = shape;
  }

  /** Rings of one row, each outer ring before its holes; null or []: no geometry. Coordinates are rounded. */
  push(rings: readonly Ring[] | null | undefined): void {
    for (const ring of rings ?? []) this.pushRing(ring);
    if (this.length + 2 > this.rowRings.length) this.rowRings = withRoom(this.rowRings, this.length + 2);
    this.rowRings[++this.length] = this.rings;
  }

  private pushRing(ring: Ring): void {
    const from = ring.coords;
    let count = from.length >>> 1;
    let reverse = false;
    if (this.shape === 'polygon') {
      if (count > 1 && from[0] === from[2 * count - 2] && from[1] === from[2 * count - 1]) count--;
      reverse = twiceArea(open(from, count)) < 0 !== (ring.role === 1);
    }
    this.coords = withRoom(this.coords, 2 * (this.vertices + count));
    const { coords } = this;
    let to = 2 * this.vertices;
    for (let i = 0; i < count; i++) {
      const source = reverse ? count - 1 - i : i;
      coords[to++] = Math.round(from[2 * source]);
      coords[to++] = Math.round(from[2 * source + 1]);
    }
    this.vertices += count;
    this.ringRole = withRoom(this.ringRole, this.rings + 1);
    this.ringRole[this.rings] = this.shape === 'polygon' ? ring.role : 0;
    this.ringVertices = withRoom(this.ringVertices, this.rings + 2);
    this.ringVertices[++this.rings] = this.vertices;
  }

  finish(): GeometryColumn {
    return {
      kind: 'geometry',
      shape: this.shape,
      coords: trimmed(this.coords, 2 * this.vertices),
      ringVertices: trimmed(this.ringVertices, this.rings + 1),
      rowRings: trimmed(this.rowRings, this.length + 1),
      ringRole: trimmed(this.ringRole, this.rings),
    };
  }
}

/** The first `count` vertices, whatever follows them. */
function open(coords: ArrayLike<number>, count: number): ArrayLike<number> {
  return coords.length === 2 * count ? coords : Array.prototype.slice.call(coords, 0, 2 * count);
}
