/**
 * The site's rules of cases and its duty roster, kept in the profile; the product's own rules and the register's workers until the site says
 * otherwise. A file that cannot be read is never replaced by a guess: opening refuses with what is wrong.
 */
import { join } from 'node:path';
import * as v from 'valibot';
import { type CaseRules, CaseRulesSchema, ruleFaults } from '../../../shared/cases/case-rules.ts';
import { DEFAULT_CASE_RULES } from '../../../shared/cases/default-rules.ts';
import { EMPTY_ROSTER, type Roster, RosterSchema, rosterFaults } from '../../../shared/cases/roster.ts';
import { rosterOfWorkers } from '../../../shared/cases/roster-of-workers.ts';
import type { Directory } from '../../../shared/host/contract.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import { type DurableDisk, readJson, realDisk, replaceFile } from '../durable-file.ts';

const RULES = 'case-rules.json';
const ROSTER = 'duty-roster.json';

export class CaseSettings {
  private readonly folder: string;
  private readonly disk: DurableDisk;
  private ownRules: CaseRules | null;
  private own: Roster | null;
  private made: { of: Directory | null; roster: Roster } | null = null;

  private constructor(folder: string, disk: DurableDisk, rules: CaseRules | null, roster: Roster | null) {
    this.folder = folder;
    this.disk = disk;
    this.ownRules = rules;
    this.own = roster;
  }

  static async open(folder: string, disk: DurableDisk = realDisk): Promise<CaseSettings> {
    const rules = await readJson(join(folder, RULES), v.nullable(CaseRulesSchema));
    const roster = await readJson(join(folder, ROSTER), v.nullable(RosterSchema));
    return new CaseSettings(folder, disk, rules, roster);
  }

  get rules(): CaseRules {
    return this.ownRules ?? DEFAULT_CASE_RULES;
  }

  /** The site's own roster, else the one that the register's workers make. */
  roster(directory: Directory | null): Roster {
    if (this.own) return this.own;
    if (this.made?.of !== directory)
      this.made = { of: directory, roster: directory ? rosterOfWorkers(directory) : EMPTY_ROSTER };
    return this.made.roster;
  }

  get hasRules(): boolean {
    return this.ownRules !== null;
  }

  get hasRoster(): boolean {
    return this.own !== null;
  }

  /** Null: the product's own again. Rejects with HostError 'bad-arguments' when the rules have faults. Clocks that run keep their times. */
  async writeRules(rules: CaseRules | null): Promise<void> {
    const [fault] = rules ? ruleFaults(rules) : [];
    if (fault) throw new HostError('bad-arguments', `${fault.at} ${fault.reason}`);
    await this.save(RULES, rules);
    this.ownRules = rules;
  }

  /** Null: by the register's workers again. */
  async writeRoster(roster: Roster | null): Promise<void> {
    const [fault] = roster ? rosterFaults(roster) : [];
    if (fault) throw new HostError('bad-arguments', `${fault.at} ${fault.reason}`);
    await this.save(ROSTER, roster);
    this.own = roster;
  }

  private async save(name: string, value: CaseRules | Roster | null): Promise<void> {
    await replaceFile(join(this.folder, name), new TextEncoder().encode(JSON.stringify(value)), this.disk);
  }
}
