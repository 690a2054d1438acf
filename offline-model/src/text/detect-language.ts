import { type Language, STOP_WORDS } from './stop-words.ts';
import { words } from './words.ts';

const ONLY_URDU_LETTERS = /[ٹڈڑںےھہۂۓ]/;
const NOT_ARABIC_LETTERS = /[پچژگکی]/;
const TELLING_LETTERS: [Language, RegExp][] = [
  ['de', /[äöüß]/i],
  ['es', /[ñ¿¡áíóú]/i],
  ['fr', /[àâçèêëîïôœùû]/i],
];

/** By script, then by the most stop words; English when nothing tells. */
export function detectLanguage(text: string): Language {
  if (/\p{Script=Arabic}/u.test(text)) return arabicScriptLanguage(text);
  if (/\p{Script=Han}/u.test(text) && !/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'zh';
  const letters = TELLING_LETTERS.find(([, pattern]) => pattern.test(text))?.[0];
  const candidates: Language[] = ['en', 'de', 'fr', 'es'];
  const found = words(text);
  const scored = candidates.map((language) => {
    const hits = found.filter((word) => STOP_WORDS[language].has(word.folded)).length;
    return { language, score: hits + (language === letters ? 1.5 : 0) };
  });
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).language;
}

function arabicScriptLanguage(text: string): Language {
  if (ONLY_URDU_LETTERS.test(text)) return 'ur';
  return NOT_ARABIC_LETTERS.test(text) ? 'ur' : 'ar';
}
