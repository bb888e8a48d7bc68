/**
 * From the pointer's place in the window to pixels of an element's own, which differ where the interface is scaled
 * (shell.css). Owns that arithmetic only.
 */

/** The parts of an element that say where it is and how it is scaled. */
interface Scaled {
  getBoundingClientRect(): Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>;
  readonly offsetWidth: number;
}

/** Window pixels per pixel of the element; 1 while it has no size. */
function scaleOf(element: Scaled): number {
  const { width } = element.getBoundingClientRect();
  return element.offsetWidth > 0 && width > 0 ? width / element.offsetWidth : 1;
}

/** A place of the window in pixels of the element, from its upper left corner. */
export function placeIn(element: Scaled, at: { clientX: number; clientY: number }): { x: number; y: number } {
  const { left, top } = element.getBoundingClientRect();
  const scale = scaleOf(element);
  return { x: (at.clientX - left) / scale, y: (at.clientY - top) / scale };
}
