const LATIN = /^[a-zßæœø]+$/;
const SUFFIX = /(?:ically|ingly|ings|ing|edly|ies|ied|ely|ly|ed|es|en|er|s|e|n|y)$/;
const ARABIC_SCRIPT = /^\p{Script=Arabic}+$/u;
const ARABIC_PREFIX = /^(?:وال|بال|كال|فال|لل|ال)/;
const SHORTEST_STEM = 3;

/** Light and the same for every language: only good enough to match forms of one word. */
export function stem(word: string): string {
  if (ARABIC_SCRIPT.test(word)) return shorten(word, ARABIC_PREFIX);
  if (!LATIN.test(word)) return word;
  const stripped = shorten(shorten(word, SUFFIX), SUFFIX);
  return stripped.length > SHORTEST_STEM ? stripped.replace(/(.)\1$/, '$1') : stripped;
}

function shorten(word: string, affix: RegExp): string {
  const shorter = word.replace(affix, '');
  return shorter.length >= SHORTEST_STEM ? shorter : word;
}
