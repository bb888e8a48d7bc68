/**
 * What becomes of each question where only rounded numbers may be seen (a planner, a contractor, the wall, nobody): data, one line a
 * method. A method that is not named here does not get through the guard at all.
 */
import type { DataEngine } from './engine-api.ts';

/**
 * `open`: tells nothing of persons. `rounded`: answered by rounded-answers.ts. `refused`: 'not-allowed'. When in doubt, refused.
 */
type Way = 'open' | 'rounded' | 'refused';

export const ANSWER_WAYS = {
  // Life of the worker and of generations. Bytes of a snapshot go from worker to host and never to the page.
  start: 'rounded',
  status: 'rounded',
  loadSample: 'open',
  packSnapshot: 'open',
  sendSnapshot: 'open',
  restoreSnapshot: 'rounded',
  cancel: 'open',
  witness: 'open',
  witnessed: 'open',
  replaced: 'open',
  applyJournal: 'open',
  // Places of devices and their alerts: alarms work with nobody at the desk, without a name.
  directory: 'open',
  live: 'open',
  // Keys and who is there.
  holdCoreKeys: 'open',
  holdDisclosure: 'open',
  takeDesk: 'open',
  breakGlass: 'open',
  reveal: 'refused',
  sealing: 'open',
  reseal: 'refused',
  // The map desk. A filter answers nothing by itself.
  setFilter: 'open',
  select: 'rounded',
  facets: 'rounded',
  marks: 'rounded',
  tile: 'rounded',
  page: 'rounded',
  columnStatistics: 'rounded',
  crossTable: 'rounded',
  exportRows: 'rounded',
  search: 'rounded',
  near: 'rounded',
  building: 'rounded',
  dossier: 'rounded',
  whatIsHere: 'open',
  previewAssign: 'rounded',
  gridOf: 'open',
  // A file that somebody brings is their own; what it says beside the register is not.
  inspectFile: 'open',
  forgetFile: 'open',
  previewImport: 'refused',
  runImport: 'refused',
  outline: 'refused',
  // The background map.
  openBasemap: 'open',
  basemapTile: 'open',
  closeBasemap: 'open',
  // Pages about one device or place; kept views and questions.
  deviceHistory: 'rounded',
  around: 'rounded',
  bookmarks: 'open',
  keepQuestion: 'rounded',
  askAgain: 'rounded',
  // Drawing: outlines, doors and who goes in by them. Scans may show names.
  drawnGround: 'refused',
  drawnRecord: 'refused',
  drawnAt: 'refused',
  belonging: 'refused',
  packScan: 'refused',
  sendScan: 'refused',
  openScan: 'refused',
  // Grid plans: borders tell nothing of persons, counts do.
  servePlan: 'open',
  planDrift: 'open',
  draftCarry: 'open',
  carryStep: 'open',
  plans: 'open',
  planAreas: 'open',
  draftPlan: 'open',
  sendPlanBase: 'open',
  openPlan: 'rounded',
  closePlan: 'open',
  tryAction: 'rounded',
  actOn: 'open',
  planStep: 'open',
  planChange: 'rounded',
  planMoves: 'refused',
  planCodes: 'rounded',
  exportPlanCodes: 'rounded',
  checkPlan: 'rounded',
  // What is weighed are numbers of persons.
  comparePlan: 'refused',
  balancePlan: 'refused',
  acceptBalance: 'refused',
  planObstacles: 'open',
  statePlan: 'open',
  vertexNear: 'open',
  borderNear: 'open',
  cellAt: 'open',
  // Files of plans: what a person brings is their own; what leaves has counts only for who may see them.
  planSystems: 'open',
  exportPlan: 'rounded',
  lookPlanFile: 'open',
  leavePlanFile: 'open',
  readPlanList: 'open',
  planListRejects: 'open',
  layPlanAreas: 'open',
  lookUnits: 'open',
  draftUnitPlan: 'open',
  // Grids that count alike tell what their cells count; a sheet lists counts by building.
  newGrids: 'refused',
  planSheets: 'refused',
  // Changing records. Rows say nothing by themselves.
  mayEdit: 'open',
  formRecord: 'refused',
  householdsOf: 'refused',
  entrancesOf: 'refused',
  checkEdit: 'refused',
  prepareEdit: 'refused',
  prepareUndo: 'refused',
  editHistory: 'refused',
  editedRows: 'refused',
  // Where a row that the page knows stands now: tells nothing of who is in it.
  followRows: 'open',
  slotsOf: 'open',
  // Work by hand: lists of persons and homes.
  workTargets: 'refused',
  roundTargets: 'refused',
  orphans: 'refused',
  notices: 'refused',
  recipients: 'refused',
  noticeFile: 'refused',
  rounds: 'refused',
  roundHomes: 'refused',
  sealNote: 'refused',
  // Quality, labels, links, registers: lists of persons, and counts by any rule.
  qualityReport: 'refused',
  qualityRows: 'refused',
  previewFix: 'refused',
  applyFix: 'refused',
  spotSheet: 'refused',
  qualityHistory: 'refused',
  tagRules: 'open',
  tagListings: 'refused',
  countRule: 'refused',
  linkWork: 'refused',
  linkable: 'refused',
  homesOfBuilding: 'refused',
  applyLinks: 'refused',
  applySuggestions: 'refused',
  compareRegisters: 'refused',
  registerPersons: 'refused',
  registerAccuracy: 'refused',
  registerTable: 'refused',
  forgetRegisters: 'open',
  // Files that leave, and files that replace what is open.
  exportCommunity: 'refused',
  saveSealed: 'refused',
  restoreSealed: 'refused',
} as const satisfies Record<keyof DataEngine, Way>;

type Ways = typeof ANSWER_WAYS;
export type RoundedMethod = { [M in keyof Ways]: Ways[M] extends 'rounded' ? M : never }[keyof Ways];
