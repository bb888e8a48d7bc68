/**
 * Whether one person's record contradicts itself: the error-level checks that need nothing but the record. Owns these checks as they are
 * used to tell how much better a comparison makes the data.
 */
import { readIdNumber } from '../model/import-values.ts';
import { citizenNumber, isSound } from './citizen-number.ts';
import type { RegisterPerson } from './register-list.ts';

export type RecordFault = 'no-name' | 'id-missing' | 'id-unsound' | 'id-birth' | 'id-sex';

/** null: it passes. */
export function recordFault(person: RegisterPerson): RecordFault | null {
  if (!person.name) return 'no-name';
  const id = citizenNumber(person.idNumber ?? '');
  if (id === '') return 'id-missing';
  if (!isSound(id)) return 'id-unsound';
  const stated = readIdNumber(id);
  if (!stated) return 'id-unsound';
  const { year, month, day } = stated.birth;
  const birth = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  if (person.birth && !birth.startsWith(person.birth)) return 'id-birth';
  return person.sex && person.sex !== stated.sex ? 'id-sex' : null;
}
