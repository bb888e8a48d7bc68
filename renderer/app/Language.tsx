/** Puts the chosen language round everything below it; switching is immediate and keeps all state. */
import { type ReactNode, useEffect, useMemo } from 'react';
import { IntlProvider } from 'react-intl';
import { localMessages, useLocalProfile } from './local-profile.ts';
import { MESSAGES } from './messages.ts';
import { applyPreferences, usePreferences } from './preferences.ts';
import { useTagNames } from './tag-names.ts';

export function LanguageProvider({ children }: { children: ReactNode }) {
  const preferences = usePreferences();
  useEffect(() => applyPreferences(preferences), [preferences]);
  const { language } = preferences;
  const local = useLocalProfile(({ profile }) => profile);
  const tags = useTagNames((names) => names[language]);
  const messages = useMemo(
    () => ({ ...MESSAGES[language], ...tags, ...localMessages(local, language) }),
    [language, tags, local],
  );
  return (
    <IntlProvider locale={language === 'zh' ? 'zh-CN' : 'en'} messages={messages} defaultLocale="zh-CN">
      {children}
    </IntlProvider>
  );
}
