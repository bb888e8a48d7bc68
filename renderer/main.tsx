/** Entry point of the page: starts the shell. Owns nothing else. */
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';

createRoot(document.getElementById('root')!).render(<App />);
