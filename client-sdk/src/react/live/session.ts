import { QueryClient } from '@tanstack/react-query';
import type { SignedOutReason } from '../../auth-change.ts';
import { callerOf } from '../../caller.ts';
import { type Chat, createChat } from '../../chat/chat.ts';
import type { ParlanceClient } from '../../client.ts';
import { LiveChat } from './live-chat.ts';
import type { Turn } from './turn.ts';

/** Who uses the client. */
export interface Identity {
  /** null: nobody is signed in; undefined: not known yet. */
  readonly userId: string | null | undefined;
  /** Why nobody is any more. */
  readonly reason: SignedOutReason | null;
  /** Counts the changes from one to another. */
  readonly generation: number;
}

/** What happened in a conversation. */
export type SessionEvent =
  | { type: 'began'; conversationId: string; runId: string; isOwn: boolean }
  | { type: 'ended'; conversationId: string; turn: Turn }
  | { type: 'changed'; conversationId: string };

/** What is kept for a client outside of all components. */
export class Session {
  readonly client: ParlanceClient;
  readonly #chat: Chat;
  readonly #listeners = new Set<(event: SessionEvent) => void>();
  readonly #identityListeners = new Set<() => void>();
  readonly #chats = new Map<string, LiveChat>();
  #identity: Identity = { userId: undefined, reason: null, generation: 0 };
  #leaving = new AbortController();
  #queryClient: QueryClient | null = null;
  #clock = 0;

  constructor(client: ParlanceClient) {
    this.client = client;
    this.#chat = createChat(client);
  }

  /** The cache for those who bring none. */
  get queryClient(): QueryClient {
    this.#queryClient ??= new QueryClient();
    return this.#queryClient;
  }

  /** Numbers that only grow: what was asked for after something happened has a higher one. */
  readonly tick = (): number => ++this.#clock;

  /** A conversation; null: one that the server has not made yet. */
  open(conversationId: string | null): LiveChat {
    const open = conversationId === null ? undefined : this.#chats.get(conversationId);
    if (open !== undefined) return open;
    const live = new LiveChat(
      {
        chat: this.#chat,
        leaving: this.#leaving.signal,
        tick: this.tick,
        onBegan: (live, runId) => {
          const { conversationId } = live.snapshot();
          if (conversationId === null) return;
          this.#chats.set(conversationId, live);
          this.tell({ type: 'began', conversationId, runId, isOwn: true });
        },
        onEnded: (live, turn) => {
          const { conversationId } = live.snapshot();
          if (conversationId !== null) this.tell({ type: 'ended', conversationId, turn });
        },
      },
      conversationId,
    );
    if (conversationId !== null) this.#chats.set(conversationId, live);
    return live;
  }

  readonly listen = (listener: (event: SessionEvent) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Tells other tabs. */
  announce(_event: SessionEvent): void {}

  tell(event: SessionEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  readonly identity = (): Identity => this.#identity;

  readonly onIdentity = (listener: () => void): (() => void) => {
    this.#identityListeners.add(listener);
    return () => this.#identityListeners.delete(listener);
  };

  /** Follows who is signed in. Ends when what it answers is called. */
  followLogin(): () => void {
    let hasHeard = false;
    const stop = this.client.onAuthChange(({ userId, reason }) => {
      hasHeard = true;
      this.#setUser(userId, reason);
    });
    // Whoever calls next hears of a storage that fails.
    const look = callerOf(this.client)().catch(() => null);
    void look.then((userId) => hasHeard || this.#setUser(userId, null));
    return stop;
  }

  /** Notes who is signed in. What belonged to somebody else is let go. */
  #setUser(userId: string | null, reason: SignedOutReason | null): void {
    const { userId: before, generation } = this.#identity;
    if (userId === before) return;
    if (before !== undefined) this.#letGo();
    this.#identity = { userId, reason, generation: before === undefined ? generation : generation + 1 };
    for (const listener of [...this.#identityListeners]) listener();
  }

  #letGo(): void {
    this.#leaving.abort();
    this.#leaving = new AbortController();
    this.#chats.clear();
  }
}

const sessions = new WeakMap<ParlanceClient, Session>();

/** The one session of a client. */
export function sessionOf(client: ParlanceClient): Session {
  const known = sessions.get(client);
  if (known !== undefined) return known;
  const session = new Session(client);
  sessions.set(client, session);
  return session;
}
