/** The small lock that marks personal data, wherever a personal column or field stands. */
import { useWording } from './wording.ts';

export function PersonalMark() {
  const { t } = useWording();
  return (
    <svg className="twin-lock" viewBox="0 0 16 16" role="img" aria-label={t('twin.personal')}>
      <title>{t('twin.personal')}</title>
      <path d="M4 7.500h8V13H4Zm1.500 0V5.500a2.500 2.500 0 0 1 5 0v2" />
    </svg>
  );
}
