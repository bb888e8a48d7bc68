/** How far the emptying of a cordon is: homes with people in them by their mark. Pure; the homes come in as the register has them. */
import type { Incident, IncidentHome } from '../query/incident.ts';
import type { Tick } from './case.ts';

export interface Evacuation {
  /** Homes with people. */
  homes: number;
  done: number;
  help: number;
  noAnswer: number;
}

export function evacuationOf(
  { buildings }: Pick<Incident, 'buildings'>,
  ticks: ReadonlyMap<string, Tick>,
): Evacuation {
  const sum: Evacuation = { homes: 0, done: 0, help: 0, noAnswer: 0 };
  for (const { homes } of buildings)
    for (const { id, people } of homes) {
      if (people === 0) continue;
      sum.homes++;
      const mark = ticks.get(id)?.mark;
      if (mark) sum[mark]++;
    }
  return sum;
}

/** Homes of one floor, from left to right. */
export function floorsOf(homes: readonly IncidentHome[]): { floor: number; homes: IncidentHome[] }[] {
  const floors = new Map<number, IncidentHome[]>();
  for (const home of homes) {
    const there = floors.get(home.floor);
    if (there) there.push(home);
    else floors.set(home.floor, [home]);
  }
  return [...floors].map(([floor, each]) => ({ floor, homes: each }));
}

/** Homes where somebody cannot get out alone: those not cleared first, then where most need a hand. */
export function helpFirst(
  { buildings }: Pick<Incident, 'buildings'>,
  ticks: ReadonlyMap<string, Tick>,
): { building: number; home: IncidentHome }[] {
  const cleared = (home: IncidentHome) => Number(ticks.get(home.id)?.mark === 'done');
  return buildings
    .flatMap(({ row, homes }) =>
      homes.filter(({ helped }) => helped > 0).map((home) => ({ building: row, home })),
    )
    .sort((a, b) => cleared(a.home) - cleared(b.home) || b.home.helped - a.home.helped);
}
