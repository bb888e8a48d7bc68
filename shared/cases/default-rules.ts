/**
 * The product's own rules of cases. Sources: one-key 60 s (telecare codes: 98.5 % answered in 60 s), 15 minutes on site (Shijingshan promises
 * 18), hotline orders 5 working days, at most 2 returns, extension of at most 10 days (Shandong 12345); the rest is proposed and the site's to change.
 */
import type { DeviceKind } from '../model/words.ts';
import type { CaseRules, Clocks, KindRule } from './case-rules.ts';
import type { CaseSource } from './case-words.ts';
import type { Span } from './work-calendar.ts';

const s = (n: number): Span => ({ n, unit: 'second' });
const min = (n: number): Span => ({ n, unit: 'minute' });
const h = (n: number): Span => ({ n, unit: 'hour' });
const d = (n: number): Span => ({ n, unit: 'day' });
const wh = (n: number): Span => ({ n, unit: 'workHour' });
const wd = (n: number): Span => ({ n, unit: 'workDay' });

const clocks = (...[acknowledge, assign, accept, arrive, handle, check]: Span[]): Clocks => ({
  acknowledge,
  assign,
  accept,
  arrive,
  handle,
  check,
});

// biome-ignore format: a table is read by its columns
const CLOCKS = {
  //                acknowledge  assign   accept   arrive   handle   check
  life:      clocks(s(60),       s(60),   min(2),  min(15), h(2),    h(2)),
  structure: clocks(min(10),     min(10), min(30), h(2),    d(1),    h(4)),
  power:     clocks(min(5),      min(5),  min(10), min(30), h(8),    h(4)),
  care:      clocks(min(15),     min(15), min(30), h(2),    h(8),    d(1)),
  thing:     clocks(h(4),        h(4),    d(1),    d(2),    d(5),    d(1)),
  slow:      clocks(d(1),        d(1),    d(1),    d(3),    d(7),    d(2)),
  reported:  clocks(wh(1),       wh(2),   wd(1),   wd(2),   wd(5),   wd(1)),
};

const LIFE_STEPS: KindRule['escalate'] = [
  { after: s(60), to: 1 },
  { after: min(3), to: 2 },
  { after: min(10), to: 3 },
];
const steps = (...after: Span[]): KindRule['escalate'] =>
  after.map((each, i) => ({ after: each, to: (i + 1) as 1 | 2 | 3 }));

const life: KindRule = {
  level: 1,
  automatic: true,
  recheck: false,
  clocks: CLOCKS.life,
  escalate: LIFE_STEPS,
};
const grave = (of: Clocks, ...after: Span[]): KindRule => ({
  level: 2,
  automatic: true,
  recheck: true,
  clocks: of,
  escalate: steps(...after),
});
const plain = (level: 3 | 4, of: Clocks, ...after: Span[]): KindRule => ({
  level,
  automatic: false,
  recheck: false,
  clocks: of,
  escalate: steps(...after),
});

const DEVICES: Record<DeviceKind, KindRule> = {
  oneKey: life,
  smoke: life,
  gasLeak: life,
  electrical: grave(CLOCKS.power, min(10), min(30)),
  ebikeCharging: grave(CLOCKS.power, min(10), min(30)),
  tilt: grave(CLOCKS.structure, min(30), h(2)),
  subsidence: plain(3, CLOCKS.structure, min(30), h(2)),
  waterLevel: plain(3, CLOCKS.care, min(30), h(2)),
  hydrant: plain(3, CLOCKS.thing, d(1)),
  manhole: plain(3, CLOCKS.care, h(1)),
  /** No use of water where somebody lives alone. */
  waterMeter: plain(4, CLOCKS.care, h(1), h(4)),
  door: plain(4, CLOCKS.thing, d(1)),
  environment: plain(4, CLOCKS.slow, d(2)),
};

const reported: KindRule = { ...plain(3, CLOCKS.reported, wd(1), wd(3)), recheck: true };
const SOURCES: Record<CaseSource, KindRule> = {
  device: plain(4, CLOCKS.slow, d(2)),
  citizen: reported,
  hotline: reported,
  upperLevel: reported,
  mediation: reported,
  contactDay: { ...reported, level: 4 },
  socialWorker: { ...reported, level: 4 },
  patrol: plain(4, CLOCKS.thing, d(1)),
  camera: plain(3, CLOCKS.thing, h(8)),
  manual: plain(3, CLOCKS.thing, h(8)),
};

export const DEFAULT_CASE_RULES: CaseRules = {
  workTime: { from: 9 * 60, until: 17 * 60, freeDays: [], workDays: [] },
  devices: DEVICES,
  sources: SOURCES,
  urgent: {
    1: { clocks: CLOCKS.life, escalate: LIFE_STEPS },
    2: { clocks: CLOCKS.power, escalate: steps(min(10), min(30)) },
  },
  arriveMetres: 100,
  proofLevel: 3,
  twoPersonLevel: 1,
  mostReturns: 2,
  mostExtensions: 1,
  longestExtension: d(10),
  reopenWithin: d(15),
  recheckAfter: d(30),
  evaluateAfter: h(72),
  soonPercent: 80,
};
