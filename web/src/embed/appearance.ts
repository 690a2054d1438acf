import { useMemo, useSyncExternalStore } from 'react';
import { type Language, languages } from '../preferences/preferences.ts';
import type { EmbedOptions } from './options.ts';

/** How the chat looks on the page that it is on. */
export interface Appearance {
  /** null: as the device is. */
  theme: 'light' | 'dark' | null;
  language: Language;
  dir: 'ltr' | 'rtl';
}

const page = document.documentElement;

/** As the script's tag says or, where it does not, as the page is: it may change while it is read. */
export function useAppearance(options: EmbedOptions): Appearance {
  const seen = useSyncExternalStore(followPage, describePage);
  return useMemo(() => {
    const [theme, lang, dir] = seen.split(' ');
    const language = languageOf(options.lang ?? lang ?? '');
    const isRtl = language === 'ar' || (options.lang === null && dir === 'rtl');
    return {
      theme: options.theme ?? (theme === 'light' || theme === 'dark' ? theme : null),
      language,
      dir: isRtl ? 'rtl' : 'ltr',
    };
  }, [seen, options]);
}

/** Theme, language and direction of the page, in one text that can be compared. Docusaurus has data-theme, others a class. */
function describePage(): string {
  const theme = page.dataset['theme'] ?? (page.classList.contains('dark') ? 'dark' : '-');
  return [theme, page.lang || '-', getComputedStyle(page).direction].join(' ');
}

function followPage(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(page, { attributeFilter: ['data-theme', 'class', 'lang', 'dir'] });
  return () => observer.disconnect();
}

const languageOf = (lang: string): Language =>
  languages.find((language) => lang.toLowerCase().split('-', 1)[0] === language) ?? 'en';
