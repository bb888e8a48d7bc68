/**
 * The worker's part of comparing registers: reads the chosen files through the same readers and mappings as the import, keeps one
 * comparison while the page needs it. Nothing of it is stored.
 */
import { scopeOf } from '../../shared/access/permissions.ts';
import { openFile } from '../../shared/formats/open-file.ts';
import type { SourceRecord } from '../../shared/formats/source-record.ts';
import type { OnProgress } from '../../shared/model/bundle.ts';
import { type MappedRow, rowMapper } from '../../shared/model/import-rows.ts';
import { readIdNumber } from '../../shared/model/import-values.ts';
import {
  accuracyOf,
  type Comparison,
  comparedPerson,
  compareRegisters,
  personsOf,
} from '../../shared/registers/register-compare.ts';
import {
  type RegisterList,
  RegisterListBuilder,
  type RegisterPerson,
} from '../../shared/registers/register-list.ts';
import { checkPrecedence } from '../../shared/registers/register-precedence.ts';
import { registerTable } from '../../shared/registers/register-table.ts';
import { AccessNeededError } from './access-state.ts';
import type { EngineState } from './engine-state.ts';
import type { RegisterEngine, RegisterPlan } from './register-api.ts';
import { sourceFile } from './source-file.ts';
import { loadSqliteWasm } from './sqlite-wasm.ts';

/** Fewer than two lists or more than six; or nothing has been compared. */
export class RegisterError extends Error {
  readonly code: 'register-lists' | 'register-none';
  constructor(code: 'register-lists' | 'register-none') {
    super(code);
    this.name = 'RegisterError';
    this.code = code;
  }
}

export function registerMethods(state: EngineState): RegisterEngine {
  let kept: Comparison | null = null;
  const compared = (): Comparison => {
    if (!kept) throw new RegisterError('register-none');
    return kept;
  };
  return {
    async compareRegisters(plans, onProgress) {
      demandImport(state);
      if (plans.length < 2 || plans.length > 6) throw new RegisterError('register-lists');
      kept = null;
      const lists: RegisterList[] = [];
      const refused: number[] = [];
      for (const plan of plans) {
        const read = await readList(plan, onProgress, { done: lists.length, total: plans.length });
        lists.push(read.list);
        refused.push(read.refused);
      }
      kept = compareRegisters(lists);
      const { counts, onlyIn, conflictsByField, ways, matched } = kept;
      const told = lists.map(({ id, name, kind, day, rows }, l) => ({
        id,
        name,
        kind,
        day,
        rows,
        refused: refused[l],
      }));
      const accuracy = accuracyOf(kept);
      return { lists: told, persons: matched.persons, counts, onlyIn, conflictsByField, ways, accuracy };
    },
    async registerPersons({ verdict, list, from, to, precedence }) {
      demandImport(state);
      const comparison = compared();
      const rule = checkPrecedence(precedence, comparison.lists);
      const persons = personsOf(comparison, verdict, list);
      return {
        total: persons.length,
        persons: persons.slice(from, to).map((person) => comparedPerson(comparison, person, rule)),
      };
    },
    async registerAccuracy(precedence) {
      return accuracyOf(compared(), checkPrecedence(precedence, compared().lists));
    },
    async registerTable(precedence) {
      demandImport(state);
      const comparison = compared();
      return new Blob([...registerTable(comparison, checkPrecedence(precedence, comparison.lists))]);
    },
    async forgetRegisters() {
      kept = null;
    },
  };
}

/** Lists of people are compared by who may import them; before there is a vault nothing is protected yet. */
function demandImport({ access }: EngineState): void {
  if (!access.vault) return;
  if (!access.actor || scopeOf(access.actor.role, 'data.import') !== 'all')
    throw new AccessNeededError('not-allowed');
}

async function readList(
  { id, file, plan, kind, day }: RegisterPlan,
  onProgress: OnProgress,
  at: { done: number; total: number },
): Promise<{ list: RegisterList; refused: number }> {
  const { encoding, delimiter, headers } = plan.reading;
  const options = { ...(encoding ? { encoding } : {}), ...(delimiter ? { delimiter } : {}), headers };
  const opened = await openFile(sourceFile(file), options, loadSqliteWasm);
  const builder = new RegisterListBuilder(id, plan.name, kind, day);
  const read = rowMapper(plan);
  let refused = 0;
  try {
    for await (const { records, unread, bytes } of opened.read(plan.layer)) {
      refused += unread.length;
      for (const record of records) {
        const outcome = read(record);
        if (outcome.ok) builder.add(personOf(outcome.row, record));
        else refused++;
      }
      onProgress({
        stage: 'stage.registers',
        done: at.done + Math.min(1, bytes / Math.max(1, file.size)),
        total: at.total,
      });
    }
  } finally {
    await opened.close();
  }
  return { list: builder.finish(), refused };
}

const DEATH_COLUMN = /死亡|去世|亡故|注销|人员状态|生存状态|deceased|dead|death/i;
const DEATH_VALUE =
  /^(?:死亡|已死亡|去世|已去世|亡故|已故|死亡注销|注销|是|有|y|yes|true|1|dead|deceased|\d{4}[-/.年]?\d{1,2}.*)$/i;

function personOf({ values, dates, links }: MappedRow, { fields }: SourceRecord): RegisterPerson {
  const person: RegisterPerson = {};
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  for (const field of ['name', 'idNumber', 'sex', 'phone', 'registration', 'presence', 'marital'] as const)
    person[field] = text(values[field]);
  for (const field of ['education', 'employment', 'assistance', 'disability', 'health'] as const)
    person[field] = text(values[field]);
  person.address =
    links['address'] || [links['building'], links['entrance'], links['door']].filter(Boolean).join('-');
  const { birth } = dates;
  const stated = birth ?? readIdNumber(person.idNumber ?? '')?.birth ?? null;
  if (stated)
    person.birth = [String(stated.year), stated.month, stated.day]
      .filter((part) => part !== 0)
      .map((part) => String(part).padStart(2, '0'))
      .join('-');
  for (const name of Object.keys(fields))
    if (DEATH_COLUMN.test(name) && DEATH_VALUE.test(String(fields[name] ?? '').trim()))
      person.deceased = true;
  return person;
}
