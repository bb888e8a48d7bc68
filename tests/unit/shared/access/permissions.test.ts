import { describe, expect, it } from 'vitest';
import en from '../../../../assets/locales/access.en.json';
import zh from '../../../../assets/locales/access.zh.json';
import { AUDIT_KINDS } from '../../../../shared/access/audit.ts';
import {
  BREAK_GLASS_MINUTES,
  breakGlass,
  glassCovers,
  PURPOSES,
  REASONS,
} from '../../../../shared/access/break-glass.ts';
import {
  ACTIONS,
  type Action,
  type Actor,
  allows,
  checkPermissions,
  PERMISSIONS,
} from '../../../../shared/access/permissions.ts';
import { ROLE_IDS, ROLES, type Role } from '../../../../shared/access/roles.ts';

const NOW = 1_800_000_000_000;

const actor = (role: Role, more: Partial<Actor> = {}): Actor => ({
  id: 'p-1',
  role,
  grids: ['G1'],
  expiresAt: role === 'contractor' ? NOW + 1 : null,
  ...more,
});

/** What an action meets: nothing special, own grid, another's grid, a person of an open case of level I. */
const CASES = {
  plain: {},
  own: { grid: 'G1' },
  other: { grid: 'G2' },
  case: { openCaseLevel: 1 as const },
};

function row(role: Role, action: Action): string {
  return Object.values(CASES)
    .map((context) => (allows(actor(role), action, { now: NOW, ...context }).allowed ? 'x' : '.'))
    .join('');
}

describe('the permission matrix', () => {
  it('is this one (plain, own grid, other grid, open case of level I)', () => {
    const table = ROLE_IDS.map((role) => `${role}: ${ACTIONS.map((action) => row(role, action)).join(' ')}`);
    expect(table).toEqual([
      // count see marks stack edit import export notice plan approve audit administer
      'wall: .... .... .... .... .... .... .... .... .... .... .... ....',
      'dutyOperator: xxxx ...x xxxx ...x .... .... .... .... .... .... .... ....',
      'gridWorker: xxxx .x.. .x.. .x.. .x.. .... .... .x.. .... .... .... ....',
      'gridManager: xxxx .x.. xxxx .x.. .x.. .... .x.. .x.. xxxx .... .... ....',
      'verifier: xxxx ...x xxxx ...x .... .... .... .... .... .... .... ....',
      'streetOfficer: xxxx xxxx xxxx xxxx .... .... xxxx xxxx xxxx xxxx xxxx ....',
      'planner: .... .... .... .... .... .... .... .... xxxx .... .... ....',
      'administrator: xxxx xxxx xxxx xxxx xxxx xxxx xxxx xxxx xxxx xxxx xxxx xxxx',
      'contractor: .... .... .... .... .... .... .... .... .... .... .... ....',
    ]);
  });

  it('never promises what the keys refuse', () => {
    expect(checkPermissions(PERMISSIONS)).toEqual(PERMISSIONS);
    const generous = { ...PERMISSIONS, planner: { ...PERMISSIONS.planner, 'person.see': 'all' } };
    expect(() => checkPermissions(generous)).toThrow(RangeError);
    expect(() => checkPermissions({ ...PERMISSIONS, king: PERMISSIONS.wall })).toThrow();
    expect(() => checkPermissions({ ...PERMISSIONS, wall: {} })).toThrow();
    expect(ROLE_IDS.filter((role) => !ROLES[role].personalKey)).toEqual(['wall', 'planner', 'contractor']);
  });

  it('counts are all a planner may export', () => {
    const decision = allows(actor('planner'), 'data.export', { now: NOW });
    expect(decision).toEqual({
      ...{ allowed: false, reason: 'counts', message: 'access.refused.counts', mayBreakGlass: false },
    });
  });

  it('cases of level III and IV, and grids nobody named, open nothing', () => {
    for (const openCaseLevel of [3, 4] as const) {
      const decision = allows(actor('dutyOperator'), 'person.see', { now: NOW, openCaseLevel });
      expect(decision).toMatchObject({ allowed: false, reason: 'openCase', mayBreakGlass: true });
    }
    const homeless = actor('gridWorker', { grids: [''] });
    expect(allows(homeless, 'person.see', { now: NOW, grid: '' }).allowed).toBe(false);
  });

  it('nobody sees a person in a locked vault', () => {
    for (const role of ROLE_IDS) {
      expect(allows(actor(role), 'person.see', { now: NOW, locked: true })).toMatchObject({
        allowed: false,
        reason: 'locked',
      });
    }
  });

  it('ends on its day, for a contractor always and for others where a date is set', () => {
    const contractor = (expiresAt: number | null) => actor('contractor', { expiresAt });
    expect(allows(contractor(null), 'marks.see', { now: NOW })).toMatchObject({ reason: 'expired' });
    expect(allows(contractor(NOW), 'marks.see', { now: NOW })).toMatchObject({ reason: 'expired' });
    expect(allows(contractor(NOW + 1), 'marks.see', { now: NOW })).toMatchObject({ reason: 'role' });
    const officer = actor('streetOfficer', { expiresAt: NOW });
    expect(allows(officer, 'person.see', { now: NOW })).toMatchObject({ reason: 'expired' });
    expect(allows(officer, 'person.see', { now: NOW - 1 })).toMatchObject({ allowed: true });
  });
});

describe('break-glass', () => {
  const duty = actor('dutyOperator');

  it('opens a person for half an hour, to the one who broke it', () => {
    const glass = breakGlass(duty, 'emergency', NOW);
    if (!glass) throw new Error('no glass');
    const see = (now: number, who = duty) => allows(who, 'person.see', { now, breakGlass: glass });
    expect(see(NOW)).toEqual({ allowed: true, scope: 'all', why: 'breakGlass' });
    expect(see(NOW + BREAK_GLASS_MINUTES * 60_000 - 1).allowed).toBe(true);
    expect(see(NOW + BREAK_GLASS_MINUTES * 60_000).allowed).toBe(false);
    expect(see(NOW - 1).allowed).toBe(false);
    expect(see(NOW, actor('dutyOperator', { id: 'p-2' })).allowed).toBe(false);
    expect(allows(duty, 'data.export', { now: NOW, breakGlass: glass }).allowed).toBe(false);
  });

  it('cannot be made longer, by other roles, or for other reasons', () => {
    const glass = { person: 'p-1', reason: 'emergency' as const, from: NOW, until: NOW * 2 };
    expect(glassCovers(glass, 'p-1', NOW + BREAK_GLASS_MINUTES * 60_000)).toBe(false);
    for (const role of ['wall', 'planner', 'contractor'] as const) {
      expect(breakGlass(actor(role), 'emergency', NOW)).toBeNull();
      const forged = { ...glass, until: NOW + 1000 };
      expect(allows(actor(role), 'person.see', { now: NOW, breakGlass: forged }).allowed).toBe(false);
    }
    expect(breakGlass(duty, 'spotCheck', NOW)).toBeNull();
  });
});

describe('the messages of access', () => {
  it('exist in both languages for every role, action, refusal, reason, purpose and kind', () => {
    expect(Object.keys(zh)).toEqual(Object.keys(en));
    const ids = [
      ...ROLE_IDS.map((role) => `access.role.${role}`),
      ...ACTIONS.map((action) => `access.action.${action}`),
      ...['expired', 'locked', 'role', 'counts', 'openCase', 'ownGrids'].map((id) => `access.refused.${id}`),
      ...REASONS.map((reason) => `access.reason.${reason}`),
      ...PURPOSES.map((purpose) => `access.purpose.${purpose}`),
      ...AUDIT_KINDS.map((kind) => `access.audit.${kind}`),
    ];
    for (const id of ids) expect(Object.keys(zh)).toContain(id);
    for (const text of Object.values(zh)) expect(text).toMatch(/\p{Script=Han}/u);
  });
});
