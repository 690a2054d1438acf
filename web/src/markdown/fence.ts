/** The mark that opened a fenced code block, and how far it is indented. */
export interface Fence {
  mark: string;
  indent: number;
}

const opening = /^([\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*)(`{3,}(?!.*`)|~{3,})/;
const closing = /^([\s>]*)(`{3,}|~{3,})\s*$/;

/** The fenced code block that is open after this line, if one is. */
export function fenceAfter(line: string, open: Fence | null): Fence | null {
  if (!open) {
    const [, before = '', mark] = opening.exec(line) ?? [];
    return mark === undefined ? null : { mark, indent: before.length };
  }
  const [, before = '', mark] = closing.exec(line) ?? [];
  const closes = mark?.startsWith(open.mark) && before.length <= open.indent + 3;
  return closes ? null : open;
}
