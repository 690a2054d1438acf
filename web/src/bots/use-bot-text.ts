import { botEditor as ar } from '../i18n/ar/bot-editor.ts';
import { type BotEditorText, botEditor as en } from '../i18n/en/bot-editor.ts';
import { useLanguage } from '../preferences/preferences.ts';

const dictionaries: Record<ReturnType<typeof useLanguage>, BotEditorText> = { en, ar };

/** The texts of the editor, which only its views load. */
export const useBotText = (): BotEditorText => dictionaries[useLanguage()];
