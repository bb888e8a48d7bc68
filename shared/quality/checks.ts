/**
 * The checks of the quality desk as data: what is looked at, how grave it is, with which numbers, and which repair is
 * offered. Owns the list; how a check is carried out is evaluate.ts. Shown as `quality.check.<id>`, explained as
 * `quality.why.<id>`.
 */
import * as v from 'valibot';

const CHECK_IDS = [
  'idLength',
  'idChecksum',
  'idBirth',
  'idSex',
  'ageRange',
  'duplicateId',
  'sharedPhone',
  'address',
  'pointOutside',
  'householdWithoutHead',
  'crowdedHome',
  'vacantWithResidents',
  'buildingWithoutFloors',
  'deviceWithoutPlace',
  'deviceSilent',
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

export const FIX_IDS = [
  'birthFromId',
  'sexFromId',
  'headFromEldest',
  'rentedFromResidents',
  'floorsFromHomes',
] as const;
export type FixId = (typeof FIX_IDS)[number];

/** Tables whose records are judged. */
export const JUDGED_TABLES = ['residents', 'homes', 'buildings', 'devices'] as const;
export type JudgedTable = (typeof JUDGED_TABLES)[number];

const QualityCheckSchema = v.strictObject({
  id: v.picklist(CHECK_IDS),
  entity: v.picklist(JUDGED_TABLES),
  /** error: the record is wrong; warning: it should be looked at. Only errors lower the accuracy. */
  severity: v.picklist(['error', 'warning']),
  fix: v.nullable(v.picklist(FIX_IDS)),
  /** Numbers of the rule, by name. */
  parameters: v.record(v.string(), v.pipe(v.number(), v.finite(), v.minValue(0))),
});
export type QualityCheck = v.InferOutput<typeof QualityCheckSchema>;
export type Severity = QualityCheck['severity'];

const error = (
  id: CheckId,
  entity: JudgedTable,
  fix: FixId | null = null,
  parameters = {},
): QualityCheck => ({
  id,
  entity,
  severity: 'error',
  fix,
  parameters,
});
const warning = (...args: Parameters<typeof error>): QualityCheck => ({
  ...error(...args),
  severity: 'warning',
});

/** Checked once when this file is read: a wrong list is found by the first test, not by an office. */
export const QUALITY_CHECKS: readonly QualityCheck[] = v.parse(v.array(QualityCheckSchema), [
  error('idLength', 'residents'),
  error('idChecksum', 'residents'),
  error('idBirth', 'residents', 'birthFromId'),
  error('idSex', 'residents', 'sexFromId'),
  error('ageRange', 'residents', null, { oldest: 120 }),
  error('duplicateId', 'residents'),
  /** A family may give one number: so many records and more are an office that filled a gap. */
  error('sharedPhone', 'residents', null, { people: 4 }),
  error('address', 'residents'),
  /** Further than `margin` metres from the boundary: a phone's position is a few tens of metres off. */
  error('pointOutside', 'residents', null, { margin: 50 }),
  warning('householdWithoutHead', 'residents', 'headFromEldest'),
  /** More present than `most`, or less than `areaEach` square metres for each (0: the area is not asked). */
  warning('crowdedHome', 'homes', null, { most: 8, areaEach: 0 }),
  error('vacantWithResidents', 'homes', 'rentedFromResidents'),
  error('buildingWithoutFloors', 'buildings', 'floorsFromHomes'),
  error('deviceWithoutPlace', 'devices'),
  warning('deviceSilent', 'devices'),
]);

/** Throws RangeError for an id that is none: a programming error. */
export function checkOf(id: CheckId): QualityCheck {
  const found = QUALITY_CHECKS.find((check) => check.id === id);
  if (!found) throw new RangeError(`no check ${id}`);
  return found;
}
