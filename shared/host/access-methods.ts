/** The contract's methods of keys, people of the desk, the audit chain and what planners were answered. */
import * as v from 'valibot';
import {
  AuditReadSchema,
  AuditRequestSchema,
  AuditStatusSchema,
  CoreKeysSchema,
  KeyChangeSchema,
  PersonalKeysSchema,
  PersonInputSchema,
  PersonListingSchema,
  PersonSignInSchema,
  SecretText,
  SessionSchema,
  SessionToken,
  VaultStatusSchema,
} from './access-schemas.ts';

const KB = 1024;
const MB = 1024 * KB;
const nothing = v.null();

export const ACCESS_METHODS = {
  'vault.status': { args: v.object({}), result: VaultStatusSchema, limit: KB },
  /** Makes the vault and its first administrator. `recoveryKey` is shown once and kept nowhere. */
  'vault.create': {
    args: v.object({
      passphrase: SecretText,
      /** The system's keyring may open the personal class too, after a PIN. */
      keyringOpensAll: v.boolean(),
      person: PersonSignInSchema,
    }),
    result: v.object({ recoveryKey: v.string(), session: SessionSchema }),
    limit: 4 * KB,
  },
  /** `person` null: opens the core class only (a desk whose keyring is gone), without a session. */
  'vault.unlock': {
    args: v.object({
      by: v.picklist(['passphrase', 'recovery', 'keyring']),
      secret: SecretText,
      person: v.nullable(v.string()),
      pin: SecretText,
    }),
    result: v.object({ session: v.nullable(SessionSchema) }),
    limit: 4 * KB,
  },
  /** Ends every session and drops the personal key. The core class stays open. */
  'vault.lock': { args: v.object({}), result: nothing, limit: KB },
  'vault.core': { args: v.object({}), result: CoreKeysSchema, limit: KB },
  /** Once per session, and only for roles that hold the personal key. */
  'vault.keys': { args: v.object({ session: SessionToken }), result: PersonalKeysSchema, limit: KB },
  'vault.change': {
    args: v.object({ session: SessionToken, passphrase: SecretText, change: KeyChangeSchema }),
    result: v.object({ recoveryKey: v.nullable(v.string()) }),
    limit: 4 * KB,
  },
  'people.list': { args: v.object({}), result: v.array(PersonListingSchema), limit: KB },
  /** Another person takes the desk while the vault is open. */
  'people.switch': {
    args: v.object({ person: v.string(), pin: SecretText }),
    result: v.object({ session: SessionSchema }),
    limit: 4 * KB,
  },
  'people.save': {
    args: v.object({ session: SessionToken, person: PersonInputSchema }),
    result: v.object({ id: v.string() }),
    limit: 64 * KB,
  },
  'people.remove': {
    args: v.object({ session: SessionToken, id: v.string() }),
    result: nothing,
    limit: KB,
  },
  /** Written and flushed before it answers; `session` null: nobody is at the desk. */
  'audit.append': {
    args: v.object({
      session: v.nullable(SessionToken),
      events: v.pipe(v.array(AuditRequestSchema), v.minLength(1), v.maxLength(1000)),
    }),
    result: AuditStatusSchema,
    limit: 1 * MB,
  },
  'audit.status': { args: v.object({}), result: AuditStatusSchema, limit: KB },
  'audit.read': {
    args: v.object({ session: SessionToken, after: v.number(), limit: v.number() }),
    result: AuditReadSchema,
    limit: KB,
  },
  /** What was answered to planners (disclose.ts) from byte `after` on, base64url; `size`: of all that is kept. */
  'disclosure.read': {
    args: v.object({ after: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
    result: v.object({ memory: v.string(), size: v.number() }),
    limit: KB,
  },
  /** Kept on the disk before a new number is shown, and audited where somebody is signed in. Not kept when `after` is not the size: another window was answered meanwhile. */
  'disclosure.remember': {
    args: v.object({
      session: v.nullable(SessionToken),
      answers: v.pipe(v.string(), v.maxLength(1 * MB)),
      after: v.pipe(v.number(), v.integer(), v.minValue(0)),
    }),
    result: v.object({ kept: v.boolean() }),
    limit: 2 * MB,
  },
  /** How many answers are kept, of how many there is room for. */
  'disclosure.status': {
    args: v.object({}),
    result: v.object({ answers: v.number(), most: v.number() }),
    limit: KB,
  },
  /** Forgets what planners were answered; by an administrator with the passphrase, and audited. */
  'disclosure.forget': {
    args: v.object({ session: SessionToken, passphrase: SecretText }),
    result: nothing,
    limit: 4 * KB,
  },
} as const;
