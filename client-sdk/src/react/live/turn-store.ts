import type { ParlanceError } from '../../errors.ts';
import { oncePerFrame } from './once-per-frame.ts';
import type { Turn } from './turn.ts';

/** What is going on in a conversation. */
export interface LiveState {
  /** null: the server has not made it yet. */
  readonly conversationId: string | null;
  readonly turns: readonly Turn[];
  /** What the last action failed with. */
  readonly error: ParlanceError | null;
}

/** Keeps a state, and tells of its changes. */
export class TurnStore {
  readonly #listeners = new Set<() => void>();
  readonly #notifySoon = oncePerFrame(() => this.#notify());
  #state: LiveState;

  constructor(conversationId: string | null) {
    this.#state = { conversationId, turns: [], error: null };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): LiveState => this.#state;

  find(key: string): Turn | undefined {
    return this.#state.turns.find((turn) => turn.key === key);
  }

  /** Changes what somebody did: it shows at once. */
  set(change: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...change };
    this.#notify();
  }

  /** Changes a turn as its events come: it shows with the next frame. Answers the turn. */
  patch(
    key: string,
    change: (turn: Turn) => Turn,
    conversationId = this.#state.conversationId,
  ): Turn | undefined {
    const turns = this.#state.turns.map((turn) => (turn.key === key ? change(turn) : turn));
    this.#state = { ...this.#state, turns, conversationId };
    this.#notifySoon();
    return this.find(key);
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
