import type { Message } from '../contract/message.ts';

/** What is loaded of a conversation's active branch, oldest first. */
export interface History {
  messages: Message[];
  /** Where what came before begins; null: nothing came before. */
  olderCursor: string | null;
  /** When it was asked for, by the clock of the session. */
  asOf: number;
}

/**
 * The newest page, behind what was loaded before it. Messages are a tree: what came before a message never changes, so the
 * older ones are still right when they lead to the page.
 */
export function withNewestPage(known: History | undefined, page: History): History {
  const [first] = page.messages;
  const start = known?.messages.findIndex(({ id }) => id === first?.id) ?? -1;
  if (known === undefined || start < 0) return page;
  const stored = new Map(known.messages.map((message) => [message.id, message]));
  const newest = page.messages.map((message) => keepIfSame(stored.get(message.id), message));
  const older = known.messages.slice(0, start);
  return {
    messages: [...older, ...newest],
    olderCursor: start === 0 ? page.olderCursor : known.olderCursor,
    asOf: page.asOf,
  };
}

/** What is loaded, behind the page before it; unless something else came before meanwhile. */
export function withOlderPage(
  known: History | undefined,
  cursor: string,
  page: Pick<History, 'messages' | 'olderCursor'>,
): History | undefined {
  if (known?.olderCursor !== cursor) return known;
  return { ...known, messages: [...page.messages, ...known.messages], olderCursor: page.olderCursor };
}

/** Messages that did not change stay the same objects, so who shows them need not render. */
const keepIfSame = (known: Message | undefined, message: Message): Message =>
  known !== undefined && JSON.stringify(known) === JSON.stringify(message) ? known : message;
