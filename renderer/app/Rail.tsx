/** The rail on the left edge: workspaces, the wall, language, theme, help. Navigation only. */
import {
  Database,
  Desktop,
  Flash,
  GridView,
  Help,
  Map as MapIcon,
  Moon,
  Notifications,
  Translate,
} from '@blueprintjs/icons';
import type { ComponentType } from 'react';
import { useIntl } from 'react-intl';
import { shelfOf } from '../../shared/cases/alert-signals.ts';
import { SeatButtons } from './access/SeatButtons.tsx';
import { useSignals } from './alert-signals.ts';
import { useNavigation, WORKSPACE_KEY, WORKSPACES, type Workspace } from './navigation.ts';
import { openWall } from './open-wall.ts';
import { usePreferences } from './preferences.ts';
import { useSession } from './session.ts';

const ICONS: Record<Workspace, ComponentType<{ size?: number }>> = {
  map: MapIcon,
  grids: GridView,
  cases: Notifications,
  data: Database,
};

export function Rail() {
  const { formatMessage } = useIntl();
  const { workspace, go, setHelp } = useNavigation();
  const { language, theme, set } = usePreferences();
  const shelves = useSignals((signals) => signals.shelves);
  const open = useSession(
    (session) =>
      session.alerts.filter((alert) => !alert.acknowledged && !shelfOf(alert, shelves, Date.now())).length,
  );
  const say = (id: string) => formatMessage({ id });
  return (
    <nav className="rail" aria-label={say('app.rail')}>
      <span className="rail-mark" aria-hidden="true">
        邻里
      </span>
      {WORKSPACES.map((each) => {
        const Icon = ICONS[each];
        const badge = each === 'cases' && open > 0 ? open : null;
        return (
          <button
            key={each}
            type="button"
            className="rail-item"
            aria-current={workspace === each ? 'page' : undefined}
            aria-label={
              badge
                ? `${say(`workspace.${each}`)}, ${formatMessage({ id: 'app.unacknowledged' }, { count: badge })}`
                : say(`workspace.${each}`)
            }
            title={`${say(`workspace.${each}`)} (${WORKSPACE_KEY[each].toUpperCase()})`}
            onClick={() => go(each)}
          >
            <Icon size={18} />
            <span className="rail-label">{say(`workspace.${each}`)}</span>
            {badge && <span className="rail-badge">{badge > 99 ? '99+' : badge}</span>}
          </button>
        );
      })}
      <button
        type="button"
        className="rail-item"
        title={say('app.openWall')}
        aria-label={say('app.openWall')}
        onClick={() => void openWall()}
      >
        <Desktop size={18} />
        <span className="rail-label">{say('workspace.wall')}</span>
      </button>
      <span className="rail-space" />
      <SeatButtons />
      <button
        type="button"
        className="rail-item"
        aria-label={say('app.switchLanguage')}
        title={say('app.switchLanguage')}
        onClick={() => set({ language: language === 'zh' ? 'en' : 'zh' })}
      >
        <Translate size={18} />
        <span className="rail-label">{language === 'zh' ? 'EN' : '中文'}</span>
      </button>
      <button
        type="button"
        className="rail-item"
        aria-label={say(theme === 'dark' ? 'app.lightTheme' : 'app.darkTheme')}
        title={say(theme === 'dark' ? 'app.lightTheme' : 'app.darkTheme')}
        onClick={() => set({ theme: theme === 'dark' ? 'light' : 'dark' })}
      >
        {theme === 'dark' ? <Flash size={18} /> : <Moon size={18} />}
      </button>
      <button
        type="button"
        className="rail-item"
        aria-label={say('app.keys')}
        title={say('app.keys')}
        onClick={() => setHelp(true)}
      >
        <Help size={18} />
      </button>
    </nav>
  );
}
