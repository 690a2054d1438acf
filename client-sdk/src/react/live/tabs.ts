/** What happened in a conversation, here or in another tab. */
export interface Happening {
  /** A run began to answer, or has answered; or anything else happened. */
  type: 'began' | 'ended' | 'changed';
  conversationId: string;
  runId: string | null;
}

/** What a tab tells the others. */
export interface News extends Happening {
  /** Who is signed in there. */
  userId: string | null;
}

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
  const { type, userId, conversationId, runId }: Partial<Record<keyof News, unknown>> = data;
  const isText = (value: unknown) => typeof value === 'string';
  return (
    ['began', 'ended', 'changed'].some((known) => known === type) &&
    isText(conversationId) &&
    [userId, runId].every((value) => value === null || isText(value))
  );
}
