/** The star beside the search: the list of kept views, and the form that keeps the present one. */
import './bookmarks.css';
import { useIntl } from 'react-intl';
import { MapIcon } from '../../map/MapIcon.tsx';
import { Popup } from '../../twin/Popup.tsx';
import { BookmarkForm } from './BookmarkForm.tsx';
import { BookmarkList } from './BookmarkList.tsx';

const WHOLE_VIEW = { camera: true, layers: true, question: true };

export function BookmarkPopup() {
  const { formatMessage } = useIntl();
  return (
    <div className="desk-popup">
      <Popup label={formatMessage({ id: 'bookmark.title' })} face={<MapIcon name="star" />}>
        {(close) => (
          <div className="bookmark-panel">
            <h3>{formatMessage({ id: 'bookmark.title' })}</h3>
            <BookmarkList onOpened={close} />
            <h4>{formatMessage({ id: 'bookmark.saveView' })}</h4>
            <BookmarkForm start={WHOLE_VIEW} onDone={() => undefined} />
          </div>
        )}
      </Popup>
    </div>
  );
}
