import { describe, expect, it } from 'vitest';
import type { Directory, Scenario } from '../../../../shared/host/contract.ts';
import { WORDS } from '../../../../shared/model/words.ts';
import { createSimulator, type SimulatedReading } from '../../../../shared/sample/simulator.ts';

const START = 1_793_498_400_000;

const directory: Directory = {
  generation: 'g1',
  demo: true,
  devices: Array.from({ length: 600 }, (_, i) => ({
    id: `D${i}`,
    kind: WORDS.deviceKind[i % 13],
    lng: 116.46 + (i % 25) * 0.0004,
    lat: 39.91 + Math.floor(i / 25) * 0.0003,
    building: i % 40,
    place: '3号楼',
  })),
};

function run(scenario: Scenario, seconds: number, every = 250, seed = 1): SimulatedReading[] {
  const simulator = createSimulator(directory, { seed, scenario });
  const out: SimulatedReading[] = [];
  for (let ms = 0; ms <= seconds * 1000; ms += every) out.push(...simulator.step(START + ms));
  return out;
}

const alarms = (readings: SimulatedReading[]): SimulatedReading[] => readings.filter((r) => r.active);

describe('simulator', () => {
  it('shows a first alarm within four seconds of a quiet day, then at most one in twenty', () => {
    const raised = alarms(run('quiet-day', 3600));
    expect(raised[0].at - START).toBeLessThan(4_000);
    for (let i = 1; i < raised.length; i++) expect(raised[i].at - raised[i - 1].at).toBeGreaterThan(20_000);
    expect(raised.length).toBeGreaterThan(5);
    expect(raised.length).toBeLessThan(20);
  });

  it('clears what it raises', () => {
    const readings = run('quiet-day', 7200);
    const first = alarms(readings)[0];
    const clear = readings.find((r) => r.device === first.device && !r.active && r.at > first.at);
    expect(clear).toBeDefined();
  });

  it('says the same however often it is asked', () => {
    expect(run('fire', 300, 250)).toEqual(run('fire', 300, 1000));
    expect(run('fire', 300, 250, 2)).not.toEqual(run('fire', 300, 250, 3));
  });

  it.each(['fire', 'gas', 'power-cut', 'chatter', 'dead-feed'] as const)(
    '%s begins within four seconds',
    (scenario) => {
      const [first] = alarms(run(scenario, 20));
      expect(first.at - START).toBeLessThanOrEqual(4_000);
    },
  );

  it('spreads a fire to what stands near, and floods when the power fails', () => {
    const fire = new Set(alarms(run('fire', 180)).map((r) => r.device));
    expect(fire.size).toBeGreaterThan(8);
    expect(fire.size).toBeLessThan(20);
    const flood = new Set(alarms(run('power-cut', 20)).map((r) => r.device));
    expect(flood.size).toBeGreaterThan(300);
  });

  it('chatters on and off', () => {
    const readings = run('chatter', 60).filter((r) => r.active);
    const perDevice = new Map<string, number>();
    for (const r of readings) perDevice.set(r.device, (perDevice.get(r.device) ?? 0) + 1);
    expect(perDevice.size).toBe(3);
    for (const count of perDevice.values()) expect(count).toBeGreaterThan(8);
  });

  it('falls silent when the feed dies, and speaks every few seconds while it lives', () => {
    const dead = run('dead-feed', 300);
    expect(dead[dead.length - 1].at - START).toBeLessThan(21_000);
    const alive = run('quiet-day', 300);
    for (let i = 1; i < alive.length; i++) expect(alive[i].at - alive[i - 1].at).toBeLessThanOrEqual(4_000);
  });

  it('says nothing without devices and skips a night of sleep', () => {
    expect(createSimulator({ ...directory, devices: [] }, { seed: 1, scenario: 'fire' }).step(START)).toEqual(
      [],
    );
    const simulator = createSimulator(directory, { seed: 1, scenario: 'quiet-day' });
    simulator.step(START);
    expect(simulator.step(START + 8 * 3_600_000).length).toBeLessThan(400);
  });
});
