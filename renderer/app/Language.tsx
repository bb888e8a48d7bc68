/** Puts the chosen language round everything below it; switching is immediate and keeps all state. */
import { type ReactNode, useEffect } from 'react';
import { IntlProvider } from 'react-intl';
import { MESSAGES } from './messages.ts';
import { applyPreferences, usePreferences } from './preferences.ts';

export function LanguageProvider({ children }: { children: ReactNode }) {
  const preferences = usePreferences();
  useEffect(() => applyPreferences(preferences), [preferences]);
  const { language } = preferences;
  return (
    <IntlProvider
      locale={language === 'zh' ? 'zh-CN' : 'en'}
      messages={MESSAGES[language]}
      defaultLocale="zh-CN"
    >
      {children}
    </IntlProvider>
  );
}
