/** What the model is told to make a title (requirement A7). */
export const TITLE_INSTRUCTIONS =
  'Write a title of at most six words for this conversation, in its language. Answer with the title alone: no quotes, no full stop.';

/** Longest title that is kept, in UTF-16 code units. */
const MAX_TITLE_LENGTH = 80;

/** A model's title as it is stored: one line, no quotes, not too long; null when nothing is left. */
export function cleanTitle(text: string): string | null {
  const line = (text.trim().split('\n')[0] ?? '').replace(/^["'“”«»#*\s]+|["'“”«»*.\s]+$/g, '');
  const title =
    line.length > MAX_TITLE_LENGTH
      ? `${line
          .slice(0, MAX_TITLE_LENGTH - 1)
          .toWellFormed()
          .trimEnd()}…`
      : line;
  return title === '' ? null : title;
}
