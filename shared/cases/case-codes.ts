/**
 * What a case is about, as data: the seven service categories and the components and events (部件、事件) under them. The national code
 * tables (GB/T 30428.2) are sold, not free, so a matter goes by a word of ours. Shown as `cases.matter.<id>`.
 */
import type { DeviceKind } from '../model/words.ts';

/** The seven service categories of digital social work. */
export const CATEGORIES = [
  'smartSecurity',
  'communityCare',
  'buildingMonitoring',
  'videoSurveillance',
  'governmentAffairs',
  'housekeeping',
  'businessServices',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** component 部件: a thing that is out of order; event 事件: something that happens. */
type MatterSort = 'component' | 'event';

interface Matter {
  sort: MatterSort;
  category: Category;
}

const component = (category: Category): Matter => ({ sort: 'component', category });
const event = (category: Category): Matter => ({ sort: 'event', category });

export const MATTERS = {
  callForHelp: event('communityCare'),
  fire: event('smartSecurity'),
  gas: event('smartSecurity'),
  electricalFault: event('smartSecurity'),
  chargingFire: event('smartSecurity'),
  buildingTilt: event('buildingMonitoring'),
  groundSubsidence: event('buildingMonitoring'),
  wallDamage: component('buildingMonitoring'),
  roofLeak: component('buildingMonitoring'),
  noWaterUse: event('communityCare'),
  flooding: event('smartSecurity'),
  hydrant: component('smartSecurity'),
  manholeCover: component('smartSecurity'),
  doorHeldOpen: event('smartSecurity'),
  airAndNoise: event('smartSecurity'),
  streetLight: component('smartSecurity'),
  blockedEscape: event('smartSecurity'),
  stranger: event('videoSurveillance'),
  thrownObject: event('videoSurveillance'),
  cameraOut: component('videoSurveillance'),
  illParking: event('videoSurveillance'),
  careVisit: event('communityCare'),
  missingPerson: event('communityCare'),
  quarrel: event('communityCare'),
  rubbish: event('housekeeping'),
  sewer: component('housekeeping'),
  repair: event('housekeeping'),
  wheelchair: event('housekeeping'),
  lift: component('housekeeping'),
  pest: event('housekeeping'),
  certificate: event('governmentAffairs'),
  allowance: event('governmentAffairs'),
  shopComplaint: event('businessServices'),
  streetStall: event('businessServices'),
  other: event('governmentAffairs'),
} as const satisfies Record<string, Matter>;
export type MatterId = keyof typeof MATTERS;
export const MATTER_IDS = Object.keys(MATTERS) as MatterId[];

/** What a device's alert is filed as. */
export const MATTER_OF_DEVICE: Readonly<Record<DeviceKind, MatterId>> = {
  oneKey: 'callForHelp',
  smoke: 'fire',
  gasLeak: 'gas',
  electrical: 'electricalFault',
  tilt: 'buildingTilt',
  ebikeCharging: 'chargingFire',
  subsidence: 'groundSubsidence',
  waterLevel: 'flooding',
  hydrant: 'hydrant',
  manhole: 'manholeCover',
  door: 'doorHeldOpen',
  environment: 'airAndNoise',
  waterMeter: 'noWaterUse',
};
