import { QueryClient } from '@tanstack/react-query';
import type { SignedOutReason } from '../../auth-change.ts';
import { callerOf } from '../../caller.ts';
import { type Chat, createChat } from '../../chat/chat.ts';
import type { ParlanceClient } from '../../client.ts';
import { LiveChat } from './live-chat.ts';
import { type ConversationHappening, type Happening, openTabs, type Tabs } from './tabs.ts';

/** Who uses the client. */
export interface Identity {
  /** null: nobody is signed in; undefined: not known yet. */
  readonly userId: string | null | undefined;
  /** Why nobody is any more. */
  readonly reason: SignedOutReason | null;
  /** Counts the changes from one to another. */
  readonly generation: number;
}

/** What is kept for a client outside of all components. */
export class Session {
  readonly client: ParlanceClient;
  readonly #chat: Chat;
  readonly #listeners = new Set<(happening: Happening) => void>();
  readonly #identityListeners = new Set<() => void>();
  readonly #chats = new Map<string, LiveChat>();
  #identity: Identity = { userId: undefined, reason: null, generation: 0 };
  #leaving = new AbortController();
  #queryClient: QueryClient | null = null;
  #tabs: Tabs | null = null;
  #users = 0;
  #followsLogin = false;
  #clock = 0;

  constructor(client: ParlanceClient) {
    this.client = client;
    this.#chat = createChat(client);
  }

  /** The cache for those who bring none. */
  get queryClient(): QueryClient {
    const queryClient = this.#queryClient ?? new QueryClient();
    if (this.#isKept) this.#queryClient = queryClient;
    return queryClient;
  }

  /** A server that renders shows each page once: it would keep what nobody asks for again. */
  get #isKept(): boolean {
    return this.#followsLogin || typeof window !== 'undefined';
  }

  /** Numbers that only grow: what was asked for after something happened has a higher one. */
  readonly tick = (): number => ++this.#clock;

  /** A conversation; null: one that the server has not made yet. */
  open(conversationId: string | null): LiveChat {
    const known = conversationId === null ? undefined : this.#chats.get(conversationId);
    if (known !== undefined) return known;
    const leaving = this.#leaving.signal;
    const live = new LiveChat(
      {
        chat: this.#chat,
        leaving,
        tick: this.tick,
        tell: (happening, isOwn) => {
          if (leaving.aborted) return;
          this.#chats.set(happening.conversationId, live);
          this.#tell(happening);
          if (isOwn) this.announce(happening);
        },
        tasksChanged: (isOwn) => {
          if (leaving.aborted) return;
          this.#tell({ type: 'tasks' });
          if (isOwn) this.announce({ type: 'tasks' });
        },
      },
      conversationId,
    );
    if (conversationId !== null && this.#isKept) this.#chats.set(conversationId, live);
    return live;
  }

  /** Is a run being followed here, as far as it has come? */
  isFollowing({ conversationId, runId }: ConversationHappening): boolean {
    return this.#chats.get(conversationId)?.isFollowing(runId) === true;
  }

  /** Hears of what happens here and in other tabs. */
  readonly listen = (listener: (happening: Happening) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Tells the other tabs of it. */
  announce(happening: Happening): void {
    const { userId } = this.#identity;
    if (userId !== undefined) this.#tabs?.tell({ ...happening, userId });
  }

  readonly identity = (): Identity => this.#identity;

  readonly onIdentity = (listener: () => void): (() => void) => {
    this.#identityListeners.add(listener);
    return () => this.#identityListeners.delete(listener);
  };

  /**
   * Follows who is signed in, for good, and what other tabs do. That ends when all who called it have called what it answers.
   */
  follow(): () => void {
    this.#users++;
    this.#tabs ??= openTabs(({ userId, ...happening }) => {
      if (userId === this.#identity.userId) this.#tell(happening);
    });
    this.#followLogin();
    return () => {
      if (--this.#users > 0) return;
      this.#tabs?.close();
      this.#tabs = null;
    };
  }

  /** Never ends: who signs in while nobody follows would be shown first what belonged to the one before. */
  #followLogin(): void {
    const before = this.#identity;
    if (!this.#followsLogin) this.client.onAuthChange(({ userId, reason }) => this.#setUser(userId, reason));
    this.#followsLogin = true;
    // Whoever calls next hears of a storage that fails.
    const look = callerOf(this.client)().catch(() => null);
    void look.then((userId) => this.#identity === before && this.#setUser(userId, null));
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

  #tell(happening: Happening): void {
    for (const listener of [...this.#listeners]) listener(happening);
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
