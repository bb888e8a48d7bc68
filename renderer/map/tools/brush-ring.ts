/** The circle round the pointer that shows the size of a brush. Owns its element only; when it shows is the driver's. */
export class BrushRing {
  private readonly element = document.createElement('div');

  constructor(container: HTMLElement) {
    this.element.className = 'map-brush';
    this.element.hidden = true;
    container.append(this.element);
  }

  /** Pixels of the map; null hides it. */
  show(at: { x: number; y: number } | null, radius: number): void {
    this.element.hidden = at === null;
    if (!at) return;
    const { style } = this.element;
    style.width = style.height = `${2 * radius}px`;
    style.transform = `translate(${at.x - radius}px, ${at.y - radius}px)`;
  }

  remove(): void {
    this.element.remove();
  }
}
