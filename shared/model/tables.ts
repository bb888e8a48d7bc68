/**
 * The tables of a community generation: which columns each entity has, of what kind, class and role.
 * This is data: the codec, the filter language, the table view, the import desk and the sample generator
 * all read it. Labels are message ids `table.<name>` and `column.<table>.<column>`; category words are
 * `word.<words>.<word>`.
 *
 * Row order is by place (see docs/stories/frame.md): buildings in Hilbert order; entrances grouped by building;
 * homes grouped by building, entrance, floor (from the ground up), door; residents and their contacts grouped by home, then household;
 * vehicles grouped by home; services by resident and readings by device, each by time; records without a home at the end in Hilbert order of their own point.
 */
import type { NumberType } from '../columns/column.ts';

// biome-ignore format: a list is read at one look
export type TableName =
  | 'areas' | 'grids' | 'compounds' | 'basemap' | 'buildings' | 'entrances' | 'homes' | 'residents'
  | 'contacts' | 'vehicles' | 'devices' | 'cameras' | 'facilities' | 'organisations' | 'workers' | 'pastAlerts'
  | 'places' | 'addresses' | 'parties' | 'services' | 'readings';

/** core: drawn and counted; pii: personal, stored apart and never sent to a wall. */
export type ColumnClass = 'core' | 'pii';

export type ColumnSpec =
  | {
      kind: 'number';
      type: NumberType;
      class: ColumnClass;
      missing?: number;
      link?: TableName;
      role?: 'date' | 'time';
    }
  /** `words` names the closed vocabulary in words.ts; absent: any word may occur. */
  | { kind: 'dict'; class: ColumnClass; words?: string }
  /** `packed`: kept small in blocks once a generation is whole (packed-text.ts): shown often, searched seldom. */
  | { kind: 'text'; class: ColumnClass; packed?: boolean }
  | { kind: 'tags'; class: ColumnClass }
  | { kind: 'geometry'; shape: 'line' | 'polygon'; class: ColumnClass };

export interface TableSpec {
  columns: Record<string, ColumnSpec>;
  /** The column a person knows a record by. */
  title: string;
}

const NONE = 0xffffffff;
const text = (cls: ColumnClass = 'core'): ColumnSpec => ({ kind: 'text', class: cls });
const packed = (cls: ColumnClass): ColumnSpec => ({ kind: 'text', class: cls, packed: true });
const dict = (words?: string, cls: ColumnClass = 'core'): ColumnSpec =>
  words ? { kind: 'dict', class: cls, words } : { kind: 'dict', class: cls };
const num = (type: NumberType, missing?: number): ColumnSpec =>
  missing === undefined
    ? { kind: 'number', type, class: 'core' }
    : { kind: 'number', type, class: 'core', missing };
const link = (table: TableName): ColumnSpec => ({
  kind: 'number',
  type: 'u32',
  class: 'core',
  missing: NONE,
  link: table,
});
/** Point coordinates: whole 1e-7 degrees, WGS84. */
const degrees = (): ColumnSpec => ({ kind: 'number', type: 'i32', class: 'core', missing: -0x80000000 });
/** Days since 1970-01-01 (UTC calendar day). */
const day = (): ColumnSpec => ({ kind: 'number', type: 'u16', class: 'core', missing: 0, role: 'date' });
/** Seconds since 1970-01-01T00:00Z. */
const time = (): ColumnSpec => ({ kind: 'number', type: 'u32', class: 'core', missing: 0, role: 'time' });
const polygon = (): ColumnSpec => ({ kind: 'geometry', shape: 'polygon', class: 'core' });

export const TABLES: Record<TableName, TableSpec> = {
  areas: {
    title: 'name',
    columns: {
      code: text(),
      name: text(),
      level: dict('areaLevel'),
      parent: link('areas'),
      boundary: polygon(),
    },
  },
  grids: {
    title: 'name',
    columns: {
      code: text(),
      name: text(),
      kind: dict('gridKind'),
      area: link('areas'),
      startDay: day(),
      /** Its workers name it themselves; these two answer for it. */
      head: link('workers'),
      police: link('workers'),
      endDay: day(),
      status: dict('gridStatus'),
      outline: polygon(),
    },
  },
  compounds: {
    title: 'name',
    columns: {
      id: text(),
      name: text(),
      company: dict(),
      builtYear: num('u16', 0),
      area: link('areas'),
      boundary: polygon(),
    },
  },
  /** Ground features: water, green and walls; roads as centre lines with their width in metres. */
  basemap: {
    title: 'name',
    columns: {
      kind: dict('basemapKind'),
      name: text(),
      width: num('f32', 0),
      lines: { kind: 'geometry', shape: 'line', class: 'core' },
      polygons: polygon(),
    },
  },
  buildings: {
    title: 'address',
    columns: {
      id: text(),
      name: text(),
      address: text(),
      compound: link('compounds'),
      area: link('areas'),
      use: dict('buildingUse'),
      builtYear: num('u16', 0),
      floors: num('u8', 0),
      floorsBelow: num('u8'),
      height: num('f32'),
      base: num('f32'),
      /** A point inside the footprint. */
      lng: degrees(),
      lat: degrees(),
      footprint: polygon(),
    },
  },
  entrances: {
    title: 'label',
    columns: { building: link('buildings'), label: dict(), lng: degrees(), lat: degrees() },
  },
  homes: {
    title: 'address',
    columns: {
      id: text(),
      building: link('buildings'),
      entrance: link('entrances'),
      floor: { kind: 'number', type: 'i16', class: 'core', missing: -32768 },
      door: dict(),
      area: num('f32', 0),
      tenure: dict('tenure'),
      owner: text('pii'),
      ownerPhone: text('pii'),
      /** The owner's own record, where the owner is one of the residents. */
      ownerResident: link('residents'),
      tags: { kind: 'tags', class: 'core' },
    },
  },
  residents: {
    title: 'name',
    columns: {
      id: text(),
      home: link('homes'),
      /** A number shared by the members of one household; NONE: in no household. */
      household: num('u32', NONE),
      sex: dict('sex'),
      birthYear: num('u16', 0),
      birthMonth: num('u8', 0),
      kind: dict('residentKind'),
      registration: dict('registration'),
      presence: dict('presence'),
      relation: dict('relation'),
      marital: dict('marital'),
      education: dict('education'),
      employment: dict('employment'),
      income: dict('incomeKind'),
      assistance: dict('assistance'),
      disability: dict('disability'),
      mobility: dict('mobility'),
      tags: { kind: 'tags', class: 'core' },
      /** How the place was found and how sure that is, per cent; blank where nothing was looked up. */
      linkMethod: dict('linkMethod'),
      linkConfidence: num('u8', 0),
      /** Own point, only of those without a home. */
      lng: degrees(),
      lat: degrees(),
      name: text('pii'),
      idNumber: packed('pii'),
      phone: text('pii'),
      birthDay: { kind: 'number', type: 'u8', class: 'pii', missing: 0 },
      health: dict('healthNeed', 'pii'),
      /** The address as the register wrote it. */
      rawAddress: packed('pii'),
      /** Source and date of each field (field-sources.ts). */
      sources: dict(undefined, 'pii'),
    },
  },
  contacts: {
    title: 'name',
    columns: {
      resident: link('residents'),
      order: num('u8'),
      relation: dict('relation'),
      consent: dict('yesNo'),
      name: text('pii'),
      phone: text('pii'),
    },
  },
  vehicles: {
    title: 'plate',
    columns: {
      id: text(),
      kind: dict('vehicleKind'),
      energy: dict('energy'),
      home: link('homes'),
      resident: link('residents'),
      linkMethod: dict('linkMethod'),
      linkConfidence: num('u8', 0),
      parking: dict(),
      lng: degrees(),
      lat: degrees(),
      plate: text('pii'),
    },
  },
  devices: {
    title: 'id',
    columns: {
      id: text(),
      kind: dict('deviceKind'),
      model: dict(),
      building: link('buildings'),
      home: link('homes'),
      resident: link('residents'),
      linkMethod: dict('linkMethod'),
      linkConfidence: num('u8', 0),
      floor: { kind: 'number', type: 'i16', class: 'core', missing: -32768 },
      lng: degrees(),
      lat: degrees(),
      installedDay: day(),
      unit: dict(),
      /** A reading below or above is an alert; in `unit`. */
      alarmLow: num('f32'),
      alarmHigh: num('f32'),
      lastValue: { kind: 'number', type: 'f32', class: 'core' },
      lastSeen: time(),
      health: dict('health'),
    },
  },
  cameras: {
    title: 'id',
    columns: {
      id: text(),
      kind: dict('cameraKind'),
      owner: dict('cameraOwner'),
      building: link('buildings'),
      lng: degrees(),
      lat: degrees(),
      /** Degrees clockwise from north; field of view in degrees; range in metres. */
      bearing: num('u16'),
      view: num('u16'),
      range: num('u16'),
      /** Where its picture is fetched from; no user name and no password belongs here. */
      snapshot: text(),
      stream: text(),
      viewers: dict('cameraViewers'),
      health: dict('health'),
    },
  },
  facilities: {
    title: 'name',
    columns: {
      id: text(),
      name: text(),
      kind: dict('facilityKind'),
      party: dict('partyKind'),
      building: link('buildings'),
      lng: degrees(),
      lat: degrees(),
    },
  },
  organisations: {
    title: 'name',
    columns: {
      id: text(),
      name: text(),
      kind: dict('organisationKind'),
      unifiedCode: text(),
      licence: text(),
      address: text(),
      building: link('buildings'),
      home: link('homes'),
      headcount: num('u16'),
      lng: degrees(),
      lat: degrees(),
      contact: text('pii'),
      phone: text('pii'),
    },
  },
  workers: {
    title: 'name',
    columns: {
      id: text(),
      /** Workers serve in public: their names are shown on duty lists, so core. */
      name: text(),
      role: dict('workerRole'),
      grid: link('grids'),
      party: link('parties'),
      /** Who stands in for whom: A and B of a post. */
      post: dict('workPost'),
      shift: dict('workShift'),
      onDuty: dict('yesNo'),
      lng: degrees(),
      lat: degrees(),
      phone: text('pii'),
    },
  },
  /** Twelve months of alerts and what became of them, for indicators and replay. */
  pastAlerts: {
    title: 'device',
    columns: {
      device: link('devices'),
      kind: dict('deviceKind'),
      level: num('u8'),
      raised: time(),
      acknowledged: time(),
      dispatched: time(),
      closed: time(),
      outcome: dict('outcome'),
    },
  },
  /** Any imported point layer that is none of the above. Extra columns of the file are added as they come. */
  places: {
    title: 'name',
    columns: { id: text(), name: text(), kind: dict(), lng: degrees(), lat: degrees() },
  },
  /** Standard addresses (标准地址): the parts of each and its normal form (address-form.ts). Of places, not of persons. */
  addresses: {
    title: 'text',
    columns: {
      code: text(),
      text: text(),
      area: link('areas'),
      road: dict(),
      number: dict(),
      compound: link('compounds'),
      building: link('buildings'),
      entrance: dict(),
      floor: { kind: 'number', type: 'i16', class: 'core', missing: -32768 },
      door: dict(),
      home: link('homes'),
    },
  },
  /** Departments, street offices, property companies, contractors, volunteer teams: who takes work on. */
  parties: {
    title: 'name',
    columns: {
      id: text(),
      name: text(),
      kind: dict('partyKind'),
      type: dict('partyType'),
      /** Categories of matters it takes on, separated by `、`. */
      duties: text(),
      area: link('areas'),
      contact: text('pii'),
      phone: text('pii'),
    },
  },
  /** What was done for a resident: by resident, then by time. */
  services: {
    title: 'id',
    columns: {
      id: text(),
      kind: dict('serviceKind'),
      resident: link('residents'),
      worker: link('workers'),
      at: time(),
      outcome: dict('serviceOutcome'),
      note: packed('pii'),
    },
  },
  /**
   * What devices measured: by device, then by time. `span` 0: one measurement; else `value` is the mean of that many minutes from `at` on,
   * `low` and `high` the least and the most of them. Not a number: not known.
   */
  readings: {
    title: 'device',
    columns: {
      device: link('devices'),
      at: time(),
      value: { kind: 'number', type: 'f32', class: 'core' },
      span: num('u16', 0),
      low: num('f32'),
      high: num('f32'),
    },
  },
};

export const TABLE_NAMES = Object.keys(TABLES) as TableName[];
