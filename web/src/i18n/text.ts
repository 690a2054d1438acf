import { useLanguage } from '../preferences/preferences.ts';
import { ar } from './ar/index.ts';
import { type Dictionary, en } from './en/index.ts';

const dictionaries: Record<ReturnType<typeof useLanguage>, Dictionary> = { en, ar };

/** All texts of the page in the language that is in force. */
export const useText = (): Dictionary => dictionaries[useLanguage()];

export type { Dictionary };
