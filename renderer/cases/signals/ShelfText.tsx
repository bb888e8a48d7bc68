/** A shelf in words: why, until when, by whom. */
import { useIntl } from 'react-intl';
import type { Shelf } from '../../../shared/cases/alert-signals.ts';
import { SEATS } from '../../../shared/cases/case-actor.ts';
import { useNames } from '../use-names.ts';

export function ShelfText({ shelf }: { shelf: Shelf }) {
  const intl = useIntl();
  const names = useNames();
  const seat = SEATS.find((each) => shelf.by === `seat-${each}`);
  const by = seat ? intl.formatMessage({ id: `cases.role.${seat}` }) : names(shelf.by);
  return (
    <span>
      {intl.formatMessage(
        { id: 'cases.shelf' },
        {
          reason: intl.formatMessage({ id: `cases.shelve.${shelf.reason}` }),
          until: intl.formatTime(shelf.until, { hour: '2-digit', minute: '2-digit' }),
          by,
        },
      )}
    </span>
  );
}
