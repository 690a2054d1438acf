/** What happened in a conversation, here or in another tab. */
export interface ConversationHappening {
  /** A run began to answer, or has answered; or anything else happened. */
  type: 'began' | 'ended' | 'changed';
  conversationId: string;
  runId: string | null;
}

/** What happened, here or in another tab: in a conversation, or to the tasks or bots of who is signed in. */
export type Happening = ConversationHappening | { type: 'tasks' } | { type: 'bots' };

/** What a tab tells the others, and who is signed in there. */
export type News = Happening & { userId: string | null };

/** The other tabs, and windows and frames, of the same origin. */
export interface Tabs {
  tell(news: News): void;
  close(): void;
}

/** Listens to the other tabs, where there are any. */
export function openTabs(hear: (news: News) => void): Tabs {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => {}, close: () => {} };
  const channel = new BroadcastChannel('parlance');
  channel.onmessage = ({ data }: { data: unknown }) => {
    if (isNews(data)) hear(data);
  };
  return { tell: (news) => channel.postMessage(news), close: () => channel.close() };
}

// Another tab may have another version of the page.
function isNews(data: unknown): data is News {
  if (typeof data !== 'object' || data === null) return false;
  const { type, userId, conversationId, runId } = data as Partial<Record<string, unknown>>;
  const isText = (value: unknown) => typeof value === 'string';
  const isTextOrNull = (value: unknown) => value === null || isText(value);
  if (!isTextOrNull(userId)) return false;
  if (type === 'tasks' || type === 'bots') return true;
  const isKnown = type === 'began' || type === 'ended' || type === 'changed';
  return isKnown && isText(conversationId) && isTextOrNull(runId);
}
