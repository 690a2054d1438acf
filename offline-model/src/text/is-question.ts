import { detectLanguage } from './detect-language.ts';
import type { Language } from './stop-words.ts';
import { fold, words } from './words.ts';

const QUESTION_MARK = /[?？؟]\s*$/u;

/** Words that begin a question or a request; in Urdu and Chinese they stand anywhere. */
const ASKING: Record<Language, Set<string>> = {
  en: listed(`am any are can could describe did do does explain find give had has have help how is let list may
    please remind shall should show summarise summarize tell translate was were what what's when where which who
    whom whose why will would write`),
  de: listed(`bin bist bitte erkläre erzähl erzähle fasse gib gibt hat hast ist kann kannst können nenne sag sage
    schreib schreibe sind wann war warum was welche welcher welches wem wen wer weshalb wie wieso wird wo woher wohin
    zeig zeige`),
  fr: listed(`combien comment donne est explique montre où parle peux pouvez pourquoi qu'est quand que quel quelle
    quelles quels qui quoi raconte résume traduis écris`),
  es: listed(`cómo cual cuál cuáles cuando cuándo cuánto cuántos dame describe di dime dónde escribe explica muestra
    por puede puedes qué quién quiénes resume traduce`),
  ur: listed('کون کہاں کیسے کب کیوں کتنا کتنی کتنے کونسا کونسی بتائیں بتاؤ'),
  ar: listed('ما ماذا من متى أين كيف لماذا هل كم أي أخبرني اشرح لخص اكتب'),
  zh: listed('什么 哪 哪里 哪个 哪些 谁 怎么 怎样 怎么样 为什么 多少 几 吗 呢 请 请问 告诉'),
};
const ANYWHERE = new Set<Language>(['ur', 'zh']);

export function isQuestion(sentence: string): boolean {
  if (QUESTION_MARK.test(sentence)) return true;
  const language = detectLanguage(sentence);
  const found = words(sentence).map((word) => word.folded);
  const telling = ANYWHERE.has(language) ? found : found.slice(0, 1);
  return telling.some((word) => ASKING[language].has(word));
}

function listed(list: string): Set<string> {
  return new Set(list.split(/\s+/).map(fold));
}
