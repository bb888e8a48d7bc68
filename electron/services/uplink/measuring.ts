/**
 * Once an hour, what the upper level is told in numbers: devices by kind, cases and alerts by grid. Small numbers go through the project's own
 * disclosure, with cases and alerts in the place of people. In the journal like everything else that goes up.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import { fromBase64, toBase64 } from '../../../shared/access/byte-text.ts';
import { Discloser, fingerprint, personWords } from '../../../shared/access/disclose.ts';
import type { Case } from '../../../shared/cases/case.ts';
import type { Directory } from '../../../shared/host/contract.ts';
import { type Disclose, gridsOf, HOUR_MS, healthOf } from '../../../shared/uplink/measures.ts';
import type { AlertBook } from '../alert-book.ts';
import { type DurableDisk, readJson, replaceFile } from '../durable-file.ts';
import type { Journal } from '../journal.ts';
import type { LiveClock } from '../live-alerts.ts';
import type { Outbox } from './outbox.ts';

const LOOK_MS = 20_000;
/** Answers that are remembered between starts, the newest: a set of cases does not come back after weeks. */
const MOST_MEMORY = 2 * 1024 * 1024;

const MemorySchema = v.object({ secret: v.string(), answers: v.string() });

export interface MeasuringParts {
  folder: string;
  clock: LiveClock;
  journal: Journal;
  outbox: Outbox;
  alerts: AlertBook;
  cases(): Iterable<Case>;
  directory(): Directory | null;
  /** Whether anybody is told. */
  isWanted(): boolean;
  disk: DurableDisk;
  onTrouble(error: unknown): void;
}

export class Measuring {
  private readonly parts: MeasuringParts;
  private readonly stopTimer: () => void;
  private working: Promise<void> | null = null;

  constructor(parts: MeasuringParts) {
    this.parts = parts;
    this.stopTimer = parts.clock.every(LOOK_MS, () => void this.look());
  }

  /** Measures the hour that ended, once. What was off for days is not made up afterwards. */
  look(): Promise<void> {
    this.working ??= this.measure()
      .catch(this.parts.onTrouble)
      .finally(() => {
        this.working = null;
      });
    return this.working;
  }

  async close(): Promise<void> {
    this.stopTimer();
    await this.working;
  }

  private async measure(): Promise<void> {
    const { clock, outbox, alerts, journal, isWanted } = this.parts;
    const directory = this.parts.directory();
    const hour = Math.floor(clock.now() / HOUR_MS);
    if (hour <= outbox.lastHour || !directory || !isWanted()) return;
    const live = alerts.alerts();
    const cases = [...this.parts.cases()];
    const grids = await this.disclosed((disclose) =>
      gridsOf({ directory, cases, alerts: live }, hour, disclose),
    );
    await journal.append([healthOf(directory, live, hour), grids]);
  }

  /** Answers are kept before they are told: the same set must not be drawn twice. */
  private async disclosed<T>(work: (disclose: Disclose) => T): Promise<T> {
    const path = join(this.parts.folder, 'disclosed.json');
    const kept = await readJson(path, MemorySchema).catch(() => null);
    const secret = fromBase64(kept?.secret ?? '') ?? new Uint8Array(0);
    // Without its secret the memory says nothing.
    if (secret.length < 32) return this.remembered(path, new Uint8Array(randomBytes(32)), undefined, work);
    return this.remembered(path, secret, fromBase64(kept?.answers ?? '') ?? undefined, work);
  }

  private async remembered<T>(
    path: string,
    secret: Uint8Array<ArrayBuffer>,
    kept: Uint8Array | undefined,
    work: (disclose: Disclose) => T,
  ): Promise<T> {
    const discloser = new Discloser(secret, { memory: kept });
    const answer = work((ids) => {
      const told = discloser.disclose(fingerprint(personWords(secret, ids), ids.keys()));
      return told.small ? null : told.value;
    });
    const memory = discloser.memory();
    const answers = toBase64(memory.length > MOST_MEMORY ? new Uint8Array(0) : memory);
    const bytes = new TextEncoder().encode(JSON.stringify({ secret: toBase64(secret), answers }));
    await replaceFile(path, bytes, this.parts.disk);
    return answer;
  }
}
