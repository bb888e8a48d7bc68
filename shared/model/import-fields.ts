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
  | 'birth'
  | 'lng'
  | 'lat'
  | 'pair'
  | 'wkt'
  | 'link';

export interface FieldSpec {
  type: FieldType;
  /** For words: the closed vocabulary; absent: any word. */
  words?: Vocabulary;
  /** Numbers outside are not believed and left out. */
  min?: number;
  max?: number;
  pii?: boolean;
  /** Names under which the column comes, compared without case, blanks and punctuation. */
  names: string[];
}

export interface RoleSpec {
  table: TableName;
  geometry: 'polygon' | 'point' | 'none' | 'any';
  /** Columns the table has no place for are kept as columns of their own. */
  keepsExtra: boolean;
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
    ],
  },
  lat: { type: 'lat', names: ['lat', 'latitude', 'y', '纬度', 'gpslat', 'wgs84lat', 'ycoord', 'point_y'] },
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

export const idField = (...names: string[]): FieldSpec => ({
  type: 'text',
  names: [...names, 'id', 'code', 'fid', 'objectid', 'gid', 'osmid', '编号', '编码', '序号', '标识'],
});
export const textField = (...names: string[]): FieldSpec => ({ type: 'text', names });
export const piiField = (...names: string[]): FieldSpec => ({ type: 'text', pii: true, names });
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
export const linkField = (...names: string[]): FieldSpec => ({ type: 'link', names });

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
