/** Which alerts have most likely one cause: of one kind, in one building or close by. Pure; a person decides, with this at hand. */
import { greatCircleMetres } from '../geo/distance.ts';
import type { Alert } from './alert.ts';

/** Metres within which alerts of one kind are taken for one event. */
const CLOSE_BY = 50;

type Placed = Pick<Alert, 'id' | 'kind' | 'condition' | 'building' | 'lng' | 'lat' | 'acknowledged'>;

/** Those that nobody has seen yet, with the one asked about where it is one of them. */
export function sameCause<T extends Placed>(alert: Placed, alerts: readonly T[]): T[] {
  return alerts.filter(
    (each) =>
      !each.acknowledged &&
      each.kind === alert.kind &&
      each.condition === alert.condition &&
      (each.id === alert.id ||
        (alert.building >= 0 && each.building === alert.building) ||
        greatCircleMetres(alert.lng, alert.lat, each.lng, each.lat) <= CLOSE_BY),
  );
}
