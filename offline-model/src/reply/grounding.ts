export interface Grounding {
  /** What stands in `<selected_text>` blocks. */
  selected: string[];
  /** What stands in `<document …>` blocks. */
  documents: string[];
  /** The text around the blocks. */
  rest: string;
}

export function readGrounding(texts: string[]): Grounding {
  const selected: string[] = [];
  const documents: string[] = [];
  const rest = texts.map((text) =>
    takeBlocks(takeBlocks(text, 'selected_text', selected), 'document', documents),
  );
  return { selected, documents, rest: rest.join('\n') };
}

/**
 * Moves the blocks of one tag out of a text; a plain scan, so that hostile text costs no more than its length. A block begins on
 * a line of its own: instructions mention its tags in the middle of a sentence ("the text between <selected_text> and …").
 */
function takeBlocks(text: string, tag: string, blocks: string[]): string {
  const opening = new RegExp(`^[ \\t]*<${tag}(?=[\\s>])`, 'gm');
  const closing = `</${tag}>`;
  let rest = '';
  let at = 0;
  for (let open = opening.exec(text); open !== null; open = opening.exec(text)) {
    const start = text.indexOf('>', open.index) + 1;
    const end = start === 0 ? -1 : text.indexOf(closing, start);
    if (end < 0) break;
    blocks.push(text.slice(start, end).trim());
    rest += text.slice(at, open.index);
    at = end + closing.length;
    opening.lastIndex = at;
  }
  return rest + text.slice(at);
}
