/** The order in which alerts are shown: what needs a person first. Pure; keeps no state. */
import type { Alert } from './alert.ts';

/** Unacknowledged before acknowledged, active before cleared, worst level first, newest first; id breaks ties. */
export function compareAlerts(a: Alert, b: Alert): number {
  return (
    Number(a.acknowledged) - Number(b.acknowledged) ||
    Number(b.active) - Number(a.active) ||
    a.level - b.level ||
    b.raisedAt - a.raisedAt ||
    (a.id < b.id ? -1 : 1)
  );
}
