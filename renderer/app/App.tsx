/** The staff window: start screens until a community is open, then rail, desk, status bar and the demo banner. */
import '@blueprintjs/core/lib/css/blueprint.css';
import '@fontsource-variable/noto-sans-sc/index.css';
import './tokens.css';
import './shell.css';
import './access/access.css';
import { Button } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { startEngine } from '../worker/client.ts';
import { EngineContext } from '../worker/engine-context.tsx';
import { watchIdle } from './access/idle-lock.ts';
import { SignIn } from './access/SignIn.tsx';
import { VaultCreate } from './access/VaultCreate.tsx';
import { allCommands, handleHotkey } from './commands.ts';
import { Desk } from './Desk.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { KeysHelp } from './KeysHelp.tsx';
import { LanguageProvider } from './Language.tsx';
import { useNavigation } from './navigation.ts';
import { followOnlineBasemap } from './online-basemap.ts';
import { currentHost, openSession } from './open-session.ts';
import { type Preferences, usePreferences } from './preferences.ts';
import { Rail } from './Rail.tsx';
import { StartScreen } from './StartScreens.tsx';
import { StatusBar } from './StatusBar.tsx';
import { useSession } from './session.ts';

/** The native menu and title bar follow what is chosen in the page; a host without them passes it over. */
function tellPreferences(): void {
  const tell = ({ language, theme }: Preferences) =>
    // Nothing on this page depends on it.
    void currentHost()
      .call('window.preferences', { language, theme })
      .catch(() => undefined);
  tell(usePreferences.getState());
  usePreferences.subscribe((now, before) => {
    if (now.language !== before.language || now.theme !== before.theme) tell(now);
  });
}

export function App() {
  const [engine] = useState(startEngine);
  useEffect(() => {
    void openSession(engine).then(() => {
      currentHost().on('menu.command', ({ command }) =>
        allCommands()
          .find((each) => each.id === command)
          ?.run(),
      );
      tellPreferences();
      followOnlineBasemap(currentHost());
    });
    const onKey = (event: KeyboardEvent) => void handleHotkey(event);
    window.addEventListener('keydown', onKey);
    const stopWatching = watchIdle();
    return () => {
      window.removeEventListener('keydown', onKey);
      stopWatching();
    };
  }, [engine]);
  return (
    <LanguageProvider>
      <EngineContext.Provider value={engine}>
        <Window />
      </EngineContext.Provider>
    </LanguageProvider>
  );
}

function Window() {
  const phase = useSession((session) => session.phase);
  if (phase.name !== 'ready') return <StartScreen phase={phase} />;
  return (
    <div className="app">
      <Rail />
      <main className="stage">
        <DemoBanner />
        <div className="desk">
          <ErrorBoundary>
            <Desk />
          </ErrorBoundary>
        </div>
      </main>
      <StatusBar />
      <KeysHelp />
      <VaultCreate />
      <SignIn />
    </div>
  );
}

/** Says once that this is a sample; never again once dismissed or once real data was in. */
function DemoBanner() {
  const { formatMessage } = useIntl();
  const { community, realData } = useSession();
  const { demoBannerSeen, language, set } = usePreferences();
  const go = useNavigation((navigation) => navigation.go);
  if (community?.source.kind !== 'sample' || realData || demoBannerSeen) return null;
  return (
    <div className="banner" role="status">
      <p>{formatMessage({ id: 'app.demoBanner' }, { name: community.name[language] })}</p>
      <Button size="small" text={formatMessage({ id: 'app.loadOwn' })} onClick={() => go('data')} />
      <Button
        size="small"
        variant="minimal"
        text={formatMessage({ id: 'app.dismiss' })}
        onClick={() => set({ demoBannerSeen: true })}
      />
    </div>
  );
}
