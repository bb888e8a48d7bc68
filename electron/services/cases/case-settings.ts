/**
 * The site's rules of cases and of signals and its duty roster, kept in the profile; the product's own rules and the register's workers until the
 * site says otherwise. A file that cannot be read is never replaced by a guess: opening refuses with what is wrong.
 */
import { join } from 'node:path';
import * as v from 'valibot';
import { type CaseRules, CaseRulesSchema, ruleFaults } from '../../../shared/cases/case-rules.ts';
import { DEFAULT_CASE_RULES } from '../../../shared/cases/default-rules.ts';
import { DEFAULT_SIGNAL_RULES } from '../../../shared/cases/default-signals.ts';
import { EMPTY_ROSTER, type Roster, RosterSchema, rosterFaults } from '../../../shared/cases/roster.ts';
import { rosterOfWorkers } from '../../../shared/cases/roster-of-workers.ts';
import { type SignalRules, SignalRulesSchema, signalFaults } from '../../../shared/cases/signal-rules.ts';
import type { Directory } from '../../../shared/host/contract.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import { type DurableDisk, readJson, realDisk, replaceFile } from '../durable-file.ts';

const RULES = 'case-rules.json';
const SIGNALS = 'signal-rules.json';
const ROSTER = 'duty-roster.json';

/** What the site has said itself; null: nothing. */
interface Own {
  rules: CaseRules | null;
  signals: SignalRules | null;
  roster: Roster | null;
}

export class CaseSettings {
  private readonly folder: string;
  private readonly disk: DurableDisk;
  private readonly own: Own;
  private made: { of: Directory | null; roster: Roster } | null = null;

  private constructor(folder: string, disk: DurableDisk, own: Own) {
    this.folder = folder;
    this.disk = disk;
    this.own = own;
  }

  static async open(folder: string, disk: DurableDisk = realDisk): Promise<CaseSettings> {
    return new CaseSettings(folder, disk, {
      rules: await readJson(join(folder, RULES), v.nullable(CaseRulesSchema)),
      signals: await readJson(join(folder, SIGNALS), v.nullable(SignalRulesSchema)),
      roster: await readJson(join(folder, ROSTER), v.nullable(RosterSchema)),
    });
  }

  get rules(): CaseRules {
    return this.own.rules ?? DEFAULT_CASE_RULES;
  }

  get signals(): SignalRules {
    return this.own.signals ?? DEFAULT_SIGNAL_RULES;
  }

  /** The site's own roster, else the one that the register's workers make. */
  roster(directory: Directory | null): Roster {
    if (this.own.roster) return this.own.roster;
    if (this.made?.of !== directory)
      this.made = { of: directory, roster: directory ? rosterOfWorkers(directory) : EMPTY_ROSTER };
    return this.made.roster;
  }

  get hasRules(): boolean {
    return this.own.rules !== null;
  }

  get hasSignals(): boolean {
    return this.own.signals !== null;
  }

  get hasRoster(): boolean {
    return this.own.roster !== null;
  }

  /** Null: the product's own again. Rejects with HostError 'bad-arguments' when the rules have faults. Clocks that run keep their times. */
  async writeRules(rules: CaseRules | null): Promise<void> {
    const [fault] = rules ? ruleFaults(rules) : [];
    if (fault) throw new HostError('bad-arguments', `${fault.at} ${fault.reason}`);
    await this.save(RULES, rules);
    this.own.rules = rules;
  }

  /** Null: the product's own again. */
  async writeSignals(signals: SignalRules | null): Promise<void> {
    const [fault] = signals ? signalFaults(signals) : [];
    if (fault) throw new HostError('bad-arguments', `${fault.at} ${fault.reason}`);
    await this.save(SIGNALS, signals);
    this.own.signals = signals;
  }

  /** Null: by the register's workers again. */
  async writeRoster(roster: Roster | null): Promise<void> {
    const [fault] = roster ? rosterFaults(roster) : [];
    if (fault) throw new HostError('bad-arguments', `${fault.at} ${fault.reason}`);
    await this.save(ROSTER, roster);
    this.own.roster = roster;
  }

  private async save(name: string, value: Own[keyof Own]): Promise<void> {
    await replaceFile(join(this.folder, name), new TextEncoder().encode(JSON.stringify(value)), this.disk);
  }
}
