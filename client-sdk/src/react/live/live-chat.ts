import type { Chat } from '../../chat/chat.ts';
import type { RunStream } from '../../chat/run-stream.ts';
import type { RunEvent } from '../../contract/events.ts';
import type { ParlanceError } from '../../errors.ts';
import { toParlanceError } from '../../to-parlance-error.ts';
import { applyEvent } from './apply-event.ts';
import { oncePerFrame } from './once-per-frame.ts';
import { begun, newTurn, openTurn, type Turn, type TurnRequest } from './turn.ts';

/** What is going on in a conversation. */
export interface LiveState {
  /** null: the server has not made it yet. */
  readonly conversationId: string | null;
  readonly turns: readonly Turn[];
  /** What the last action failed with. */
  readonly error: ParlanceError | null;
}

/** What a conversation's turns work with. */
export interface LiveDeps {
  chat: Chat;
  /** Aborts when who is signed in changes. */
  leaving: AbortSignal;
  tick(): number;
  onBegan(live: LiveChat, runId: string): void;
  onEnded(live: LiveChat, turn: Turn): void;
}

/** The turns of one conversation that are not history yet. It belongs to no component: whoever shows it subscribes. */
export class LiveChat {
  readonly #deps: LiveDeps;
  readonly #listeners = new Set<() => void>();
  readonly #streams = new Map<string, RunStream>();
  readonly #keys = new Map<string, string>();
  readonly #ended = new Set<string>();
  readonly #notifySoon = oncePerFrame(() => this.#notify());
  #state: LiveState;
  #stored = 0;

  constructor(deps: LiveDeps, conversationId: string | null) {
    this.#deps = deps;
    this.#state = { conversationId, turns: [], error: null };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): LiveState => this.#state;

  /** The key under which a message was shown first. */
  readonly keyOf = (messageId: string): string => this.#keys.get(messageId) ?? messageId;

  get isSending(): boolean {
    return this.#state.turns.some(({ phase }) => phase === 'sending');
  }

  /** Resolves when nothing is being sent: before, a history may hold what is shown as being sent, too. */
  async sent(): Promise<void> {
    while (this.isSending) {
      await new Promise<void>((resolve) => {
        const stop = this.subscribe(() => {
          stop();
          resolve();
        });
      });
    }
  }

  /** Notes that a history is there which was asked for at a moment of the clock: turns that were over by then are in it. */
  isStored(asOf: number): void {
    this.#stored = asOf;
  }

  setError(error: ParlanceError | null): void {
    if (error !== this.#state.error) this.#set({ error });
  }

  /** Begins a turn of ours. */
  begin(turn: Turn): void {
    const others = this.#state.turns.filter((one) => isStillWanted(one) && one.endedAt > this.#stored);
    this.#set({ turns: [...others, turn], error: null });
    void this.#run(turn);
  }

  /** Shows a run that goes on already, from its beginning. One that is shown, or may be the one that is being sent, is left alone. */
  follow(runId: string): void {
    const isKnown = this.#ended.has(runId) || this.#state.turns.some((turn) => turn.runId === runId);
    if (isKnown || this.isSending) return;
    const turn = newTurn(runId, { kind: 'resume', runId });
    this.#set({ turns: [...this.#state.turns, turn] });
    void this.#run(turn);
  }

  /** Sends again what could not be sent. */
  resend(key: string): void {
    const turn = this.#state.turns.find((one) => one.key === key && one.phase === 'unsent');
    if (turn === undefined) return;
    const request = withConversation(turn.request, this.#state.conversationId);
    const question = turn.question && ({ ...turn.question, status: 'sending', error: null } as const);
    const again: Turn = { ...turn, request, question, phase: 'sending' };
    this.#set({ turns: [...this.#state.turns.filter((one) => one !== turn), again], error: null });
    void this.#run(again);
  }

  /** Forgets what could not be sent. */
  discard(key: string): void {
    this.#set({
      turns: this.#state.turns.filter((turn) => turn.key !== key || turn.phase !== 'unsent'),
      error: null,
    });
  }

  /** Ends what is being answered. */
  async stop(): Promise<void> {
    this.setError(null);
    const stopping = [...this.#streams.values()].map((stream) => stream.stop());
    await Promise.all(stopping).catch((error: unknown) => this.setError(toParlanceError(error)));
  }

  async #run(turn: Turn): Promise<void> {
    const { chat, leaving } = this.#deps;
    const stream = openTurn(chat, turn.request, {
      signal: leaving,
      onConnectionChange: (state) => this.#connection(turn.key, state === 'reconnecting'),
    });
    this.#streams.set(turn.key, stream);
    try {
      for await (const event of stream) this.#take(turn.key, event);
      this.#end(turn.key);
    } catch (error) {
      if (!leaving.aborted) this.#fail(turn.key, toParlanceError(error));
    } finally {
      this.#streams.delete(turn.key);
    }
  }

  #take(key: string, event: RunEvent): void {
    if (event.type === 'run-started') this.#began(key, event);
    else this.#patch(key, (turn) => ({ ...turn, answer: turn.answer && applyEvent(turn.answer, event) }));
    this.#notifySoon();
  }

  #began(key: string, ids: RunEvent & { type: 'run-started' }): void {
    this.#patch(key, (turn) => begun(turn, ids, this.#deps.tick()));
    const turn = this.#find(key);
    for (const message of [turn?.question, turn?.answer]) {
      if (message?.id != null) this.#keys.set(message.id, this.#keys.get(message.id) ?? message.key);
    }
    this.#state = { ...this.#state, conversationId: ids.conversationId };
    if (turn?.request.kind !== 'resume') this.#deps.onBegan(this, ids.runId);
  }

  #connection(key: string, isReconnecting: boolean): void {
    this.#patch(key, (turn) => ({ ...turn, isReconnecting }));
    this.#notifySoon();
  }

  #end(key: string): void {
    this.#patch(key, (turn) => ({ ...turn, phase: 'over', endedAt: this.#deps.tick() }));
    const turn = this.#find(key);
    if (turn?.runId != null) this.#ended.add(turn.runId);
    this.#notifySoon();
    if (turn) this.#deps.onEnded(this, turn);
  }

  #fail(key: string, error: ParlanceError): void {
    const turn = this.#find(key);
    if (turn === undefined) return;
    const isStopped = error.code === 'aborted';
    if (turn.phase === 'streaming' || turn.question === null) this.#drop(key);
    else this.#patch(key, (turn) => unsent(turn, isStopped ? null : error));
    this.#set({ error: isStopped ? null : error });
    this.#deps.onEnded(this, turn);
  }

  #drop(key: string): void {
    this.#state = { ...this.#state, turns: this.#state.turns.filter((turn) => turn.key !== key) };
  }

  #find(key: string): Turn | undefined {
    return this.#state.turns.find((turn) => turn.key === key);
  }

  #patch(key: string, change: (turn: Turn) => Turn): void {
    const turns = this.#state.turns.map((turn) => (turn.key === key ? change(turn) : turn));
    this.#state = { ...this.#state, turns };
  }

  #set(change: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...change };
    this.#notify();
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** An edit that could not be sent hides what it was to replace: who goes on without it has given it up. */
const isStillWanted = ({ phase, replaces }: Turn): boolean => phase !== 'unsent' || replaces === null;

const unsent = (turn: Turn, error: ParlanceError | null): Turn => ({
  ...turn,
  phase: 'unsent',
  question: turn.question && { ...turn.question, status: 'unsent', error },
});

const withConversation = (request: TurnRequest, conversationId: string | null): TurnRequest =>
  request.kind === 'send' ? { kind: 'send', input: { ...request.input, conversationId } } : request;
