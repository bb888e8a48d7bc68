/**
 * What a file can be imported as, and which columns each kind understands, under which names offices give them in
 * Chinese and English. Data only: the guess is import-mapping.ts, the reading of values import-values.ts.
 */
import type { TableName } from './tables.ts';
import type { Vocabulary } from './words.ts';

export const IMPORT_ROLES = ['buildings', 'homes', 'residents', 'devices', 'places', 'basemap'] as const;
export type ImportRole = (typeof IMPORT_ROLES)[number];

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

const PLACE: Record<string, FieldSpec> = {
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

const id = (...names: string[]): FieldSpec => ({
  type: 'text',
  names: [...names, 'id', 'code', 'fid', 'objectid', 'gid', 'osmid', '编号', '编码', '序号', '标识'],
});
const text = (...names: string[]): FieldSpec => ({ type: 'text', names });
const pii = (...names: string[]): FieldSpec => ({ type: 'text', pii: true, names });
const word = (words: Vocabulary, ...names: string[]): FieldSpec => ({ type: 'word', words, names });
const number = (min: number, max: number, ...names: string[]): FieldSpec => ({
  type: 'number',
  min,
  max,
  names,
});
const link = (...names: string[]): FieldSpec => ({ type: 'link', names });

const BUILDING_LINK = [
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
const ENTRANCE = ['entrance', 'unit', 'unitno', '单元', '单元号', '所在单元', '门洞'];
const DOOR = [
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
const FLOOR = ['floor', 'level', 'storey', '层', '楼层', '所在层', '所在楼层', '层号'];
const ADDRESS = [
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

export const ROLES: Record<ImportRole, RoleSpec> = {
  buildings: {
    table: 'buildings',
    geometry: 'polygon',
    keepsExtra: false,
    fileNames: /build|bldg|footprint|楼栋|建筑|楼宇|房屋面|osm/i,
    fields: {
      id: id('buildingid', 'buildingcode', '楼栋编号', '楼栋编码', '建筑编号'),
      name: text('name', 'buildingname', '名称', '楼名', '楼栋名称', '楼栋', '建筑名称', '楼号'),
      address: text(...ADDRESS),
      use: word(
        'buildingUse',
        'use',
        'usage',
        'function',
        'kinddetail',
        'landuse',
        'type',
        'kind',
        'building',
        '用途',
        '性质',
        '建筑用途',
        '使用性质',
        '类型',
      ),
      builtYear: number(
        1000,
        2200,
        'builtyear',
        'yearbuilt',
        'year',
        'startdate',
        'constructionyear',
        '建成年份',
        '建成年代',
        '建造年代',
        '竣工年份',
        '年代',
      ),
      floors: number(
        1,
        200,
        'floors',
        'levels',
        'buildinglevels',
        'storeys',
        'stories',
        'numfloors',
        'floorcount',
        '层数',
        '楼层数',
        '地上层数',
        '总层数',
        '楼层',
      ),
      floorsBelow: number(0, 20, 'floorsbelow', 'buildinglevelsunderground', 'basement', '地下层数'),
      height: number(
        0.5,
        900,
        'height',
        'buildingheight',
        'heightm',
        'measuredheight',
        'renderheight',
        '高度',
        '建筑高度',
        '楼高',
      ),
      base: number(0, 900, 'base', 'minheight', 'buildingminheight', 'renderminheight', '底高', '基底高度'),
      ...PLACE,
    },
  },
  homes: {
    table: 'homes',
    geometry: 'none',
    keepsExtra: false,
    fileNames: /home|house|dwelling|room|unit|房屋|住房|户室|房产/i,
    fields: {
      id: id('homeid', 'houseid', 'roomid', '房屋编号', '房屋编码', '房产编号'),
      building: link(...BUILDING_LINK),
      entrance: link(...ENTRANCE),
      floor: number(-20, 200, ...FLOOR),
      door: link(...DOOR),
      area: number(
        1,
        100_000,
        'area',
        'floorarea',
        'areasqm',
        'aream2',
        '面积',
        '建筑面积',
        '房屋面积',
        '套内面积',
        '使用面积',
      ),
      tenure: word(
        'tenure',
        'tenure',
        'ownership',
        '产权',
        '租赁',
        '产权租赁',
        '居住类型',
        '房屋性质',
        '使用情况',
        '房屋状态',
        '是否出租',
        '房屋用途',
      ),
      owner: pii('owner', 'ownername', '产权人', '业主', '业主姓名', '户主', '房主', '房主姓名'),
      ownerPhone: pii(
        'ownerphone',
        'ownermobile',
        '业主电话',
        '产权人电话',
        '房主电话',
        '联系电话',
        '电话',
        'phone',
      ),
    },
  },
  residents: {
    table: 'residents',
    geometry: 'none',
    keepsExtra: false,
    fileNames: /resident|person|people|population|household|人口|居民|人员|住户|花名册/i,
    fields: {
      id: id('residentid', 'personid', '人员编号', '居民编号', '人口编号'),
      name: pii('name', 'fullname', 'personname', 'residentname', '姓名', '人员姓名', '居民姓名', '名字'),
      sex: word('sex', 'sex', 'gender', '性别'),
      idNumber: pii(
        'idnumber',
        'idcard',
        'idno',
        'identity',
        'identitynumber',
        'cardno',
        '身份证号',
        '身份证',
        '身份证号码',
        '公民身份号码',
        '证件号码',
        '证件号',
      ),
      birth: {
        type: 'birth',
        names: [
          'birth',
          'birthdate',
          'birthday',
          'dateofbirth',
          'dob',
          'birthyear',
          '出生日期',
          '出生年月',
          '生日',
          '出生年份',
          '出生年月日',
        ],
      },
      phone: pii(
        'phone',
        'mobile',
        'tel',
        'telephone',
        'cell',
        '电话',
        '手机',
        '手机号',
        '手机号码',
        '联系电话',
        '联系方式',
        '电话号码',
      ),
      home: link('home', 'homeid', 'houseid', 'roomid', '房屋编号', '房屋编码', '所住房屋', '房屋'),
      building: link(...BUILDING_LINK),
      entrance: link(...ENTRANCE),
      door: link(...DOOR),
      address: { type: 'link', pii: true, names: ADDRESS },
      household: link('household', 'householdid', 'familyid', '户号', '户编号', '家庭编号', '户口簿编号'),
      kind: word(
        'residentKind',
        'kind',
        'residentkind',
        'residenttype',
        '人口类型',
        '人员类型',
        '人员类别',
        '居民类型',
        '人口类别',
      ),
      registration: word(
        'registration',
        'registration',
        'hukou',
        '户籍',
        '户口',
        '户籍状态',
        '户籍类型',
        '是否户籍',
      ),
      presence: word(
        'presence',
        'presence',
        'present',
        '在住',
        '居住状态',
        '是否在住',
        '人户状态',
        '是否常住',
      ),
      relation: word('relation', 'relation', 'relationship', '与户主关系', '关系', '与业主关系'),
      marital: word('marital', 'marital', 'maritalstatus', '婚姻', '婚姻状况'),
      education: word('education', 'education', '学历', '文化程度', '教育程度'),
      employment: word(
        'employment',
        'employment',
        'job',
        'occupation',
        '就业',
        '就业状况',
        '职业',
        '从业状况',
      ),
      assistance: word('assistance', 'assistance', '救助', '救助类型', '低保', '低保类型'),
      disability: word('disability', 'disability', '残疾', '残疾类型', '残疾类别'),
      mobility: word('mobility', 'mobility', '行动能力', '自理能力'),
      health: word('healthNeed', 'health', 'healthneed', 'disease', '健康', '健康状况', '慢病', '慢性病'),
      lng: PLACE.lng,
      lat: PLACE.lat,
      pair: PLACE.pair,
    },
  },
  devices: {
    table: 'devices',
    geometry: 'point',
    keepsExtra: false,
    fileNames: /device|sensor|iot|meter|alarm|设备|传感|终端|物联/i,
    fields: {
      id: id(
        'deviceid',
        'devicecode',
        'sn',
        'imei',
        'serial',
        '设备编号',
        '设备编码',
        '设备号',
        '设备id',
        '序列号',
      ),
      kind: word(
        'deviceKind',
        'devicetype',
        'devicekind',
        'sensortype',
        'kind',
        'type',
        'category',
        '设备类型',
        '设备种类',
        '类型',
        '设备名称',
        '种类',
      ),
      model: text('model', '型号', '设备型号', '规格', '规格型号'),
      building: link(...BUILDING_LINK),
      home: link('home', 'homeid', 'houseid', '房屋编号', '房屋'),
      floor: number(-20, 200, ...FLOOR),
      installed: {
        type: 'date',
        names: [
          'installed',
          'installedat',
          'installdate',
          'installtime',
          'installedday',
          '安装时间',
          '安装日期',
          '启用日期',
          '投用时间',
        ],
      },
      health: word('health', 'health', 'status', 'state', '状态', '设备状态', '运行状态', '在线状态'),
      ...PLACE,
    },
  },
  places: {
    table: 'places',
    geometry: 'point',
    keepsExtra: true,
    fileNames: /poi|place|point|facility|parking|点位|设施|场所/i,
    fields: {
      id: id(),
      name: text('name', 'title', 'label', 'locationname', '名称', '名字', '标题', '场所名称', '单位名称'),
      kind: text('kind', 'type', 'category', 'class', '类型', '类别', '分类'),
      ...PLACE,
    },
  },
  basemap: {
    table: 'basemap',
    geometry: 'any',
    keepsExtra: false,
    fileNames: /road|street|water|river|green|park|land|block|道路|水系|绿地|底图|地块/i,
    fields: {
      name: text('name', 'title', '名称', '道路名称'),
      kind: word(
        'basemapKind',
        'kind',
        'type',
        'class',
        'highway',
        'natural',
        'landuse',
        'fclass',
        '类型',
        '类别',
        '道路等级',
      ),
      width: number(0.2, 200, 'width', '宽度', '路宽'),
      wkt: PLACE.wkt,
    },
  },
};
