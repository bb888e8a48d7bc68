/**
 * Four months of services for those who need them: visits, meals, repairs, clinic days, each by a worker of the resident's grid. In the
 * order of residents, then of time. The notes name nobody.
 */
import { NONE, type Table } from '../columns/column.ts';
import { RESIDENT_TAGS, type Word } from '../model/words.ts';
import { numbers, tableOf, textColumn, wordsColumn } from './column-writers.ts';
import type { Random } from './random.ts';
import type { ResidentWork } from './residents.ts';

const DAY = 86_400;
const DAYS = 120;
const SERVED = [
  'livingAlone60',
  'disabled',
  'limitedMobility',
  'extremePoverty',
  'minimumAllowance',
] as const;
const KINDS: readonly Word<'serviceKind'>[] = ['careVisit', 'meal', 'repair', 'clinic', 'housekeeping'];
const ODDS = [46, 22, 12, 13, 7];
const NOTES: Record<Word<'serviceKind'>, readonly string[]> = {
  careVisit: ['身体和情绪都好', '血压偏高，已提醒按时服药', '希望增加陪伴', '厨房灯坏，已报修', '一切正常'],
  meal: ['午餐一份', '低盐餐一份', '送餐上门'],
  repair: ['水龙头漏水，已更换', '灯泡更换', '扶手松动，已加固', '马桶堵塞，已疏通'],
  clinic: ['血压血糖已测', '建议到卫生站复查', '用药指导'],
  housekeeping: ['打扫房间', '助浴一次', '被褥晾晒'],
  other: ['已办理'],
};

interface ServiceWork {
  work: ResidentWork;
  /** The person of each row of the residents. */
  personAt: Uint32Array;
  gridOfBuilding: Uint16Array;
  workers: Table;
  /** Seconds since 1970. */
  now: number;
}

interface Service {
  resident: number;
  kind: Word<'serviceKind'>;
  worker: number;
  at: number;
  outcome: Word<'serviceOutcome'>;
  note: string;
}

export function servicesTable(input: ServiceWork, count: number, random: Random): Table {
  const served = servedResidents(input);
  const workersOf = workersByGrid(input.workers);
  const rows: Service[] = [];
  for (let i = 0; i < count && served.length > 0; i++) {
    const resident = served[Math.floor(random.unit() * served.length)];
    rows.push(service(input, resident, workersOf, random));
  }
  rows.sort((a, b) => a.resident - b.resident || a.at - b.at);
  const n = rows.length;
  return tableOf('services', n, {
    id: textColumn(n, (r) => `FW${String(r + 1).padStart(6, '0')}`),
    kind: wordsColumn('serviceKind', n, (r) => rows[r].kind),
    resident: numbers('u32', n, (r) => rows[r].resident, NONE),
    worker: numbers('u32', n, (r) => rows[r].worker, NONE),
    at: numbers('u32', n, (r) => rows[r].at, 0),
    outcome: wordsColumn('serviceOutcome', n, (r) => rows[r].outcome),
    note: textColumn(n, (r) => rows[r].note),
  });
}

/** Rows of present residents who carry one of the labels. */
function servedResidents({ work, personAt }: ServiceWork): number[] {
  const mask = SERVED.reduce((bits, tag) => bits | (1 << RESIDENT_TAGS.indexOf(tag)), 0);
  const rows: number[] = [];
  personAt.forEach((person, row) => {
    if ((work.facts.tags[person] & mask) !== 0 && work.people.presence[person] === 1) rows.push(row);
  });
  return rows;
}

/** Grid and community workers of each grid. */
function workersByGrid({ rows, columns }: Table): Map<number, number[]> {
  const byGrid = new Map<number, number[]>();
  const { role, grid } = columns;
  if (role?.kind !== 'dict' || grid?.kind !== 'number') return byGrid;
  for (let row = 0; row < rows; row++) {
    const word = role.words[role.codes[row]];
    if (word !== 'gridWorker' && word !== 'communityWorker') continue;
    const known = byGrid.get(grid.values[row]);
    if (known) known.push(row);
    else byGrid.set(grid.values[row], [row]);
  }
  return byGrid;
}

function service(
  { work, personAt, gridOfBuilding, now }: ServiceWork,
  resident: number,
  workersOf: Map<number, number[]>,
  random: Random,
): Service {
  const kind = KINDS[random.weighted(ODDS)];
  const building = work.homes.building[work.people.home[personAt[resident]]];
  const workers = workersOf.get(gridOfBuilding[building]) ?? [];
  // Nine to five in China, at whole minutes.
  const at = now - random.int(1, DAYS) * DAY - 3_600 + 60 * random.int(0, 8 * 60);
  const odds = kind === 'careVisit' ? [82, 10, 3, 3, 2] : [93, 2, 1, 4, 0];
  const outcomes = ['done', 'nobodyIn', 'refused', 'postponed', 'referred'] as const;
  const outcome = outcomes[random.weighted(odds)];
  const note = random.pick(NOTES[kind]);
  return {
    resident,
    kind,
    worker: workers.length > 0 ? random.pick(workers) : NONE,
    at,
    outcome,
    note: outcome === 'done' || outcome === 'referred' ? note : '',
  };
}
