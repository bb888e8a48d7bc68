/**
 * Writes who takes work on and where things lie by the book: parties (departments, street offices, committees, property companies,
 * contractors, volunteer teams) and one standard address a building. Owns who employs which workers.
 */
import { NONE, type Table } from '../columns/column.ts';
import type { Word } from '../model/words.ts';
import { dictColumn, numbers, tableOf, textColumn, wordsColumn } from './column-writers.ts';
import type { Draft } from './draft.ts';
import { phoneNumber, surname } from './identity.ts';

/** Who employs a worker of a grid: a row of the parties. */
export interface Employers {
  of(role: Word<'workerRole'>, grid: number): number;
}

interface Party {
  name: string;
  kind: Word<'partyKind'>;
  type: Word<'partyType'>;
  duties: string;
  area: number;
}

const DEPARTMENTS: readonly [string, string][] = [
  ['公安派出所', '治安、流动人口'],
  ['城市管理队', '占道经营、环境卫生、违章搭建'],
  ['消防救援站', '消防、应急救援'],
  ['民政办', '救助、养老'],
  ['社区卫生服务中心', '义诊、慢病管理'],
  ['住房建设所', '房屋安全、物业管理'],
  ['市场监管所', '食品安全、特种设备'],
];
const CONTRACTORS: readonly [string, string][] = [
  ['电梯维保单位', '电梯'],
  ['燃气服务单位', '燃气'],
  ['供水抢修单位', '供水'],
  ['电力抢修单位', '供电'],
];

export function partiesTable(draft: Draft): { table: Table; employers: Employers } {
  const rows: Party[] = [];
  const add = (party: Party): number => rows.push(party) - 1;
  const committee = new Map<number, number>();
  const team = new Map<number, number>();
  const company = new Map<string, number>();
  const police = new Map<number, number>();
  draft.areas.forEach(({ name, level }, area) => {
    if (level === 'street') {
      add({
        name: `${name}办事处`,
        kind: 'government',
        type: 'streetOffice',
        duties: '综合协调、督办',
        area,
      });
      for (const [title, duties] of DEPARTMENTS) {
        const row = add({ name: `${name}${title}`, kind: 'government', type: 'department', duties, area });
        if (title === '公安派出所') police.set(area, row);
      }
    }
    if (level !== 'community' && level !== 'village') return;
    const body = level === 'village' ? '村民委员会' : '居民委员会';
    const duties = '网格服务、走访、助老助残';
    committee.set(area, add({ name: `${name}${body}`, kind: 'citizens', type: 'community', duties, area }));
    const volunteers = { kind: 'public', type: 'volunteerTeam', duties: '助餐、陪伴、巡防' } as const;
    team.set(area, add({ name: `${name}志愿服务队`, ...volunteers, area }));
  });
  for (const { company: name, area } of draft.compounds) {
    if (name === '' || company.has(name)) continue;
    const duties = '物业维修、门岗、保洁';
    company.set(name, add({ name, kind: 'business', type: 'propertyCompany', duties, area }));
  }
  for (const [name, duties] of CONTRACTORS)
    add({ name, kind: 'business', type: 'contractor', duties, area: 0 });
  const companyOf = new Map<number, number>();
  for (const { company: name, area } of draft.compounds)
    if (company.has(name) && !companyOf.has(area)) companyOf.set(area, company.get(name) as number);
  const employers: Employers = {
    of(role, grid) {
      const area = draft.grids[grid]?.area ?? -1;
      if (role === 'property') return companyOf.get(area) ?? NONE;
      if (role === 'volunteer') return team.get(area) ?? NONE;
      if (role === 'police') return police.get(draft.areas[area]?.parent ?? -1) ?? NONE;
      return committee.get(area) ?? NONE;
    },
  };
  return { table: write(rows), employers };
}

function write(rows: readonly Party[]): Table {
  const n = rows.length;
  return tableOf('parties', n, {
    id: textColumn(n, (r) => `P${String(r + 1).padStart(4, '0')}`),
    name: textColumn(n, (r) => rows[r].name),
    kind: wordsColumn('partyKind', n, (r) => rows[r].kind),
    type: wordsColumn('partyType', n, (r) => rows[r].type),
    duties: textColumn(n, (r) => rows[r].duties),
    area: numbers('u32', n, (r) => (rows[r].area < 0 ? NONE : rows[r].area), NONE),
    contact: textColumn(n, (r) => `${surname((r * 53) % 256)}主任`),
    phone: textColumn(n, (r) => phoneNumber(870_000_000 + r)),
  });
}

/** Road and number of an address such as `人民路3号`; the whole of it as the road where there is no number. */
function partsOf(address: string): { road: string; number: string } {
  const found = /^(.*?)(\d+)号/.exec(address);
  return found ? { road: found[1], number: `${found[2]}号` } : { road: address, number: '' };
}

/** One a building: areas from the highest down, then the building's own address. */
export function addressesTable(draft: Draft): Table {
  const { buildings, areas } = draft;
  const n = buildings.length;
  const link = (row: number): number => (row < 0 ? NONE : row);
  const above = (area: number): string =>
    area < 0 || area >= areas.length ? '' : above(areas[area].parent) + areas[area].name;
  const prefixes = areas.map((_, area) => above(area));
  const codes = new Map<number, number>();
  const code = buildings.map(({ area }) => {
    const next = (codes.get(area) ?? 0) + 1;
    codes.set(area, next);
    return `${areas[area]?.code ?? ''}${String(next).padStart(5, '0')}`;
  });
  const parts = buildings.map(({ address }) => partsOf(address));
  return tableOf('addresses', n, {
    code: textColumn(n, (r) => code[r]),
    text: textColumn(n, (r) => `${prefixes[buildings[r].area] ?? ''}${buildings[r].address}`),
    area: numbers('u32', n, (r) => link(buildings[r].area), NONE),
    road: dictColumn(n, (r) => parts[r].road),
    number: dictColumn(n, (r) => parts[r].number),
    compound: numbers('u32', n, (r) => link(buildings[r].compound), NONE),
    building: numbers('u32', n, (r) => r, NONE),
    entrance: dictColumn(n, () => ''),
    floor: numbers('i16', n, () => -32768, -32768),
    door: dictColumn(n, () => ''),
    home: numbers('u32', n, () => NONE, NONE),
  });
}
