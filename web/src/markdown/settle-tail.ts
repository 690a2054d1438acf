import { type Fence, fenceAfter } from './fence.ts';

const halfLink = /!?\[([^[\]]*)\]\([^()]*$/;
const halfTable = /(^|\n\n)\|[^\n]*(\n[|:\s-]*)?$/;
const halfFence = /\n[ \t]*[`~]{1,2}$/;

const count = (text: string, mark: string): number => text.split(mark).length - 1;

/** Closes a mark that was opened, or drops it when nothing follows it yet. */
const close = (text: string, mark: string): string =>
  text.endsWith(mark) ? text.slice(0, -mark.length) : `${text.trimEnd()}${mark}`;

/** A block that is still being written, without the half-written marks that would show for a moment. */
export function settleTail(block: string): string {
  const fence = block.split('\n').reduce<Fence | null>((open, line) => fenceAfter(line, open), null);
  if (fence) return block.replace(halfFence, '');
  if (count(block, '`') % 2 === 1) return close(block, '`');
  const text = block.replace(halfTable, '$1').replace(halfLink, '$1');
  return count(text, '**') % 2 === 1 ? close(text, '**') : text;
}
