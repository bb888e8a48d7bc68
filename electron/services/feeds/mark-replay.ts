/** What the journal says at start of how far the inboxes were dealt with, and of the signals that were told with it. Reads only. */
import type { KeptSignal } from '../../../shared/cases/alert-monitor.ts';
import { alertKey } from '../../../shared/cases/transitions.ts';
import type { InboxApplied } from '../../../shared/feeds/inbox-mark.ts';
import type { JournalRecord } from '../../../shared/host/journal-record.ts';

export class MarkReplay {
  /** Null: none. */
  last: InboxApplied | null = null;
  /** By device and kind: the signal as it was told last, and the mark beside it. */
  readonly signals = new Map<string, { signal: KeptSignal; mark: InboxApplied }>();

  /** For every record of the journal at start. */
  replay({ body }: JournalRecord): void {
    if (body.kind !== 'inbox.applied') return;
    this.last = body;
    for (const signal of body.signals ?? [])
      this.signals.set(alertKey(signal.device, signal.kind), { signal, mark: body });
  }
}
