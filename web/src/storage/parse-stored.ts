/** What was stored as JSON; null: nothing was, or something else wrote there. */
export function parseStored(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
