/** Small made-up things of the host that many tests need: journal bodies, a directory of devices, a hand-wound clock. */

import type { Directory } from '../../shared/host/contract.ts';
import type { JournalBody } from '../../shared/host/journal-record.ts';
import type { OnlineBasemap } from '../../shared/host/online-basemap.ts';
import type { WallView } from '../../shared/host/wall-view.ts';

export function auditBody(count: number, detail = 'x'): JournalBody {
  return { kind: 'audit', action: 'test', detail, count };
}

export function smallDirectory(demo: boolean, devices = 3, generation = 'g1'): Directory {
  return {
    generation,
    demo,
    devices: Array.from({ length: devices }, (_, i) => ({
      id: `D${i}`,
      kind: 'smoke',
      lng: 120.6 + i * 0.001,
      lat: 31.3,
      building: i,
      place: `${i + 1}幢1单元2层`,
    })),
  };
}

/** A clock that moves only when told; `every` fires for each whole interval passed. */
export class HandClock {
  private time: number;
  private readonly timers = new Set<{ ms: number; due: number; action: () => void }>();

  constructor(start = 1_700_000_000_000) {
    this.time = start;
  }

  readonly now = (): number => this.time;

  readonly every = (ms: number, action: () => void): (() => void) => {
    const timer = { ms, due: this.time + ms, action };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  };

  get running(): number {
    return this.timers.size;
  }

  /** As if the machine had slept: nothing fires for what passed. */
  sleep(ms: number): void {
    this.time += ms;
    for (const timer of this.timers) timer.due += ms;
  }

  advance(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const next = [...this.timers].sort((a, b) => a.due - b.due)[0];
      if (!next || next.due > end) break;
      this.time = next.due;
      next.due += next.ms;
      next.action();
    }
    this.time = end;
  }
}

/** A view of the sample community that a wall may show. */
export function smallWallView(): WallView {
  const mark = { visible: true, opacity: 1, colorBy: null };
  const base = { visible: true, opacity: 1 };
  return {
    generation: 'g1',
    camera: {
      lng: 120.62,
      lat: 31.31,
      zoom: 15,
      bearing: 0,
      pitch: 45,
      flat: false,
      floor: 0,
      seeThrough: false,
    },
    marks: { devices: mark, cameras: mark, facilities: mark, organisations: mark, places: mark },
    base: { buildings: base, grids: base, labels: base },
    measure: { layer: 'residents', grids: [[0, 120]] },
  };
}

/** An online basemap that nobody ever asks. */
export function onlineBasemap(more: Partial<OnlineBasemap> = {}): OnlineBasemap {
  return {
    name: 'Example',
    address: 'https://tiles.example.org/{z}/{x}/{y}.png',
    subdomains: [],
    attribution: '© Example',
    minZoom: 0,
    maxZoom: 18,
    datum: 'wgs84',
    plainHttp: false,
    ...more,
  };
}
