const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
const WRAPPED_LINE = /(?<![.!?…。！？۔:\n])\n(?=\p{Ll})/gu;
const ABBREVIATION =
  /(?:^|[\s(])(?:\p{Lu}|Dr|Mr|Mrs|Ms|Prof|St|Nr|No|vs|etc|approx|bzw|ca|z\. ?B|e\.g|i\.e)\.\s*$/u;

/** Sentences in order, trimmed. Joins hard-wrapped lines and does not end a sentence at "Dr.". */
export function sentences(text: string): string[] {
  const found: string[] = [];
  let pending = '';
  for (const { segment } of segmenter.segment(text.replace(WRAPPED_LINE, ' '))) {
    pending += segment;
    if (ABBREVIATION.test(segment)) continue;
    if (pending.trim() !== '') found.push(pending.trim());
    pending = '';
  }
  if (pending.trim() !== '') found.push(pending.trim());
  return found;
}
