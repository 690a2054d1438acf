/** What the model is told to make a title (requirement A7). */
export const TITLE_INSTRUCTIONS =
  'Write a title of at most six words for this conversation, in its language. Answer with the title alone: no quotes, no full stop.';

/** What stands after the conversation, because many models answer a user's message alone. */
export const TITLE_REQUEST = 'Write the title.';

/** Longest title that is kept, in UTF-16 code units. */
const MAX_TITLE_LENGTH = 80;

const QUOTES = new Set('"\'“”«»#* \t');

/** A model's title as it is stored: one line, no quotes, not too long; null when nothing is left. */
export function cleanTitle(text: string): string | null {
  const line =
    text
      .trimStart()
      .slice(0, MAX_TITLE_LENGTH * 4)
      .split('\n')[0] ?? '';
  let start = 0;
  let end = line.length;
  while (start < end && QUOTES.has(line.charAt(start))) start++;
  while (end > start && (QUOTES.has(line.charAt(end - 1)) || line.charAt(end - 1) === '.')) end--;
  const title = line.slice(start, end);
  if (title.length <= MAX_TITLE_LENGTH) return title === '' ? null : title.toWellFormed();
  const cut = title.slice(0, MAX_TITLE_LENGTH - 1);
  return `${(cut.isWellFormed() ? cut : cut.slice(0, -1)).trimEnd()}…`;
}
