/**
 * Over the map while a building is chosen for a record without a place: what is asked, what is chosen, the way back. Owns nothing but
 * this bar; the building is the one whose record is open.
 */
import { Button } from '@blueprintjs/core';
import { useEffect } from 'react';
import { useIntl } from 'react-intl';
import { useLinkChoice } from './link-choice.ts';
import { useNavigation } from './navigation.ts';
import './link-choice.css';

export function LinkChoiceBar({ building }: { building: number | null }) {
  const { formatMessage } = useIntl();
  const { asked, building: chosen, choose, ask } = useLinkChoice();
  const go = useNavigation((navigation) => navigation.go);
  useEffect(() => {
    if (asked && building !== null) choose(building);
  }, [asked, building, choose]);
  if (!asked) return null;
  return (
    <div className="link-choice" role="status">
      <span>{formatMessage({ id: 'links.map.ask' }, { title: asked.title })}</span>
      <Button
        disabled={chosen === null}
        text={formatMessage({ id: chosen === null ? 'links.map.none' : 'links.map.take' })}
        onClick={() => go('data')}
      />
      <Button
        variant="minimal"
        text={formatMessage({ id: 'links.map.cancel' })}
        onClick={() => {
          ask(null);
          go('data');
        }}
      />
    </div>
  );
}
