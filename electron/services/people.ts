/**
 * The persons of a desk: name, role, own grids, PIN verifier, end of access. One file, sealed under a key of the core root, so that names
 * are not in clear and nobody without that key can make himself administrator. A PIN chooses a person while the vault is
 * open; it opens nothing by itself.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import { base64Schema, fromBase64, toBase64 } from '../../shared/access/byte-text.ts';
import {
  box,
  LEAST_ROUNDS,
  MOST_ROUNDS,
  pinVerifier,
  purposeKey,
  sameBytes,
  unbox,
} from '../../shared/access/key-box.ts';
import { ROLES, RoleSchema } from '../../shared/access/roles.ts';
import type { DeskSession, PersonInput } from '../../shared/host/access-schemas.ts';
import { canonicalJson } from '../../shared/host/canonical-json.ts';
import { HostError } from '../../shared/host/host-error.ts';
import { diskError } from './disk-error.ts';
import { type DurableDisk, readJson, realDisk, replaceFile } from './durable-file.ts';

const PersonSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^p-[0-9a-f]{16}$/)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  role: RoleSchema,
  grids: v.array(v.string()),
  pin: v.strictObject({
    salt: base64Schema(16, 16),
    rounds: v.pipe(v.number(), v.integer(), v.minValue(LEAST_ROUNDS), v.maxValue(MOST_ROUNDS)),
    verifier: base64Schema(32, 32),
  }),
  expiresAt: v.nullable(v.number()),
  createdAt: v.number(),
});
export type Person = v.InferOutput<typeof PersonSchema>;

const PeopleSchema = v.strictObject({ people: v.pipe(v.array(PersonSchema), v.maxLength(500)) });
const FileSchema = v.strictObject({
  format: v.literal('linli-people'),
  version: v.literal(1),
  vault: v.string(),
  box: v.string(),
});

/** Bound to the vault it belongs to. */
export interface PeopleKey {
  vault: string;
  coreRoot: Uint8Array;
}

export interface PeopleOptions {
  folder: string;
  now: () => number;
  disk?: DurableDisk;
}

export class People {
  private readonly options: PeopleOptions;
  private people: Person[] | null = null;

  constructor(options: PeopleOptions) {
    this.options = options;
  }

  /** The first person of a new vault: its administrator. What another vault left is replaced: nobody could read it any more. */
  async start(key: PeopleKey, name: string, pin: string): Promise<Person> {
    this.people = [];
    return this.save(key, { id: null, name, role: 'administrator', grids: [], pin, expiresAt: null });
  }

  /** Everybody, in the order they were added. Rejects with HostError 'vault-damaged' when the file is not this vault's. */
  async list(key: PeopleKey): Promise<readonly Person[]> {
    this.people ??= await this.read(key);
    return this.people;
  }

  async get(key: PeopleKey, id: string): Promise<Person> {
    const person = (await this.list(key)).find((each) => each.id === id);
    if (!person) throw new HostError('not-found', 'person');
    return person;
  }

  /**
   * Adds or changes a person. Rejects with HostError: 'weak-secret' (PIN), 'bad-arguments' (a role nobody signs in as, a role that must end
   * without a date, no administrator left), 'not-found'.
   */
  async save(key: PeopleKey, input: PersonInput, freshId = newPersonId()): Promise<Person> {
    const people = [...(await this.list(key))];
    if (!ROLES[input.role].person) throw new HostError('bad-arguments', 'role');
    if (ROLES[input.role].expires && input.expiresAt === null)
      throw new HostError('bad-arguments', 'expiresAt');
    const at = people.findIndex((person) => person.id === input.id);
    const before = people[at];
    if (input.id !== null && !before) throw new HostError('not-found', 'person');
    if (input.pin === null && !before) throw new HostError('bad-arguments', 'pin');
    const person: Person = {
      id: before?.id ?? freshId,
      name: input.name.trim(),
      role: input.role,
      grids: [...new Set(input.grids)],
      pin: input.pin === null ? before.pin : await newPin(input.pin),
      expiresAt: input.expiresAt,
      createdAt: before?.createdAt ?? this.options.now(),
    };
    if (before) people[at] = person;
    else people.push(person);
    await this.write(key, people);
    return person;
  }

  async remove(key: PeopleKey, id: string): Promise<void> {
    await this.get(key, id);
    await this.write(
      key,
      (await this.list(key)).filter((person) => person.id !== id),
    );
  }

  private async read(key: PeopleKey): Promise<Person[]> {
    const file = await readJson(this.path(), FileSchema).catch(() => {
      throw new HostError('vault-damaged', 'people');
    });
    if (!file) return [];
    if (file.vault !== key.vault) throw new HostError('vault-damaged', 'people');
    try {
      const text = new TextDecoder().decode(await unbox(await fileKey(key), placeOf(key), file.box));
      return v.parse(PeopleSchema, JSON.parse(text)).people;
    } catch {
      throw new HostError('vault-damaged', 'people');
    }
  }

  private async write(key: PeopleKey, people: Person[]): Promise<void> {
    if (!people.some(({ role, expiresAt }) => role === 'administrator' && expiresAt === null)) {
      throw new HostError('bad-arguments', 'an administrator must stay');
    }
    const parsed = v.safeParse(PeopleSchema, { people });
    if (!parsed.success) throw new HostError('bad-arguments', 'people');
    const text = new TextEncoder().encode(canonicalJson(parsed.output));
    const file = {
      ...{ format: 'linli-people', version: 1, vault: key.vault },
      box: await box(await fileKey(key), placeOf(key), text),
    };
    try {
      await replaceFile(
        this.path(),
        new TextEncoder().encode(`${canonicalJson(file)}\n`),
        this.options.disk ?? realDisk,
      );
    } catch (error) {
      throw diskError(error);
    }
    this.people = people;
  }

  private path(): string {
    return join(this.options.folder, 'people.json');
  }
}

export function newPersonId(): string {
  return `p-${randomBytes(8).toString('hex')}`;
}

/** Compares in constant time after a slow hash. */
export async function isPin(person: Person, pin: string): Promise<boolean> {
  const { salt, rounds, verifier } = person.pin;
  const made = await pinVerifier(pin, fromBase64(salt) ?? new Uint8Array(0), rounds);
  return sameBytes(made, fromBase64(verifier) ?? new Uint8Array(0));
}

/** 4 to 12 digits, not all alike and not in a row: those are tried first. */
export function isGoodPin(pin: string): boolean {
  if (!/^\d{4,12}$/.test(pin)) return false;
  const steps = new Set(Array.from(pin.slice(1), (digit, i) => Number(digit) - Number(pin[i])));
  return !(steps.size === 1 && [0, 1, -1].includes([...steps][0]));
}

async function newPin(pin: string): Promise<Person['pin']> {
  if (!isGoodPin(pin)) throw new HostError('weak-secret', 'pin');
  const salt = new Uint8Array(randomBytes(16));
  const verifier = await pinVerifier(pin, salt, LEAST_ROUNDS);
  return { salt: toBase64(salt), rounds: LEAST_ROUNDS, verifier: toBase64(verifier) };
}

function fileKey({ coreRoot }: PeopleKey): Promise<CryptoKey> {
  return purposeKey(coreRoot, new Uint8Array(0), 'linli-people/1');
}

function placeOf({ vault }: PeopleKey): string {
  return `linli-people/1/${vault}`;
}

/** Without the PIN's verifier. */
export function listing({ id, name, role, grids, expiresAt }: Person): DeskSession['person'] {
  return { id, name, role, grids, expiresAt };
}
