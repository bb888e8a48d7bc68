/**
 * The shape of a role and of its fields, how to write them down, and the lists of names that several roles share. Data only; the roles are import-roles.ts.
 */
import type { TableName } from './tables.ts';
import type { Vocabulary } from './words.ts';

export type FieldType =
  | 'text'
  | 'number'
  | 'word'
  | 'date'
  | 'time'
  | 'birth'
  | 'tags'
  | 'lng'
  | 'lat'
  | 'pair'
  | 'wkt'
  | 'link';

export interface FieldSpec {
  type: FieldType;
  /** The table's column, where it is not the field's own name. */
  column?: string;
  /** For links: the table whose row it names, kept in the column of the field's name; null: only helps to find another. */
  target?: TableName | null;
  /** For words: the closed vocabulary; absent: any word. */
  words?: Vocabulary;
  /** Numbers outside are not believed and left out. */
  min?: number;
  max?: number;
  pii?: boolean;
  /** What at least half of the values look like; a column of others is not taken for it unasked. */
  form?: RegExp;
  /** Kept as it stands, full-width signs and all. */
  verbatim?: boolean;
  /** Names under which the column comes, compared without case, blanks and punctuation. */
  names: string[];
}

export interface RoleSpec {
  table: TableName;
  /**
   * What place a row needs. outline: a polygon or none; building: a polygon, or a point from a table; ground: a line or polygon; point: a point;
   * linked: a point or a link; home: a link to its building, or an id; free: any point or none; none: it has no place.
   */
  place: 'outline' | 'building' | 'ground' | 'point' | 'linked' | 'home' | 'free' | 'none';
  /** Columns the table has no place for are kept as columns of their own. */
  keepsExtra: boolean;
  /** Text columns by which a record is known again, the surest first. */
  keys: readonly string[];
  /** The column that holds the polygons. */
  outline?: string;
  /** Fields (text or link) without which a row means nothing. */
  needs?: string[];
  /** Names of files and layers that suggest the role. */
  fileNames: RegExp;
  fields: Record<string, FieldSpec>;
}

export const PLACE: Record<string, FieldSpec> = {
  lng: {
    type: 'lng',
    names: [
      'lng',
      'lon',
      'long',
      'longitude',
      'x',
      '经度',
      'gpslng',
      'gpslon',
      'wgs84lng',
      'xcoord',
      'point_x',
      '横坐标',
      '东坐标',
    ],
  },
  lat: {
    type: 'lat',
    names: ['lat', 'latitude', 'y', '纬度', 'gpslat', 'wgs84lat', 'ycoord', 'point_y', '纵坐标', '北坐标'],
  },
  pair: {
    type: 'pair',
    names: [
      'coordinates',
      'coordinate',
      'coords',
      'lnglat',
      'lonlat',
      'location',
      'position',
      '坐标',
      '经纬度',
    ],
  },
  wkt: { type: 'wkt', names: ['wkt', 'geom', 'geometry', 'thegeom', 'shape', '几何', '边界', '轮廓'] },
};

/** What a record is known by: no measure and no yes or no. `12.0` is how some programs write 12. */
const KEY_FORM = /^(?!(?:-?\d*\.\d*[1-9]\d*|yes|no|true|false|是|否)$)/i;
/** A code of the administrative division (GB/T 2260 and longer), or a name. */
const AREA_FORM = /^\d{6,}$|^(?!(?:yes|no|true|false|是|否)$).*[^\d\s.,+-]/i;
/** Some digits of a telephone number. */
const PHONE_FORM = /\d(?:[\s()*+-]*\d){2}/;

export const idField = (...names: string[]): FieldSpec => ({
  type: 'text',
  form: KEY_FORM,
  names: [...names, 'id', 'code', 'fid', 'objectid', 'gid', 'osmid', '编号', '编码', '序号', '标识'],
});
export const textField = (...names: string[]): FieldSpec => ({ type: 'text', names });
export const piiField = (...names: string[]): FieldSpec => ({ type: 'text', pii: true, names });
export const phoneField = (...names: string[]): FieldSpec => ({ ...piiField(...names), form: PHONE_FORM });
export const wordField = (words: Vocabulary, ...names: string[]): FieldSpec => ({
  type: 'word',
  words,
  names,
});
export const numberField = (min: number, max: number, ...names: string[]): FieldSpec => ({
  type: 'number',
  min,
  max,
  names,
});
export const linkField = (target: TableName | null, ...names: string[]): FieldSpec => ({
  type: 'link',
  target,
  form: KEY_FORM,
  names,
});
/** A moment: whole seconds since 1970-01-01T00:00Z in the column of the same name. */
export const timeField = (...names: string[]): FieldSpec => ({ type: 'time', names });
export const dateField = (column: string, ...names: string[]): FieldSpec => ({ type: 'date', column, names });

export const BUILDING_LINK = [
  'building',
  'buildingid',
  'buildingcode',
  'bldg',
  'bldid',
  'block',
  '楼栋',
  '楼栋号',
  '楼栋编号',
  '楼号',
  '幢',
  '幢号',
  '栋',
  '栋号',
  '所在楼栋',
  '建筑物',
  '楼宇',
];
export const ENTRANCE = ['entrance', 'unit', 'unitno', '单元', '单元号', '所在单元', '门洞'];
export const DOOR = [
  'door',
  'room',
  'roomno',
  'apartment',
  'doorno',
  '房号',
  '室',
  '室号',
  '门牌',
  '房间号',
  '户号',
  '房屋号',
  '门号',
];
export const FLOOR = ['floor', 'level', 'storey', '层', '楼层', '所在层', '所在楼层', '层号'];
export const ADDRESS = [
  'address',
  'addr',
  '地址',
  '住址',
  '详细地址',
  '门牌地址',
  '标准地址',
  '居住地址',
  '现住址',
  '现居住地',
  '坐落',
  '房屋坐落',
  'addrfull',
  'addrstreet',
];

export const GRID_LINK = ['grid', 'gridcode', 'gridid', '网格', '网格编码', '网格编号', '所属网格'];

export const HOME_LINK = ['home', 'homeid', 'houseid', 'roomid', '房屋编号', '房屋编码', '所住房屋', '房屋'];
/** By the id of the person's record, else the citizen number. */
export const RESIDENT_LINK = [
  'resident',
  'residentid',
  'personid',
  'idnumber',
  'idcard',
  '居民编号',
  '人员编号',
  '居民',
  '身份证号',
  '身份证号码',
  '公民身份号码',
  '证件号码',
];

/** Labels of the record, separated by `;`. */
export const TAGS: FieldSpec = { type: 'tags', names: ['tags', 'taglist'] };

/** The community (社区) a record lies in. */
export const COMMUNITY: FieldSpec = {
  type: 'link',
  column: 'area',
  target: 'areas',
  form: AREA_FORM,
  names: ['community', 'area', 'areacode', 'communitycode', '社区', '社区代码', '社区名称', '所属社区'],
};
