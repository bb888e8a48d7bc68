/**
 * An IconLayer that draws all its icons in one go, six corners each, for software renderers: SwiftShader draws the
 * instances of an instanced call one by one, about 17 microseconds each whatever their size. Owns the corners; the data
 * it gets is one entry a corner (`cornersOf`).
 */
import { IconLayer } from '@deck.gl/layers';

/** Two triangles over the square from -1 to 1. */
const CORNERS = [-1, -1, 1, -1, -1, 1, -1, 1, 1, -1, 1, 1];
export const CORNERS_EACH = CORNERS.length / 2;

/** Each entry of `values`, `size` numbers long, once for every corner. */
export function perCorner<T extends Float64Array | Float32Array | Uint16Array | Uint8Array>(
  values: T,
  size: number,
): T {
  const Numbers = values.constructor as new (length: number) => T;
  const repeated = new Numbers(values.length * CORNERS_EACH);
  for (let from = 0, at = 0; from < values.length; from += size)
    for (let corner = 0; corner < CORNERS_EACH; corner++)
      for (let i = 0; i < size; i++) repeated[at++] = values[from + i];
  return repeated;
}

/** The corners themselves, x and y by turns, of `count` icons. */
export function cornersOf(count: number): Float32Array {
  const corners = new Float32Array(count * CORNERS.length);
  for (let at = 0; at < corners.length; at += CORNERS.length) corners.set(CORNERS, at);
  return corners;
}

export class QuadLayer extends IconLayer {
  static override layerName = 'QuadLayer';

  /** Only while the icon layer declares its attributes. */
  private declaring = false;

  override initializeState(): void {
    this.declaring = true;
    super.initializeState();
    this.declaring = false;
    this.getAttributeManager()?.add({ positions: { size: 2, noAlloc: true } });
  }

  /** What the icon layer declares an instance is declared a vertex here. */
  override getAttributeManager() {
    const manager = super.getAttributeManager();
    if (!manager || !this.declaring) return manager;
    return Object.create(manager, {
      addInstanced: { value: (attributes: Parameters<typeof manager.add>[0]) => manager.add(attributes) },
    }) as typeof manager;
  }

  protected override _getModel(id?: string) {
    const model = super._getModel(id);
    model.isInstanced = false;
    model.setTopology('triangle-list');
    return model;
  }

  override draw(options: Parameters<IconLayer['draw']>[0]): void {
    this.state.model?.setVertexCount(this.getNumInstances());
    super.draw(options);
  }
}
