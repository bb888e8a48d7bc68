/** How high the drawer may be, in px. Owns the limits only. */

export const SMALLEST_DRAWER = 160;
/** What stays of the map above the drawer. */
const MAP_LEFT = 140;
const STEP = 24;

export function clampDrawer(height: number, available: number): number {
  return Math.round(
    Math.max(SMALLEST_DRAWER, Math.min(Math.max(SMALLEST_DRAWER, available - MAP_LEFT), height)),
  );
}

/** The height after a key on the splitter; null: the key does nothing. */
export function drawerKey(key: string, height: number, available: number): number | null {
  if (key === 'ArrowUp') return clampDrawer(height + STEP, available);
  if (key === 'ArrowDown') return clampDrawer(height - STEP, available);
  if (key === 'Home') return clampDrawer(0, available);
  if (key === 'End') return clampDrawer(Number.MAX_SAFE_INTEGER, available);
  return null;
}
