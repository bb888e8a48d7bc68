/**
 * What the access methods of the contract carry: vault, people of the desk, audit. Shapes and limits only; who may what is
 * decided in the host (electron/services/desk.ts) by shared/access/permissions.ts.
 */
import * as v from 'valibot';
import { AuditEntrySchema, AuditEventSchema, HashSchema } from '../access/audit.ts';
import { RoleSchema } from '../access/roles.ts';

/** Passphrase, PIN or recovery key as typed. */
export const SecretText = v.pipe(v.string(), v.maxLength(256));
export const SessionToken = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{32}$/));

const KeyText = v.string();
const DataKeySchema = v.object({ id: v.string(), state: v.picklist(['active', 'retired']), bytes: KeyText });

export const VaultStatusSchema = v.object({
  /** `damaged`: the file is there and cannot be trusted. */
  state: v.picklist(['none', 'locked', 'open', 'damaged']),
  /** The core class opens without a person. */
  coreOpen: v.boolean(),
  id: v.string(),
  unlockBy: v.array(v.picklist(['passphrase', 'recovery', 'keyring', 'file'])),
  /** The keyring opens the personal class too, after a PIN. */
  keyringOpensAll: v.boolean(),
  keys: v.object({ core: v.string(), pii: v.string() }),
  /** What seals while locked; null without a vault. */
  seal: v.nullable(v.object({ id: v.string(), publicKey: v.string() })),
  /** Milliseconds until the next passphrase is looked at. */
  waitMs: v.number(),
});
export type VaultStatus = v.InferOutput<typeof VaultStatusSchema>;

export const CoreKeysSchema = v.object({ keys: v.array(DataKeySchema), disclosure: KeyText });
export const PersonalKeysSchema = v.object({
  keys: v.array(DataKeySchema),
  /** `bytes`: PKCS #8. */
  seal: v.array(v.object({ ...DataKeySchema.entries, publicKey: v.string() })),
});

const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60));
const Grids = v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(40))), v.maxLength(500));
const Expiry = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)));

export const PersonSignInSchema = v.object({ name: Name, pin: SecretText });
export const PersonInputSchema = v.object({
  /** null: a new person. */
  id: v.nullable(v.string()),
  name: Name,
  role: RoleSchema,
  grids: Grids,
  /** null: as it is; a new person must have one. */
  pin: v.nullable(SecretText),
  expiresAt: Expiry,
});
export type PersonInput = v.InferOutput<typeof PersonInputSchema>;

export const PersonListingSchema = v.object({
  id: v.string(),
  name: v.string(),
  role: RoleSchema,
  grids: v.array(v.string()),
  expiresAt: Expiry,
  /** Access is over: expired. */
  ended: v.boolean(),
  waitMs: v.number(),
});
export type PersonListing = v.InferOutput<typeof PersonListingSchema>;

export const SessionSchema = v.object({
  token: SessionToken,
  person: v.object({
    id: v.string(),
    name: v.string(),
    role: RoleSchema,
    grids: v.array(v.string()),
    expiresAt: Expiry,
  }),
});
export type DeskSession = v.InferOutput<typeof SessionSchema>;

export const KeyChangeSchema = v.variant('what', [
  v.object({ what: v.literal('passphrase'), passphrase: SecretText }),
  v.object({ what: v.literal('recovery') }),
  v.object({ what: v.literal('rotate'), class: v.picklist(['core', 'pii']) }),
  v.object({ what: v.literal('forget'), key: v.string() }),
  /** Whether the system's keyring opens the personal class too, after a PIN. */
  v.object({ what: v.literal('keyring'), opensAll: v.boolean() }),
]);
export type KeyChange = v.InferOutput<typeof KeyChangeSchema>;

/** Kinds that only the host itself writes. */
const HOST_KINDS: readonly string[] = [
  'vault.created',
  'vault.unlocked',
  'vault.refused',
  'vault.locked',
  'keys.changed',
  'people.changed',
  'person.switched',
  'numbers.forgotten',
];

/** As AuditEvent, but the subject is the person's id as it is: the host makes the tag of it and forgets it. */
export const AuditRequestSchema = v.pipe(
  v.strictObject({ ...AuditEventSchema.entries, subject: v.pipe(v.string(), v.maxLength(120)) }),
  v.check(({ kind }) => !HOST_KINDS.includes(kind)),
);
export type AuditRequest = v.InferOutput<typeof AuditRequestSchema>;

export const AuditStatusSchema = v.object({
  n: v.number(),
  hash: HashSchema,
  /** Breaks ever found, the first first: shown, never mended. */
  breaks: v.array(
    v.object({ n: v.number(), fault: v.picklist(['number', 'link', 'content', 'end']), foundAt: v.number() }),
  ),
});
export type AuditStatus = v.InferOutput<typeof AuditStatusSchema>;

export const AuditReadSchema = v.object({ entries: v.array(AuditEntrySchema), last: v.number() });
