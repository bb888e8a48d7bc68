/**
 * Chooses which marks show their number: the largest first, none over another. Owns the choice only; positions are
 * screen pixels that the caller projected.
 */

export interface Spacing {
  /** Box of one number in pixels. */
  width: number;
  height: number;
  /** Most numbers to keep. */
  most: number;
  /** Middles of labels already on the screen, x and y by turns; they are taken to be half as large again. */
  reserved?: readonly number[];
}

/** Candidates in order of importance keep their place when no kept one is nearer than the box. */
export function keepApart(
  screen: Float32Array,
  weight: ArrayLike<number>,
  { width, height, most, reserved = [] }: Spacing,
): number[] {
  const isReserved = (x: number, y: number): boolean => {
    for (let i = 0; i < reserved.length; i += 2)
      if (Math.abs(reserved[i] - x) < width * 1.1 && Math.abs(reserved[i + 1] - y) < height * 1.4)
        return true;
    return false;
  };
  const count = screen.length / 2;
  const order = Array.from({ length: count }, (_, i) => i)
    .filter((i) => Number.isFinite(screen[2 * i]))
    .sort((a, b) => weight[b] - weight[a] || a - b);
  const cells = new Map<string, number[]>();
  const kept: number[] = [];
  for (const i of order) {
    if (kept.length >= most) break;
    const x = screen[2 * i];
    const y = screen[2 * i + 1];
    const cx = Math.floor(x / width);
    const cy = Math.floor(y / height);
    let free = true;
    for (let dx = -1; free && dx <= 1; dx++)
      for (let dy = -1; free && dy <= 1; dy++)
        for (const other of cells.get(`${cx + dx}:${cy + dy}`) ?? [])
          if (Math.abs(screen[2 * other] - x) < width && Math.abs(screen[2 * other + 1] - y) < height) {
            free = false;
            break;
          }
    if (!free || isReserved(x, y)) continue;
    const key = `${cx}:${cy}`;
    const cell = cells.get(key);
    if (cell) cell.push(i);
    else cells.set(key, [i]);
    kept.push(i);
  }
  return kept;
}

/**
 * Pixels from each place to its nearest neighbour, at most `reach`: how crowded it is there. Places that are not on the
 * screen (NaN) have all the room.
 */
export function spacingOf(screen: Float32Array, reach: number): Float32Array {
  const spacing = new Float32Array(screen.length / 2).fill(reach);
  const cells = new Map<number, number[]>();
  const key = (cx: number, cy: number): number => (cx + 8192) * 65536 + cy + 8192;
  for (let i = 0; i < spacing.length; i++) {
    const x = screen[2 * i];
    const y = screen[2 * i + 1];
    if (!Number.isFinite(x)) continue;
    const cx = Math.floor(x / reach);
    const cy = Math.floor(y / reach);
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (const other of cells.get(key(cx + dx, cy + dy)) ?? []) {
          const away = Math.hypot(screen[2 * other] - x, screen[2 * other + 1] - y);
          spacing[i] = Math.min(spacing[i], away);
          spacing[other] = Math.min(spacing[other], away);
        }
    const cell = cells.get(key(cx, cy));
    if (cell) cell.push(i);
    else cells.set(key(cx, cy), [i]);
  }
  return spacing;
}
