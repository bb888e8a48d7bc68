/**
 * How alerts behave, as the host tells: a flood, what comes and goes, what is put aside. Owns this window's copy and the ways to put aside and
 * to show again; decides nothing.
 */
import { create } from 'zustand';
import type { Shelf, Shelves } from '../../shared/cases/alert-signals.ts';
import type { AlertSignals, ShelveAnswer } from '../../shared/host/case-schemas.ts';
import { sitting } from './case-session.ts';
import { currentHost } from './open-session.ts';

interface Signals {
  flood: AlertSignals['flood'];
  /** Ids of alerts that come and go. */
  chattering: ReadonlySet<string>;
  shelves: Shelves;
}

export const useSignals = create<Signals>(() => ({
  flood: { since: 0, firstOut: '' },
  chattering: new Set(),
  shelves: new Map(),
}));

/** Asks once and at each new connection, and follows what changes. Returns the undo. */
export function followSignals(): () => void {
  const host = currentHost();
  const take = ({ flood, chattering, shelves }: AlertSignals) =>
    useSignals.setState({
      flood,
      chattering: new Set(chattering),
      shelves: new Map(shelves.map((shelf) => [shelf.alert, shelf])),
    });
  const ask = () => void host.call('live.signals', {}).then(take, () => undefined);
  ask();
  const stops = [
    host.on('live.signals', take),
    host.onConnection((connected) => {
      if (connected) ask();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** On the host's disk, or refused with the reason. */
export function shelveAlert(alert: string, reason: Shelf['reason'], until: number): Promise<ShelveAnswer> {
  return sitting((to, by) => to.call('live.shelve', { ...by, alert, reason, until }));
}

export function unshelveAlert({ alert }: Shelf): Promise<{ unshelved: boolean }> {
  return sitting((to, by) => to.call('live.unshelve', { ...by, alert }));
}
