/**
 * What a person chose for this window: language, theme, folded panels. Kept in localStorage because the origin is
 * fixed; holds nothing about the community.
 */
import { create } from 'zustand';
import { NOTATIONS, type Notation } from '../../shared/geo/place-notation.ts';

export type Language = 'zh' | 'en';
export type Theme = 'dark' | 'light';

export interface Preferences {
  language: Language;
  theme: Theme;
  leftOpen: boolean;
  rightOpen: boolean;
  drawerOpen: boolean;
  demoBannerSeen: boolean;
  /** Minutes without a hand on the desk until the vault locks; 0: never. */
  lockMinutes: number;
  /** How the map's menu writes a place. */
  notation: Notation;
}

interface PreferencesStore extends Preferences {
  set(change: Partial<Preferences>): void;
}

const KEY = 'linli.preferences';
const DEFAULTS: Preferences = {
  language: 'zh',
  theme: 'dark',
  leftOpen: true,
  rightOpen: true,
  drawerOpen: false,
  demoBannerSeen: false,
  lockMinutes: 15,
  notation: 'wgs84',
};

function read(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return DEFAULTS;
    const value = { ...DEFAULTS, ...stored };
    // A value from a newer or damaged store falls back rather than breaking the window.
    if (value.language !== 'zh' && value.language !== 'en') value.language = DEFAULTS.language;
    if (value.theme !== 'dark' && value.theme !== 'light') value.theme = DEFAULTS.theme;
    if (!Number.isFinite(value.lockMinutes) || value.lockMinutes < 0)
      value.lockMinutes = DEFAULTS.lockMinutes;
    if (!NOTATIONS.includes(value.notation)) value.notation = DEFAULTS.notation;
    return value;
  } catch {
    return DEFAULTS;
  }
}

export const usePreferences = create<PreferencesStore>((set, get) => ({
  ...read(),
  set(change) {
    set(change);
    const { set: _, ...values } = get();
    try {
      localStorage.setItem(KEY, JSON.stringify(values));
    } catch {
      // Storage denied: the choice holds for this window only.
    }
  },
}));

/** Puts language and theme on the document, where CSS and assistive technology read them. */
export function applyPreferences({ language, theme }: Preferences): void {
  const root = document.documentElement;
  root.lang = language === 'zh' ? 'zh-CN' : 'en';
  root.dataset.theme = theme;
  document.body.classList.toggle('bp6-dark', theme === 'dark');
}
