/** Entry point of the wall page. */
import '@fontsource-variable/noto-sans-sc/index.css';
import '../app/tokens.css';
import './wall.css';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../app/Language.tsx';
import { usePreferences } from '../app/preferences.ts';
import { startEngine } from '../worker/client.ts';
import { WallApp } from './WallApp.tsx';
import { openWall } from './wall-session.ts';

// The wall is dark only, whatever the desk's theme is; nothing here is stored.
usePreferences.setState({ theme: 'dark' });
const engine = startEngine();
createRoot(document.getElementById('root')!).render(
  <LanguageProvider>
    <WallApp engine={engine} />
  </LanguageProvider>,
);
void openWall(engine);
