import { createContext, use, useSyncExternalStore } from 'react';
import { storage } from '../storage/storage.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const languages = ['en', 'ar'] as const;
export type Language = (typeof languages)[number];

/** The language of a chat that is not in our own page; null: what is in force in the page. */
export const LanguageContext = createContext<Language | null>(null);

// The attributes of <html> hold what is in force: public/first-paint.js sets them before the page is drawn.
const root = document.documentElement;
const listeners = new Set<() => void>();

export function setTheme(theme: Theme): void {
  storage.setItem('parlance.theme', theme);
  showTheme(theme);
}

export function setLanguage(language: Language): void {
  storage.setItem('parlance.language', language);
  showLanguage(language);
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, theme);

export function useLanguage(): Language {
  const inForce = useSyncExternalStore(subscribe, language);
  return use(LanguageContext) ?? inForce;
}

const theme = (): Theme => themes.find((name) => name === root.dataset['theme']) ?? 'system';

const language = (): Language => languages.find((name) => name === root.lang) ?? 'en';

function showTheme(next: Theme): void {
  if (next === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = next;
  tell();
}

function showLanguage(next: Language): void {
  root.lang = next;
  root.dir = next === 'ar' ? 'rtl' : 'ltr';
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Has a choice that is made in one tab hold in all of them. */
export function followOtherTabs(): void {
  addEventListener('storage', ({ key, newValue }) => {
    const chosenTheme = themes.find((name) => name === newValue);
    const chosenLanguage = languages.find((name) => name === newValue);
    if (key === 'parlance.theme' && chosenTheme) showTheme(chosenTheme);
    if (key === 'parlance.language' && chosenLanguage) showLanguage(chosenLanguage);
  });
}
