/**
 * The designed page shown when a window's page keeps dying: plain HTML and one style sheet, no script, so that it works
 * when nothing else does. Served under our own origin with the headers of every other page.
 */
import { type AppResponse, SECURITY_HEADERS } from './app-handler.ts';
import { type NativeLanguage, type NativeTextId, nativeText } from './native-text.ts';

const PAGE_PATH = '/stopped';
const STYLE_PATH = '/stopped.css';

/** Path and query of the error page; its one button opens `back` (an own path) again. */
export function crashPath(language: NativeLanguage, back: 'main' | 'wall'): string {
  return `${PAGE_PATH}?language=${language}&back=${back}`;
}

/** The response for one of the two paths, or null when the path is not one of them. `url` is an own absolute address. */
export function crashResponse(url: URL): AppResponse | null {
  if (url.pathname === STYLE_PATH) return respond('text/css; charset=utf-8', STYLE);
  if (url.pathname !== PAGE_PATH) return null;
  const language = url.searchParams.get('language') === 'en' ? 'en' : 'zh';
  const back = url.searchParams.get('back') === 'wall' ? '/wall' : '/';
  return respond('text/html; charset=utf-8', html(language, back));
}

/** In both languages, the chosen one first: a bare Linux has no Chinese font, and this page brings none. */
function html(language: NativeLanguage, back: string): string {
  const languages: NativeLanguage[] = language === 'zh' ? ['zh', 'en'] : ['en', 'zh'];
  const [first, second] = languages;
  return `<!doctype html>
<html lang="${tag(first)}">
<head><meta charset="utf-8"><title>${nativeText(first, 'electron.crash.title')}</title>
<link rel="stylesheet" href="${STYLE_PATH}"></head>
<body><main>
${languages.map(section).join('\n')}
<a href="${back}">${nativeText(first, 'electron.crash.again')} · ${nativeText(second, 'electron.crash.again')}</a>
</main></body>
</html>
`;
}

function section(language: NativeLanguage): string {
  const text = (id: NativeTextId): string => nativeText(language, id);
  return `<section lang="${tag(language)}">
<h1>${text('electron.crash.title')}</h1>
<p>${text('electron.crash.what')} ${text('electron.crash.next')}</p>
</section>`;
}

function tag(language: NativeLanguage): string {
  return language === 'zh' ? 'zh-CN' : 'en';
}

const STYLE = `:root { color-scheme: dark; font: 16px/1.7 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #0b1220; color: #e6edf7; }
main { max-width: 34rem; padding: 2.5rem; background: #111a2b; border-radius: 8px; }
h1 { margin: 0 0 0.75rem; font-size: 1.5rem; font-weight: 600; }
section + section h1 { font-size: 1.125rem; }
p { margin: 0 0 1rem; color: #9fb0c8; }
a { display: inline-block; margin-top: 0.5rem; padding: 0.5rem 1.5rem; border-radius: 4px; background: #2ec4b6; color: #06201d; text-decoration: none; }
a:focus-visible { outline: 3px solid #e6edf7; outline-offset: 3px; }
`;

function respond(type: string, text: string): AppResponse {
  const body = new TextEncoder().encode(text);
  return {
    status: 200,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': type,
      'content-length': String(body.length),
      'cache-control': 'no-store',
    },
    body,
  };
}
