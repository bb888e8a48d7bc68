/**
 * The worker's part of the tools of a case: whom to ring, which cameras see the place, what lies within a cordon. Personal values of an open
 * grave case are shown to whoever may see them for it (permissions.ts); the page has written the audit entry before it asks for them.
 */

import { maskedName, maskedValue } from '../../shared/access/mask.ts';
import { type AccessContext, type Action, allows, type Decision } from '../../shared/access/permissions.ts';
import { type Case, isOpen } from '../../shared/cases/case.ts';
import { conditionOfId } from '../../shared/cases/transitions.ts';
import { NONE } from '../../shared/columns/column.ts';
import { type CallPerson, type CallSheet, callSheet } from '../../shared/query/call-sheet.ts';
import { type CameraAt, camerasAt } from '../../shared/query/cameras-at.ts';
import { linkAt } from '../../shared/query/column-access.ts';
import { rowCount } from '../../shared/query/community.ts';
import { type Incident, incidentWithin, namesAt } from '../../shared/query/incident.ts';
import type { LngLat, Shape } from '../../shared/query/selection.ts';
import { rowsOfIds } from '../../shared/work/record-ids.ts';
import { AccessNeededError } from './access-state.ts';
import { caseOf } from './case-methods.ts';
import { gridCodeOf } from './disclosure.ts';
import { type EngineState, openedOf } from './engine-state.ts';

export interface ShownCallSheet extends CallSheet {
  /** Names and numbers are masked here; `mayReveal`: they may be asked for, once it is written down. Null: they stand in full. */
  masked: { mayReveal: boolean } | null;
}

/** What the page asks of the worker for the tools of a case. */
export interface CaseToolApi {
  /** Of a one-key call. `reveal`: in full; rejects with 'not-allowed' for whoever may not. */
  callSheet(caseId: string, reveal: boolean): Promise<ShownCallSheet>;
  camerasAt(place: LngLat): Promise<CameraAt[]>;
  /** Within the cordon, and the building of the case. `named`: buildings (rows) of which the person may ask for names, home by home. */
  incident(caseId: string, shape: Shape): Promise<Incident & { named: number[] }>;
  /** Those of one home by name, for a case. Rejects with 'not-allowed'. */
  incidentNames(caseId: string, home: number): Promise<string[]>;
}

export function caseToolMethods(state: EngineState): CaseToolApi {
  return {
    async callSheet(caseId, reveal) {
      const file = await caseOf(state, caseId);
      const { community, personal } = openedOf(state);
      const { lng, lat } = file.place;
      const sheet = callSheet(community, deviceRow(state, file), {
        ...{ point: lng === null || lat === null ? null : ([lng, lat] as LngLat), grid: file.grid },
        building: buildingRow(state, file),
      });
      if (personal === 'plain') return { ...sheet, masked: null };
      const mayReveal = decide(state, file, 'person.see', sheet.building)?.allowed ?? false;
      if (reveal && !mayReveal) throw new AccessNeededError('not-allowed');
      const stacked = decide(state, file, 'stacking.see', sheet.building)?.allowed ?? false;
      const plan = sheet.plan && !stacked ? { ...sheet.plan, cells: [], withheld: true } : sheet.plan;
      return reveal
        ? { ...sheet, plan, masked: null }
        : { ...maskedSheet(sheet), plan, masked: { mayReveal } };
    },
    camerasAt: async (place) => camerasAt(openedOf(state).community, place),
    async incident(caseId, shape) {
      const file = await caseOf(state, caseId);
      const found = incidentWithin(openedOf(state).community, shape, buildingRow(state, file));
      const named = found.buildings.map(({ row }) => row).filter((row) => mayName(state, file, row));
      return { ...found, named };
    },
    async incidentNames(caseId, home) {
      const { community } = openedOf(state);
      const building = linkAt(community.tables.homes, 'building', home);
      if (!mayName(state, await caseOf(state, caseId), building)) throw new AccessNeededError('not-allowed');
      return namesAt(community, home);
    },
  };
}

function mayName(state: EngineState, file: Case, building: number): boolean {
  if (openedOf(state).personal === 'plain') return true;
  return decide(state, file, 'person.see', building)?.allowed ?? false;
}

/** The persons of a case are those of its own building; a drill shows nobody's name for its own sake. Null: nobody is at the desk. */
function decide(state: EngineState, file: Case, action: Action, building: number): Decision | null {
  const { access, opened } = state;
  if (!access.actor || !opened) return null;
  const context: AccessContext = {
    now: Date.now(),
    grid: building >= 0 ? gridCodeOf(opened.community, 'buildings', building) : '',
    breakGlass: access.glass,
    ...(isOpen(file) && !file.drill && building >= 0 && building === ownBuilding(state, file)
      ? { openCaseLevel: file.level }
      : {}),
  };
  return allows(access.actor, action, context);
}

/** -1: the register does not know it. */
function deviceRow(state: EngineState, file: Case): number {
  const { devices } = openedOf(state).community.tables;
  for (const { id } of file.alerts) {
    const device = deviceOfAlert(id);
    const row = rowsOfIds(devices, new Set([device])).get(device);
    if (row !== undefined) return row;
  }
  return -1;
}

/** `<device>:<kind>[:silent]:<time>`: an id of a device may have colons of its own. */
function deviceOfAlert(alert: string): string {
  const condition = conditionOfId(alert).replace(/:silent$/, '');
  return condition.slice(0, condition.lastIndexOf(':'));
}

/** By the device that called, which may have been given another place in the register; else by the case's own place. */
function ownBuilding(state: EngineState, file: Case): number {
  const { community } = openedOf(state);
  const device = deviceRow(state, file);
  const home = device < 0 ? NONE : linkAt(community.tables.devices, 'home', device);
  if (home < rowCount(community, 'homes')) return linkAt(community.tables.homes, 'building', home);
  return buildingRow(state, file);
}

function buildingRow(state: EngineState, { place }: Case): number {
  const { community } = openedOf(state);
  if (place.building === '' || rowCount(community, 'buildings') === 0) return -1;
  return rowsOfIds(community.tables.buildings, new Set([place.building])).get(place.building) ?? -1;
}

function maskedSheet(sheet: CallSheet): CallSheet {
  const hide = <P extends CallPerson>(person: P, named: boolean): P => ({
    ...person,
    name: named ? person.name : maskedName(person.name),
    phone: maskedValue('phone', person.phone),
    health: '',
  });
  return {
    ...sheet,
    resident: sheet.resident && hide(sheet.resident, false),
    household: sheet.household.map((each) => hide(each, false)),
    contacts: sheet.contacts.map((each) => hide(each, false)),
    // Workers serve in public.
    workers: sheet.workers.map((each) => hide(each, true)),
  };
}
