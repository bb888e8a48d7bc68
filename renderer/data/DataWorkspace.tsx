/**
 * Workspace "Data": a menu of its pages and the page in front. Owns their arrangement and which one is shown.
 */
import { useIntl } from 'react-intl';
import { useDataPage } from './page-store.ts';
import { DATA_SECTIONS } from './sections.ts';
import './data.css';

export function DataWorkspace() {
  const { formatMessage } = useIntl();
  const { page, show } = useDataPage();
  const { Page } = DATA_SECTIONS.find(({ id }) => id === page) ?? DATA_SECTIONS[0];
  return (
    <div className="data-page" role="region" aria-label={formatMessage({ id: 'workspace.data' })}>
      {DATA_SECTIONS.length > 1 && (
        <nav className="data-menu" aria-label={formatMessage({ id: 'data.menu' })}>
          {DATA_SECTIONS.map(({ id }) => (
            <button
              key={id}
              type="button"
              className="data-menu-item"
              aria-current={id === page ? 'page' : undefined}
              onClick={() => show(id)}
            >
              {formatMessage({ id: `data.page.${id}` })}
            </button>
          ))}
        </nav>
      )}
      <div className="data-front">
        <Page />
      </div>
    </div>
  );
}
