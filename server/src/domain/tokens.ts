/** Roughly the tokens of a text: four Latin letters a token, two of other alphabets, one ideograph. No tokenizer is loaded. */
export function estimateTokens(text: string): number {
  let quarters = 0;
  for (let index = 0; index < text.length; index++) quarters += quartersOf(text.charCodeAt(index));
  return Math.ceil(quarters / 4);
}

/** The longest start of a text that fits a budget of estimated tokens, in UTF-16 code units. */
export function lengthWithin(text: string, tokens: number): number {
  let quarters = tokens * 4;
  for (let index = 0; index < text.length; index++) {
    quarters -= quartersOf(text.charCodeAt(index));
    if (quarters < 0) return index;
  }
  return text.length;
}

const quartersOf = (codeUnit: number): number => (codeUnit < 0x250 ? 1 : codeUnit < 0x2e80 ? 2 : 4);
