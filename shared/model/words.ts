/**
 * The closed vocabularies of dictionary columns, as data. The word is the stored code; what is shown is the
 * message `word.<vocabulary>.<word>`. Word 0 of a dictionary column is always '' (not known) and is not listed.
 */
export const WORDS = {
  areaLevel: ['district', 'street', 'community', 'village'],
  gridKind: ['general', 'exclusive', 'micro'],
  basemapKind: ['land', 'water', 'green', 'plaza', 'mainRoad', 'road', 'lane', 'path', 'wall', 'gate'],
  buildingUse: ['residential', 'mixed', 'office', 'shop', 'school', 'clinic', 'service', 'industrial', 'old', 'other'],
  tenure: ['owner', 'rented', 'vacant', 'public'],
  sex: ['male', 'female'],
  residentKind: ['registered', 'migrant', 'lodging'],
  registration: ['here', 'elsewhere'],
  presence: ['present', 'away'],
  relation: ['head', 'spouse', 'child', 'parent', 'grandchild', 'grandparent', 'sibling', 'other', 'neighbour', 'worker'],
  marital: ['single', 'married', 'divorced', 'widowed'],
  education: ['none', 'primary', 'middle', 'high', 'college', 'graduate'],
  employment: ['child', 'student', 'employed', 'selfEmployed', 'jobless', 'retired', 'home'],
  assistance: ['none', 'minimumAllowance', 'nearLowIncome', 'extremePoverty'],
  disability: ['none', 'visual', 'hearing', 'physical', 'intellectual', 'mental', 'multiple'],
  mobility: ['full', 'aided', 'wheelchair', 'bedridden'],
  health: ['ok', 'weak', 'silent', 'fault'],
  healthNeed: ['none', 'hypertension', 'diabetes', 'heart', 'stroke', 'dementia', 'respiratory', 'other'],
  yesNo: ['yes', 'no'],
  vehicleKind: ['car', 'ebike', 'motorcycle', 'van', 'truck'],
  energy: ['petrol', 'diesel', 'electric', 'hybrid'],
  deviceKind: [
    'waterMeter',
    'gasLeak',
    'smoke',
    'tilt',
    'subsidence',
    'oneKey',
    'electrical',
    'hydrant',
    'manhole',
    'waterLevel',
    'ebikeCharging',
    'door',
    'environment',
  ],
  cameraKind: ['gate', 'crossing', 'lane', 'corner', 'roof'],
  cameraOwner: ['police', 'urbanManagement', 'property'],
  facilityKind: ['serviceStation', 'clinic', 'canteen', 'shop', 'school', 'hydrant', 'aed', 'shelter', 'parking'],
  partyKind: ['government', 'business', 'citizens', 'public'],
  organisationKind: ['company', 'shop', 'school', 'agency'],
  workerRole: ['gridWorker', 'communityWorker', 'property', 'volunteer', 'police'],
  outcome: ['handled', 'falseAlarm', 'test', 'selfCleared', 'rework'],
} as const satisfies Record<string, readonly string[]>;

export type Vocabulary = keyof typeof WORDS;
export type Word<V extends Vocabulary> = (typeof WORDS)[V][number];
export type DeviceKind = Word<'deviceKind'>;

/** Tag ids in bit order. The first eleven are the key populations of the field (重点人群). */
export const RESIDENT_TAGS = [
  'livingAlone60',
  'widowed60',
  'noIncome',
  'minimumAllowance',
  'nearLowIncome',
  'extremePoverty',
  'disabled',
  'chronicallyIll',
  'limitedMobility',
  'leftBehindChild',
  'emptyNest',
  'partyMember',
  'volunteer',
  'newborn',
  'veteran',
] as const;
export const HOME_TAGS = ['crowdedRental', 'oldWiring', 'gasCylinder', 'vacantLong', 'groupRental'] as const;
