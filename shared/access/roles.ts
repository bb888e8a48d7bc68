/**
 * The roles of a desk, as data: what a person is called here, whether the role holds the personal key at all, and whether it ends by
 * itself. What a role may do is permissions.ts. Shown as `access.role.<id>`.
 */
import * as v from 'valibot';

export const ROLE_IDS = [
  'wall',
  'dutyOperator',
  'gridWorker',
  'gridManager',
  'verifier',
  'streetOfficer',
  'planner',
  'administrator',
  'contractor',
] as const;
export const RoleSchema = v.picklist(ROLE_IDS);
export type Role = (typeof ROLE_IDS)[number];

export interface RoleTraits {
  /** The host hands the personal key to pages of this role: what is false here is kept by cryptography, the rest by the worker. */
  personalKey: boolean;
  /** A person of this role must have a date on which access ends. */
  expires: boolean;
  /** Works in grids of its own: a person without any sees nobody. */
  ownGrids: boolean;
  /** Can be given to a person: the wall is a display, nobody signs in as it. */
  person: boolean;
}

const role = (traits: Partial<RoleTraits>): RoleTraits => ({
  ...{ personalKey: false, expires: false, ownGrids: false, person: true },
  ...traits,
});

export const ROLES: Readonly<Record<Role, RoleTraits>> = {
  wall: role({ person: false }),
  dutyOperator: role({ personalKey: true }),
  gridWorker: role({ personalKey: true, ownGrids: true }),
  gridManager: role({ personalKey: true, ownGrids: true }),
  verifier: role({ personalKey: true }),
  streetOfficer: role({ personalKey: true }),
  planner: role({}),
  administrator: role({ personalKey: true }),
  contractor: role({ expires: true }),
};
