/**
 * Who may do what: one validated table of role and action, and `allows`, the only place that reads it. Pure: who asks and about
 * whom come in. A refusal carries a message id (`access.refused.<reason>`), never a name.
 */
import * as v from 'valibot';
import { type BreakGlass, glassCovers, MAY_BREAK_GLASS } from './break-glass.ts';
import { ROLE_IDS, ROLES, type Role } from './roles.ts';

export const ACTIONS = [
  /** Numbers about people, as they are; `counts`: as disclose.ts gives them. */
  'counts.see',
  /** See a person's personal fields. */
  'person.see',
  /** See persons one by one on the map, without their personal fields. */
  'marks.see',
  'stacking.see',
  'record.edit',
  'data.import',
  'data.export',
  'notice.list',
  /** Draft grid plans and hand them in. */
  'plan.edit',
  'plan.approve',
  'audit.view',
  /** Persons of the desk, keys, passphrase, snapshots to disk. */
  'desk.administer',
] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * How far an action reaches. `openCase`: the persons of an open case of level I or II. `ownGrids`: what lies in the person's own grids.
 * `counts`: disclosed numbers only (disclose.ts).
 */
const ScopeSchema = v.picklist(['none', 'counts', 'openCase', 'ownGrids', 'all']);
export type Scope = v.InferOutput<typeof ScopeSchema>;

export const PermissionsSchema = v.strictObject(
  Object.fromEntries(
    ROLE_IDS.map((role) => [
      role,
      v.strictObject(Object.fromEntries(ACTIONS.map((action) => [action, ScopeSchema]))),
    ]),
  ) as unknown as { [R in Role]: v.GenericSchema<Record<Action, Scope>> },
);
export type Permissions = Readonly<Record<Role, Readonly<Record<Action, Scope>>>>;

/** Columns in the order of ACTIONS. */
function row(...scopes: Scope[]): Record<Action, Scope> {
  return Object.fromEntries(ACTIONS.map((action, i) => [action, scopes[i] ?? 'none'])) as Record<
    Action,
    Scope
  >;
}

/** The product's own table. A site may replace it by one that PermissionsSchema and `checkPermissions` accept. */
// biome-ignore format: a table is read by its columns
export const PERMISSIONS: Permissions = {
  //                  counts    see         marks       stacking    edit        import  export      notice      plan    approve audit   administer
  wall:          row('counts', 'none',     'none',     'none',     'none',     'none', 'none',     'none',     'none', 'none', 'none', 'none'),
  dutyOperator:  row('all',    'openCase', 'all',      'openCase', 'none',     'none', 'none',     'none',     'none', 'none', 'none', 'none'),
  gridWorker:    row('all',    'ownGrids', 'ownGrids', 'ownGrids', 'ownGrids', 'none', 'none',     'ownGrids', 'none', 'none', 'none', 'none'),
  gridManager:   row('all',    'ownGrids', 'all',      'ownGrids', 'ownGrids', 'none', 'ownGrids', 'ownGrids', 'all',  'none', 'none', 'none'),
  verifier:      row('all',    'openCase', 'all',      'openCase', 'none',     'none', 'none',     'none',     'none', 'none', 'none', 'none'),
  streetOfficer: row('all',    'all',      'all',      'all',      'none',     'none', 'all',      'all',      'all',  'all',  'all',  'none'),
  planner:       row('counts', 'none',     'none',     'none',     'none',     'none', 'counts',   'none',     'all',  'none', 'none', 'none'),
  administrator: row('all',    'all',      'all',      'all',      'all',      'all',  'all',      'all',      'all',  'all',  'all',  'all'),
  contractor:    row('counts', 'none',     'none',     'none',     'none',     'none', 'none',     'none',     'none', 'none', 'none', 'none'),
};

/** A role that was never given the personal key cannot be allowed what needs it: such a table promises what the keys refuse. */
const NEEDS_KEY: readonly Action[] = ['person.see', 'record.edit', 'data.import', 'notice.list'];

/** A table from outside. Throws ValiError; RangeError names the role and action that the keys contradict. */
export function checkPermissions(table: unknown): Permissions {
  const permissions = v.parse(PermissionsSchema, table) as Permissions;
  for (const role of ROLE_IDS) {
    if (ROLES[role].personalKey) continue;
    for (const action of NEEDS_KEY) {
      if (permissions[role][action] !== 'none') throw new RangeError(`${role} ${action}`);
    }
  }
  return permissions;
}

/** Who asks. */
export interface Actor {
  id: string;
  role: Role;
  /** Codes of the grids of this person. */
  grids: readonly string[];
  /** Milliseconds since the epoch; null: does not end. */
  expiresAt: number | null;
}

export interface AccessContext {
  now: number;
  /** The vault is open, so personal values can be read at all. Absent: open. */
  locked?: boolean;
  /** Grid that holds what is asked about today; '' or absent: in none, or about no place. */
  grid?: string;
  /** Level of the open case the person belongs to. */
  openCaseLevel?: 1 | 2 | 3 | 4;
  breakGlass?: BreakGlass;
  permissions?: Permissions;
}

export type Refusal = 'expired' | 'locked' | 'role' | 'counts' | 'openCase' | 'ownGrids';

/** `scope`: how far the permission reaches, so that a list can be cut to it; `why`: what the audit entry says. */
export type Decision =
  | { allowed: true; scope: Scope; why: 'role' | 'case' | 'grid' | 'breakGlass' }
  | { allowed: false; reason: Refusal; message: `access.refused.${Refusal}`; mayBreakGlass: boolean };

/** Whether this person may do this here and now. For a list of things without one place use `scopeOf` and filter. */
export function allows(person: Actor, action: Action, context: AccessContext): Decision {
  const refused = (reason: Refusal): Decision => {
    const mayBreakGlass = reason !== 'expired' && reason !== 'locked' && glassHelps(person.role, action);
    return { allowed: false, reason, message: `access.refused.${reason}`, mayBreakGlass };
  };
  if (hasEnded(person, context.now)) return refused('expired');
  if (context.locked && NEEDS_KEY.includes(action)) return refused('locked');
  const scope = scopeOf(person.role, action, context.permissions);
  if (scope === 'all') return { allowed: true, scope, why: 'role' };
  if (scope === 'openCase' && isUrgent(context.openCaseLevel)) return { allowed: true, scope, why: 'case' };
  if (scope === 'ownGrids' && context.grid && person.grids.includes(context.grid)) {
    return { allowed: true, scope, why: 'grid' };
  }
  if (glassHelps(person.role, action) && glassCovers(context.breakGlass, person.id, context.now)) {
    return { allowed: true, scope: 'all', why: 'breakGlass' };
  }
  return refused(scope === 'none' ? 'role' : scope);
}

export function scopeOf(role: Role, action: Action, permissions: Permissions = PERMISSIONS): Scope {
  return permissions[role][action];
}

/** A role that must end and has no date has ended. */
export function hasEnded(person: Pick<Actor, 'role' | 'expiresAt'>, now: number): boolean {
  return person.expiresAt === null ? ROLES[person.role].expires : now >= person.expiresAt;
}

function isUrgent(level: AccessContext['openCaseLevel']): boolean {
  return level === 1 || level === 2;
}

function glassHelps(role: Role, action: Action): boolean {
  return (action === 'person.see' || action === 'stacking.see') && MAY_BREAK_GLASS.includes(role);
}
