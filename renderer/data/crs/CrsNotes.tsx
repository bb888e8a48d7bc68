/** What is known about the system of a layer, in words: why it was offered, what to look at, what to be careful of. */
import { useIntl } from 'react-intl';
import type { LayerLook, LayerPlan } from '../../../shared/model/import-plan.ts';

export function CrsNotes({ plan, look }: { plan: LayerPlan; look: LayerLook }) {
  const { formatMessage } = useIntl();
  const offer = look.offers.find(({ crs, swapped }) => crs.id === plan.crs?.id && swapped === plan.swap);
  const lines = [
    ...look.notes.map((note) => ({ key: note, text: formatMessage({ id: `crs.note.${note}` }) })),
    ...(plan.crs?.warnings ?? []).map((warning) => ({
      key: warning,
      text: formatMessage({ id: `crs.warning.${warning}` }),
    })),
    ...(offer?.reasons ?? []).map(({ id, params }) => ({
      key: id,
      text: formatMessage({ id: `crs.reason.${id}` }, params),
    })),
  ];
  if (lines.length === 0) return null;
  return (
    <ul className="crs-notes">
      {lines.map(({ key, text }) => (
        <li key={key}>{text}</li>
      ))}
    </ul>
  );
}
