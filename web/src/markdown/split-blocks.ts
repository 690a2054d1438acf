import { type Fence, fenceAfter } from './fence.ts';

/** A piece of Markdown that can be rendered by itself, and where it starts in the text. */
export interface Block {
  start: number;
  text: string;
}

const isBlank = (line: string): boolean => line.trim() === '';
const listItem = /^(?:[-*+]|\d{1,9}[.)]?)(?:\s|$)/;
const definition = /^ {0,3}\[[^\]]+\]:/m;

/**
 * Cuts Markdown where a blank line surely ends a block, so that a growing text changes its last piece alone.
 * Cutting too little is always right. A text with definitions stays whole: what they define may be anywhere.
 */
export function splitBlocks(markdown: string): Block[] {
  if (definition.test(markdown)) return [{ start: 0, text: markdown }];
  const starts = [0];
  let fence: Fence | null = null;
  let afterBlank = false;
  let at = 0;
  for (const line of markdown.split('\n')) {
    if (!fence && afterBlank && /^\S/.test(line) && !listItem.test(line)) starts.push(at);
    fence = fenceAfter(line, fence);
    afterBlank = isBlank(line);
    at += line.length + 1;
  }
  return starts.map((start, index) => ({ start, text: markdown.slice(start, starts[index + 1]) }));
}
