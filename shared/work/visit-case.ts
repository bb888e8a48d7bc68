/** The report that a problem found at a visit becomes: the same visit is the same case, however often it is pressed. */
import { toHex } from '../access/byte-text.ts';
import { sha256 } from '../access/key-box.ts';

/** Letters alone: an id with figures in a row could be taken for somebody's number. */
const LETTERS = 'abcdefghijklmnop';

/** Id of the report of this home's visit in this round (WorkId, record id): what CaseIdSchema takes, and says nothing of either. */
export async function visitReportId(round: string, home: string): Promise<string> {
  const digest = toHex(await sha256(`${round}\n${home}`)).slice(0, 24);
  return `v-${digest.replace(/[0-9a-f]/g, (digit) => LETTERS[Number.parseInt(digit, 16)])}`;
}

/** Homes that are still to be visited after the last day of a round; 0: there is none, or it is not over yet. */
export function overdueVisits(
  { dueDay, closedAt }: { dueDay: number; closedAt: number },
  open: number,
  today: number,
): number {
  return dueDay > 0 && closedAt === 0 && today > dueDay ? open : 0;
}
