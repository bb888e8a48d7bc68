/**
 * A data engine without data: answers every question of the Map workspace with plausible numbers, the same each time.
 * Owns made-up answers only; nothing here filters or selects for real.
 */
import type {
  BuildingDossier,
  ColumnStatistics,
  DataEngine,
  Dossier,
  Facets,
  RecordRef,
  SearchHit,
  SelectionAnswer,
  StackingCell,
  TablePage,
  TableRequest,
} from '../../renderer/worker/engine-api.ts';
import { TABLES, type TableName } from '../../shared/model/tables.ts';
import { HOME_TAGS, RESIDENT_TAGS, WORDS } from '../../shared/model/words.ts';
import type { Filter, LngLat, Selection, Summary, WordCount } from '../../shared/query/selection.ts';
import { fakeCases } from './fake-cases.ts';
import { random } from './seeded-random.ts';

const SURNAMES = ['王', '李', '张', '陈', '顾', '沈', '陆', '钱', '朱', '吴'];
const GIVEN = ['秀英', '建国', '雨桐', '志强', '子涵', '桂兰', '思远', '丽华', '明轩', '玉兰'];
const nameOf = (row: number) => SURNAMES[row % 10] + GIVEN[Math.floor(row / 10) % 10];
const CENTRE: LngLat = [120.6243, 31.3112];
const pointOf = (row: number): LngLat => [
  CENTRE[0] + ((row % 37) - 18) * 2e-4,
  CENTRE[1] + ((row % 29) - 14) * 2e-4,
];

const AGES = [
  3.1, 3.8, 3.6, 3.2, 5.4, 7.9, 9.4, 9.1, 8.2, 7.4, 6.9, 7.6, 8.4, 6.8, 4.3, 2.6, 1.4, 0.7, 0.2, 0.05, 0.01,
];

function shares(words: readonly string[], total: number, weights: number[]): WordCount[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  return words.map((word, i) => ({ word, count: Math.round(((weights[i] ?? 1) / sum) * total) }));
}

/** Counts for `people` residents; `older` tilts the pyramid. */
export function fakeSummary(people: number, older: number, base: Filter['base']): Summary {
  const homes = Math.round(people / 2.75);
  const devices = Math.round(people / 13);
  const band = (male: number) =>
    Uint32Array.from(AGES, (share, i) =>
      Math.round((share / 100) * people * male * (1 + older * (i / 10 - 1))),
    );
  return {
    base,
    counts: {
      residents: people,
      homes,
      buildings: Math.ceil(homes / 28),
      vehicles: Math.round(people / 4.4),
      devices,
      cameras: Math.ceil(people / 120),
      facilities: Math.ceil(people / 180),
      organisations: Math.ceil(people / 60),
      workers: Math.ceil(people / 300),
      grids: 8,
    },
    households: Math.round(people / 2.86),
    pyramid: { male: band(0.49), female: band(0.51), unknown: Math.round(people / 210) },
    tags: shares(RESIDENT_TAGS, people * 0.42, [40, 22, 6, 11, 7, 2, 15, 30, 12, 1, 33, 18, 14, 9, 5]),
    homeTags: shares(HOME_TAGS, homes * 0.16, [8, 22, 14, 10, 3]),
    words: {
      tenure: shares(WORDS.tenure, homes, [58, 29, 9, 4]),
      deviceKind: shares(WORDS.deviceKind, devices, [40, 16, 14, 3, 2, 8, 5, 3, 4, 1, 5, 6, 1]),
      deviceHealth: shares(WORDS.health, devices, [91, 4, 4, 1]),
      sex: shares(WORDS.sex, people, [49, 51]),
      kind: shares(WORDS.residentKind, people, [70, 27, 3]),
      registration: shares(WORDS.registration, people, [72, 28]),
      presence: shares(WORDS.presence, people, [93, 7]),
      relation: shares(WORDS.relation.slice(0, 8), people, [35, 24, 25, 6, 4, 2, 1, 3]),
      marital: shares(WORDS.marital, people, [24, 65, 4, 7]),
      education: shares(WORDS.education, people, [5, 12, 25, 24, 29, 5]),
      employment: shares(WORDS.employment, people, [6, 14, 46, 7, 3, 22, 2]),
      assistance: shares(WORDS.assistance, people, [97, 1.6, 1, 0.4]),
      disability: shares(WORDS.disability, people, [96, 0.6, 0.7, 1.8, 0.4, 0.4, 0.1]),
      mobility: shares(WORDS.mobility, people, [94, 4, 1.5, 0.5]),
    },
  };
}

function facets(summary: Summary): Facets {
  const ages = new Uint32Array(121);
  for (let age = 0; age < 105; age++) {
    const wave = 1 + 0.12 * Math.sin(age * 1.7);
    const band = Math.floor(age / 5);
    ages[age] = Math.round(((summary.pyramid.male[band] + summary.pyramid.female[band]) / 5) * wave);
  }
  return {
    words: summary.words,
    tags: summary.tags,
    homeTags: summary.homeTags,
    ages,
    matching: summary.counts.residents ?? 0,
  };
}

function cellsOf(seed: number, floors: number, entrances: number, doors: number): StackingCell[] {
  const next = random(seed);
  const cells: StackingCell[] = [];
  for (let entrance = 1; entrance <= entrances; entrance++) {
    for (let floor = 1; floor <= floors; floor++) {
      for (let door = 1; door <= doors; door++) {
        const tenure = WORDS.tenure[[0, 0, 0, 0, 0, 1, 1, 1, 2, 3][Math.floor(next() * 10)]];
        const residents = tenure === 'vacant' ? 0 : 1 + Math.floor(next() * next() * 7.5);
        cells.push({
          home: cells.length,
          floor,
          entrance: String(entrance),
          door: `${floor}${String(door).padStart(2, '0')}`,
          tenure,
          residents,
          households: residents === 0 ? 0 : 1 + Math.floor(next() * next() * 2.4),
          tags: next() < 0.16 ? [HOME_TAGS[Math.floor(next() * HOME_TAGS.length)]] : [],
          devices: next() < 0.2 ? 1 : 0,
          matching: Math.floor(next() * (residents + 1)),
        });
      }
    }
  }
  return cells;
}

const ref = (table: TableName, row: number, label: string, kind: string): RecordRef => ({
  table,
  row,
  label,
  kind,
  point: pointOf(row),
});

/** Row 0: a slab of 6 floors and 4 entrances; row 1: a tower of 33 floors. */
export function fakeBuilding(row: number): BuildingDossier {
  const tower = row % 2 === 1;
  const cells = tower ? cellsOf(row + 7, 33, 1, 8) : cellsOf(row + 3, 6, 4, 2);
  return {
    row,
    name: `${row + 1} 号楼`,
    address: `三香路 128 号 ${row + 1} 幢`,
    use: 'residential',
    builtYear: tower ? 2014 : 1996,
    floors: tower ? 33 : 6,
    grid: { row: 2, code: '320508001001G03', name: '第三网格' },
    workers: ['沈丽华'],
    compound: '彩香一村',
    cells,
    residents: cells.reduce((sum, cell) => sum + cell.residents, 0),
    households: cells.reduce((sum, cell) => sum + cell.households, 0),
    devices: [ref('devices', 12, 'TILT-0012', 'tilt'), ref('devices', 13, 'SMK-0013', 'smoke')],
    cameras: [ref('cameras', 3, 'CAM-0003', 'gate')],
    facilities: [],
  };
}

function cell(table: TableName, column: string, row: number): string | number {
  if (column === 'age') return (row * 13) % 98;
  const spec = TABLES[table].columns[column];
  if (spec.kind === 'tags') return row % 4 === 0 ? 'livingAlone60, chronicallyIll' : '';
  if (spec.kind === 'dict') {
    const words: readonly string[] = spec.words ? WORDS[spec.words as keyof typeof WORDS] : ['一', '二'];
    return row % 17 === 0 ? '' : words[(row * 7) % words.length];
  }
  if (spec.kind === 'text') {
    if (column === 'name') return nameOf(row);
    if (column === 'phone') return `1990${String(1000000 + row * 37).slice(0, 7)}`;
    if (/address/i.test(column)) return `三香路 128 号 ${(row % 23) + 1} 幢 2 单元 602 室`;
    return `${table.slice(0, 3).toUpperCase()}-${String(row).padStart(6, '0')}`;
  }
  if (spec.kind !== 'number') return '';
  if (column === 'lng') return pointOf(row)[0];
  if (column === 'lat') return pointOf(row)[1];
  if (column === 'floor') return 1 + (row % 33);
  if (column === 'birthYear') return 1938 + ((row * 13) % 84);
  if (spec.role === 'date') return 19000 + (row % 900);
  if (spec.role === 'time') return 1_770_000_000 + row * 61;
  if (spec.link) return spec.link === 'homes' ? `${(row % 23) + 1} 幢 2-602` : nameOf(row + 5);
  return (row * 31) % 97;
}

/** More rows than a browser can lay out, so that the table has to scale its scroll bar. */
export const FAKE_ROWS = 1_117_500;

function page({ table, columns, scope, from, to }: TableRequest): TablePage {
  const total = table === 'places' ? 0 : scope === 'all' && table === 'residents' ? FAKE_ROWS : 412;
  const rows = Uint32Array.from({ length: Math.max(0, Math.min(to, total) - from) }, (_, i) => from + i);
  const cells: TablePage['cells'] = {};
  for (const column of columns) cells[column] = Array.from(rows, (row) => cell(table, column, row));
  return { total, rows, cells };
}

const LINKS: Dossier['links'] = [
  { ...ref('homes', 14, '彩香一村 1 幢 2 单元 602 室', 'owner'), relation: 'home' },
  { ...ref('residents', 21, nameOf(21), 'registered'), relation: 'spouse' },
  { ...ref('residents', 33, nameOf(33), 'registered'), relation: 'child' },
  { ...ref('vehicles', 5, '苏E·8F2K1', 'car'), relation: 'vehicle' },
  { ...ref('devices', 9, 'SOS-0009', 'oneKey'), relation: 'device' },
  { ...ref('contacts', 2, nameOf(47), 'child'), relation: 'contact' },
];

function dossier(table: TableName, row: number): Dossier {
  const { columns } = TABLES[table];
  const fields = Object.keys(columns)
    .filter((column) => columns[column].kind !== 'geometry' && columns[column].kind !== 'tags')
    .map((column) => ({ column, value: cell(table, column, row + 1), pii: columns[column].class === 'pii' }));
  return {
    table,
    row,
    title: String(cell(table, TABLES[table].title in columns ? TABLES[table].title : 'id', row)),
    point: pointOf(row),
    fields,
    tags:
      table === 'residents'
        ? ['livingAlone60', 'chronicallyIll', 'partyMember']
        : table === 'homes'
          ? ['oldWiring']
          : [],
    links: LINKS.filter((link) => link.table !== 'homes' || table !== 'homes'),
    age: table === 'residents' ? 74 : null,
  };
}

function hits(text: string): SearchHit[] {
  if (text === 'zzz') return [];
  const hit = (table: TableName, row: number, title: string, subtitle: string): SearchHit => ({
    table,
    row,
    title,
    subtitle,
    point: pointOf(row),
  });
  return [
    hit('buildings', 0, '彩香一村 1 幢', '三香路 128 号'),
    hit('buildings', 1, '彩香一村 2 幢', '三香路 128 号 · 33 层'),
    hit('grids', 2, '第三网格', '320508001001G03'),
    hit('residents', 30, '王秀英', '彩香一村 1 幢 2-602'),
    hit('residents', 41, '王雪妍', '彩香一村 7 幢 1-301'),
    hit('vehicles', 5, '苏E·8F2K1', '轿车 · 王秀英'),
    hit('devices', 9, 'SOS-0009', '一键呼叫 · 1 幢 2-602'),
  ];
}

const statistics: ColumnStatistics = {
  rows: 412,
  missing: 21,
  distinct: 84,
  min: 1931,
  max: 2025,
  mean: 1977.4,
  top: [
    { word: 'registered', count: 260 },
    { word: 'migrant', count: 118 },
    { word: 'lodging', count: 13 },
  ],
};

/** What the Map workspace asks for; the rest of the engine refuses. */
export function fakeEngine(): DataEngine {
  let selection: Selection = [];
  let filter: Filter = { base: 'permanent', conditions: [], expression: '' };
  const part = () => 1 / (1 + filter.conditions.length);
  const refuse = (name: string) => () => Promise.reject(new Error(`the stand-in engine does not ${name}`));
  const refuseAll = <Name extends string>(what: string, names: readonly Name[]) =>
    Object.fromEntries(names.map((name) => [name, refuse(what)])) as Record<Name, () => Promise<never>>;
  const answer = (): SelectionAnswer => ({
    selected:
      selection.length === 0
        ? fakeSummary(0, 0, filter.base)
        : fakeSummary(Math.round(412 * part()), 0.25, filter.base),
    whole: fakeSummary(Math.round(7503 * part()), 0, filter.base),
    buildings: selection.length === 0 ? new Uint32Array(0) : Uint32Array.of(0, 1, 2),
    bounds: selection.length === 0 ? null : [120.62, 31.31, 120.63, 31.32],
    ms: 3,
  });
  return {
    start: refuse('start'),
    holdCoreKeys: refuse('hold keys'),
    holdDisclosure: refuse('round numbers'),
    takeDesk: refuse('seat anybody'),
    breakGlass: refuse('break glass'),
    sealing: refuse('tell of keys'),
    reseal: refuse('seal'),
    reveal: refuse('reveal'),
    loadSample: refuse('load'),
    packSnapshot: refuse('pack'),
    sendSnapshot: refuse('pack'),
    restoreSnapshot: refuse('restore'),
    cancel: refuse('cancel'),
    // biome-ignore format: a list is read at one look
    ...refuseAll('plan grids', [
      'servePlan', 'planDrift', 'draftCarry', 'carryStep', 'plans', 'planAreas', 'comparePlan', 'balancePlan', 'acceptBalance', 'draftPlan', 'sendPlanBase',
      'openPlan', 'closePlan', 'tryAction', 'actOn', 'planStep', 'planChange', 'planMoves', 'planCodes', 'exportPlanCodes', 'checkPlan',
      'planObstacles', 'statePlan', 'vertexNear', 'borderNear', 'cellAt', 'planSystems', 'exportPlan', 'lookPlanFile',
      'leavePlanFile', 'readPlanList', 'planListRejects', 'layPlanAreas', 'lookUnits', 'draftUnitPlan', 'newGrids', 'planSheets',
      'planPapers', 'draftSubmission', 'submissionFile', 'answerFile', 'readSigned', 'lookSigned', 'sendSignedBase', 'leaveSigned',
    ] as const),
    inspectFile: refuse('import'),
    forgetFile: refuse('import'),
    previewImport: refuse('import'),
    replaced: async () => null,
    outline: async () => null,
    runImport: refuse('import'),
    exportCommunity: refuse('export'),
    saveSealed: refuse('save'),
    restoreSealed: refuse('restore'),
    openBasemap: refuse('open a basemap'),
    basemapTile: async () => new Uint8Array(0),
    closeBasemap: async () => {},
    status: refuse('tell its status'),
    directory: refuse('list'),
    witness: refuse('witness'),
    witnessed: refuse('witness'),
    previewAssign: refuse('assign'),
    gridOf: refuse('assign'),
    applyJournal: refuse('apply'),
    bookmarks: async () => [],
    ...fakeCases(refuse),
    camerasAt: async () => [],
    ...refuseAll('know cases', ['callSheet', 'incident', 'incidentNames'] as const),
    deviceHistory: async () => ({ until: 0, day: [], month: [], alerts: [], alertsInAll: 0 }),
    around: refuse('count'),
    keepQuestion: refuse('keep'),
    askAgain: refuse('ask'),
    live: refuse('live'),
    qualityReport: refuse('check'),
    qualityRows: refuse('check'),
    previewFix: refuse('repair'),
    applyFix: refuse('repair'),
    spotSheet: refuse('draw'),
    qualityHistory: refuse('check'),
    tagListings: refuse('label'),
    tagRules: async () => [],
    countRule: refuse('label'),
    mayEdit: async () => false,
    formRecord: refuse('edit'),
    householdsOf: refuse('edit'),
    entrancesOf: refuse('edit'),
    checkEdit: refuse('edit'),
    prepareEdit: refuse('edit'),
    prepareUndo: refuse('edit'),
    editHistory: async () => [],
    editedRows: refuse('edit'),
    followRows: refuse('edit'),
    slotsOf: async (buildings) => buildings,
    workTargets: refuse('work'),
    roundTargets: refuse('round'),
    orphans: refuse('label'),
    notices: refuse('notices'),
    recipients: refuse('notices'),
    noticeFile: refuse('notices'),
    sealNote: refuse('rounds'),
    rounds: refuse('rounds'),
    roundHomes: refuse('rounds'),
    linkWork: refuse('link'),
    linkable: refuse('link'),
    homesOfBuilding: refuse('link'),
    applyLinks: refuse('link'),
    applySuggestions: refuse('link'),
    compareRegisters: refuse('compare'),
    registerPersons: refuse('compare'),
    registerAccuracy: refuse('compare'),
    registerTable: refuse('compare'),
    forgetRegisters: refuse('compare'),
    crossTable: refuse('cross'),
    packScan: refuse('keep scans'),
    sendScan: refuse('keep scans'),
    openScan: refuse('keep scans'),
    drawnGround: async () => ({ buildings: [], compounds: [], boundary: [], more: false }),
    drawnRecord: async () => null,
    drawnAt: async () => null,
    belonging: async () => ({ compound: null, area: null, grid: null }),
    marks: async () => [],
    tile: async () => new Uint8Array(0),
    near: async () => [],
    whatIsHere: async () => [],
    setFilter: async (next) => {
      filter = next;
    },
    select: async (next) => {
      selection = next;
      return answer();
    },
    facets: async () => facets(fakeSummary(Math.round(7503 * part()), 0, filter.base)),
    page: async (request) => page(request),
    columnStatistics: async () => statistics,
    exportRows: async ({ columns, headings }) =>
      new TextEncoder().encode(columns.map((column) => headings[column] ?? column).join(',')),
    search: async (text) => hits(text),
    building: async (row) => fakeBuilding(row),
    dossier: async (table, row) => dossier(table, row),
  };
}
