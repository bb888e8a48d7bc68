/** What is told of every hour: devices by kind, and cases and alerts by grid. Pure; small numbers go through the disclosure handed in. */
import type { Alert } from '../cases/alert.ts';
import { type Case, isOpen } from '../cases/case.ts';
import type { Directory } from '../host/contract.ts';
import { type DeviceKind, WORDS } from '../model/words.ts';
import type { Measured } from './up-events.ts';

export const HOUR_MS = 3_600_000;

/** Ids of what is counted to the number that may be shown; null: fewer than ten. */
export type Disclose = (ids: readonly string[]) => number | null;

const isKind = (kind: string): kind is DeviceKind => (WORDS.deviceKind as readonly string[]).includes(kind);

/** `hour`: the one that ended. */
export function healthOf(directory: Directory, alerts: readonly Alert[], hour: number): Measured {
  const kinds = new Map<DeviceKind, { devices: number; alarming: number; silent: number }>();
  const of = (kind: DeviceKind) => {
    const known = kinds.get(kind) ?? { devices: 0, alarming: 0, silent: 0 };
    kinds.set(kind, known);
    return known;
  };
  for (const { kind } of directory.devices) if (isKind(kind)) of(kind).devices++;
  for (const { kind, active, condition } of alerts) {
    if (active) of(kind)[condition === 'silent' ? 'silent' : 'alarming']++;
  }
  const sorted = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    kind: 'uplink.measured',
    measure: { what: 'health', hour, kinds: sorted.map(([kind, counts]) => ({ kind, ...counts })) },
  };
}

/** Drills are counted only where everything is one. */
export function gridsOf(
  { directory, cases, alerts }: { directory: Directory; cases: Iterable<Case>; alerts: readonly Alert[] },
  hour: number,
  disclose: Disclose,
): Measured {
  const [from, to] = [(hour - 1) * HOUR_MS, hour * HOUR_MS];
  const during = (at: number) => at >= from && at < to;
  const grids = new Map<string, Record<'opened' | 'closed' | 'open' | 'overdue' | 'alerts', string[]>>();
  const of = (grid: string) => {
    const known = grids.get(grid) ?? { opened: [], closed: [], open: [], overdue: [], alerts: [] };
    grids.set(grid, known);
    return known;
  };
  const gridOfDevice = new Map(directory.devices.map(({ id, grid }) => [id, grid ?? '']));
  for (const grid of gridOfDevice.values()) if (grid !== '') of(grid);
  for (const file of cases) {
    if (file.grid === '' || (file.drill && !directory.demo)) continue;
    const lists = of(file.grid);
    if (during(file.openedAt)) lists.opened.push(file.caseId);
    if (during(file.closedAt)) lists.closed.push(file.caseId);
    if (!isOpen(file)) continue;
    lists.open.push(file.caseId);
    if (file.handleBy > 0 && file.handleBy < to) lists.overdue.push(file.caseId);
  }
  for (const { id, device, active, demo } of alerts) {
    const grid = gridOfDevice.get(device) ?? '';
    if (active && grid !== '' && (!demo || directory.demo)) of(grid).alerts.push(id);
  }
  const sorted = [...grids].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, 10_000);
  return {
    kind: 'uplink.measured',
    measure: {
      ...{ what: 'grids', hour },
      grids: sorted.map(([grid, lists]) => ({
        grid,
        opened: disclose(lists.opened),
        closed: disclose(lists.closed),
        open: disclose(lists.open),
        overdue: disclose(lists.overdue),
        alerts: disclose(lists.alerts),
      })),
    },
  };
}
