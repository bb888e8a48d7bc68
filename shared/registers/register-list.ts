/**
 * A list of people as an office keeps it, ready to be compared: one text per person and field, with the list's kind and date. Owns what
 * fields are compared and how a cell is made comparable. Personal values stay here and in what is shown: never in codes, ids or logs.
 */
import { addressKey, normalAddress } from '../model/address-form.ts';
import { citizenNumber } from './citizen-number.ts';

/** Household register, floating population, screening list, assistance list, list of the deceased, any other. */
export const REGISTER_KINDS = [
  'household',
  'floating',
  'screening',
  'assistance',
  'deceased',
  'other',
] as const;
export type RegisterKind = (typeof REGISTER_KINDS)[number];

/** Shown as `column.residents.<field>`, the address and the birth date by names of their own. */
export const REGISTER_FIELDS = [
  'name',
  'idNumber',
  'sex',
  'birth',
  'phone',
  'address',
  'registration',
  'presence',
  'marital',
  'education',
  'employment',
  'assistance',
  'disability',
  'health',
] as const;
export type RegisterField = (typeof REGISTER_FIELDS)[number];

export interface RegisterList {
  id: string;
  name: string;
  kind: RegisterKind;
  /** Days since 1970-01-01 the list describes. */
  day: number;
  rows: number;
  /** '' where the list says nothing. */
  fields: Record<RegisterField, string[]>;
  /** The list says that the person has died. */
  deceased: Uint8Array;
  /** Comparison keys, made once. */
  ids: string[];
  addressKeys: string[];
}

export type RegisterPerson = Partial<Record<RegisterField, string>> & { deceased?: boolean };

export class RegisterListBuilder {
  private readonly list: RegisterList;
  private readonly gone: number[] = [];

  constructor(id: string, name: string, kind: RegisterKind, day: number) {
    const fields = Object.fromEntries(REGISTER_FIELDS.map((field) => [field, [] as string[]]));
    this.list = {
      id,
      name,
      kind,
      day,
      rows: 0,
      fields: fields as Record<RegisterField, string[]>,
      deceased: new Uint8Array(0),
      ids: [],
      addressKeys: [],
    };
  }

  add(person: RegisterPerson): void {
    const { fields, ids, addressKeys, kind } = this.list;
    for (const field of REGISTER_FIELDS) fields[field].push(person[field] ?? '');
    ids.push(citizenNumber(person.idNumber ?? ''));
    addressKeys.push(person.address ? addressKey(person.address) : '');
    if (person.deceased || kind === 'deceased') this.gone.push(this.list.rows);
    this.list.rows++;
  }

  finish(): RegisterList {
    this.list.deceased = new Uint8Array(this.list.rows);
    for (const row of this.gone) this.list.deceased[row] = 1;
    return this.list;
  }
}

/** What two cells of a field are equal by; '' for an empty one. */
export function comparable(field: RegisterField, value: string): string {
  if (value === '') return '';
  switch (field) {
    case 'name':
      return value.replace(/[\s·•.]/g, '').toLowerCase();
    case 'idNumber':
      return citizenNumber(value);
    case 'phone':
      return value.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '');
    case 'address':
      return addressKey(value) || normalAddress(value) || value;
    default:
      return value;
  }
}

/** An earlier form of a date is no other date: 1950 and 1950-02 agree with 1950-02-03. */
export function agree(field: RegisterField, a: string, b: string): boolean {
  if (field !== 'birth') return a === b;
  return a === b || a.startsWith(`${b}-`) || b.startsWith(`${a}-`);
}
