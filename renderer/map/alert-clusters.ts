/**
 * Which alert pins stand on the map: near ones are put together under the worst level inside, and at most three
 * flash. Owns the grouping; drawing is alert-pins.ts.
 */
import type { AlertLevel, PinnedAlert } from '../../shared/cases/alert.ts';

export interface PlacedAlert {
  alert: PinnedAlert;
  /** Screen pixels. */
  x: number;
  y: number;
  /** It is put aside for a while. */
  shelved?: boolean;
}

export interface AlertPin {
  /** Stable while its first alert leads it. */
  key: string;
  level: AlertLevel;
  alerts: PinnedAlert[];
  lng: number;
  lat: number;
  unacknowledged: boolean;
  /** All of them fell silent by themselves and wait to be looked at. */
  cleared: boolean;
  /** All of them are put aside. */
  shelved: boolean;
  flashing: boolean;
}

/** All of it is a drill: what is real among it is not hidden by the mark. */
export function isDrill(pin: Pick<AlertPin, 'alerts'>): boolean {
  return pin.alerts.every(({ drill }) => drill === true);
}

/** What a pin's name says of its alerts. */
export function pinState(pin: AlertPin): 'open' | 'cleared' | 'acknowledged' | 'shelved' {
  if (pin.shelved) return 'shelved';
  if (pin.cleared) return 'cleared';
  return pin.unacknowledged ? 'open' : 'acknowledged';
}

/** Pixels within which two alerts share a pin. */
export const PIN_REACH = 30;
/** More than three flashing symbols at once shout rather than tell. */
export const MOST_FLASHING = 3;

/** Worst first; unacknowledged before acknowledged; newest first; then by id, so that the order never flickers. */
export function byUrgency(a: PinnedAlert, b: PinnedAlert): number {
  return (
    a.level - b.level ||
    Number(a.acknowledged) - Number(b.acknowledged) ||
    b.raisedAt - a.raisedAt ||
    (a.id < b.id ? -1 : 1)
  );
}

/**
 * Groups open alerts; each pin stands at its most urgent alert, so that level I is never hidden by another. What is put aside comes behind all
 * that is not, and never makes a pin ask for somebody.
 */
export function alertPins(placed: readonly PlacedAlert[]): AlertPin[] {
  const rest = [...placed].sort(
    (a, b) => Number(a.shelved ?? false) - Number(b.shelved ?? false) || byUrgency(a.alert, b.alert),
  );
  const pins: (AlertPin & { x: number; y: number })[] = [];
  for (const { alert, x, y, shelved = false } of rest) {
    const near = pins.find((pin) => Math.hypot(pin.x - x, pin.y - y) < PIN_REACH);
    if (near) {
      near.alerts.push(alert);
      if (!shelved) near.unacknowledged ||= !alert.acknowledged;
      if (!shelved) near.cleared &&= !alert.active;
      continue;
    }
    pins.push({
      key: alert.id,
      level: alert.level,
      alerts: [alert],
      lng: alert.lng,
      lat: alert.lat,
      unacknowledged: !shelved && !alert.acknowledged,
      shelved,
      cleared: !alert.active,
      flashing: false,
      x,
      y,
    });
  }
  let flashing = 0;
  for (const pin of pins)
    if (pin.unacknowledged && !pin.cleared && flashing < MOST_FLASHING) pin.flashing = ++flashing > 0;
  return pins;
}
