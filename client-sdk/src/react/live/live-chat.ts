import type { Chat } from '../../chat/chat.ts';
import type { RunStream } from '../../chat/run-stream.ts';
import type { RunEvent } from '../../contract/events.ts';
import { ParlanceError } from '../../errors.ts';
import { toParlanceError } from '../../to-parlance-error.ts';
import { withDecision } from '../approval.ts';
import type { ChatMessagePart } from '../chat-message.ts';
import { applyEvent } from './apply-event.ts';
import type { ConversationHappening } from './tabs.ts';
import { changesTasks } from './task-tools.ts';
import { begun, ended, lost, newTurn, openTurn, sending, type Turn, unsent } from './turn.ts';
import { TurnStore } from './turn-store.ts';

/** What a conversation's turns work with. */
export interface LiveDeps {
  chat: Chat;
  /** Aborts when who is signed in changes. */
  leaving: AbortSignal;
  tick(): number;
  /** Tells of what happened, by our doing or not. */
  tell(happening: ConversationHappening, isOwn: boolean): void;
  /** Tells that a tool has changed tasks, of a run that was begun here or not. */
  tasksChanged(isOwn: boolean): void;
}

/** The turns of one conversation that are not history yet. It belongs to no component: whoever shows it subscribes. */
export class LiveChat {
  readonly #deps: LiveDeps;
  readonly #store: TurnStore;
  readonly #streams = new Map<string, RunStream>();
  readonly #keys = new Map<string, string>();
  /** Of answers that are over, and told more of themselves than is stored: all their parts. */
  readonly #seenParts = new Map<string, ChatMessagePart[]>();
  /** Runs that need not be followed again. */
  readonly #done = new Set<string>();
  #storedAsOf = 0;

  constructor(deps: LiveDeps, conversationId: string | null) {
    this.#deps = deps;
    this.#store = new TurnStore(conversationId);
    this.subscribe = this.#store.subscribe;
    this.snapshot = this.#store.snapshot;
  }

  readonly subscribe: TurnStore['subscribe'];
  readonly snapshot: TurnStore['snapshot'];

  /** The key under which a message was shown first. */
  readonly keyOf = (messageId: string): string => this.#keys.get(messageId) ?? messageId;

  /** The parts of an answer, when more was seen of it than is stored. */
  readonly seenPartsOf = (messageId: string): ChatMessagePart[] | undefined => this.#seenParts.get(messageId);

  /** Resolves when nothing is being sent: before, a history may hold what is shown as being sent, too. */
  async sent(): Promise<void> {
    while (this.#isSending) {
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
    this.#storedAsOf = asOf;
  }

  setError(error: ParlanceError | null): void {
    if (error !== this.snapshot().error) this.#store.set({ error });
  }

  /** Begins a turn of ours. */
  begin(turn: Turn): void {
    const others = this.snapshot().turns.filter(
      (one) => isStillWanted(one) && one.endedAt > this.#storedAsOf,
    );
    this.#store.set({ turns: [...others, turn], error: null });
    void this.#run(turn);
  }

  isFollowing(runId: string | null): boolean {
    return this.snapshot().turns.some((turn) => turn.runId === runId && turn.phase === 'streaming');
  }

  /** Shows a run that goes on already, from its beginning. While something is being sent, it may be just that. */
  follow(runId: string): void {
    if (this.isFollowing(runId) || this.#done.has(runId) || this.#isSending) return;
    const turn = newTurn(runId, { kind: 'resume', runId });
    const others = this.snapshot().turns.filter(({ key }) => key !== runId);
    this.#store.set({ turns: [...others, turn] });
    void this.#run(turn);
  }

  /** Sends again what could not be sent. */
  resend(key: string): void {
    const turn = this.#store.find(key);
    if (turn?.phase !== 'unsent') return;
    const { turns, conversationId } = this.snapshot();
    const again = sending(turn, conversationId);
    this.#store.set({ turns: [...turns.filter((one) => one !== turn), again], error: null });
    void this.#run(again);
  }

  /** Forgets what could not be sent. */
  discard(key: string): void {
    const turns = this.snapshot().turns.filter((turn) => turn.key !== key || turn.phase !== 'unsent');
    this.#store.set({ turns, error: null });
  }

  /** Notes a decision that the server has taken. Its event says the same, and may have come or not. */
  decided(approvalId: string, decision: 'approved' | 'denied'): void {
    for (const { key } of this.snapshot().turns) {
      this.#store.patch(key, (turn) => ({
        ...turn,
        answer: turn.answer && withDecision(turn.answer, approvalId, decision),
      }));
    }
  }

  /** Ends what is being answered. */
  async stop(): Promise<void> {
    this.setError(null);
    const stopping = [...this.#streams.values()].map((stream) => stream.stop());
    await Promise.all(stopping).catch((error: unknown) => this.setError(toParlanceError(error)));
  }

  get #isSending(): boolean {
    return this.snapshot().turns.some(({ phase }) => phase === 'sending');
  }

  get #wouldBeginTwice(): boolean {
    const { conversationId, turns } = this.snapshot();
    return conversationId === null && turns.filter(({ phase }) => phase === 'sending').length > 1;
  }

  async #run({ key, request }: Turn): Promise<void> {
    const { chat, leaving } = this.#deps;
    if (this.#wouldBeginTwice) return this.#fail(key, tooEarly());
    const stream = openTurn(chat, request, {
      signal: leaving,
      onConnectionChange: (state) =>
        this.#store.patch(key, (turn) => ({ ...turn, isReconnecting: state === 'reconnecting' })),
    });
    this.#streams.set(key, stream);
    try {
      for await (const event of stream) this.#take(key, event);
      this.#end(key);
    } catch (error) {
      if (!leaving.aborted) this.#fail(key, toParlanceError(error));
    } finally {
      this.#streams.delete(key);
    }
  }

  #take(key: string, event: RunEvent): void {
    if (event.type === 'run-started') this.#began(key, event);
    else {
      const turn = this.#store.patch(key, (turn) => ({
        ...turn,
        answer: turn.answer && applyEvent(turn.answer, event),
      }));
      if (turn && changesTasks(turn.answer, event)) this.#deps.tasksChanged(isOwn(turn));
    }
  }

  #began(key: string, ids: RunEvent & { type: 'run-started' }): void {
    const now = this.#deps.tick();
    const turn = this.#store.patch(key, (turn) => begun(turn, ids, now), ids.conversationId);
    // What was found is shown by the history.
    if (turn === undefined || turn.request.kind === 'resume') return;
    for (const message of [turn.question, turn.answer]) {
      if (message?.id != null && !this.#keys.has(message.id)) this.#keys.set(message.id, message.key);
    }
    this.#tell('began', turn);
  }

  #end(key: string): void {
    const now = this.#deps.tick();
    const turn = this.#store.patch(key, (turn) => ended(turn, now));
    if (turn?.runId != null) this.#done.add(turn.runId);
    const answer = turn?.answer;
    if (answer?.id != null && answer.parts.some(isNotStored)) this.#seenParts.set(answer.id, answer.parts);
    if (turn) this.#tell(turn.answer?.status === 'done' ? 'ended' : 'changed', turn);
  }

  #fail(key: string, error: ParlanceError): void {
    const turn = this.#store.find(key);
    if (turn === undefined) return;
    const hadArrived = turn.isMoved && error.code === 'conflict';
    const shown = hadArrived ? isElsewhere(error) : error;
    const why = error.code === 'aborted' ? null : shown;
    const now = this.#deps.tick();
    if (turn.runId !== null) {
      // A run that cannot be reached can be found again; one that the server refuses cannot.
      if (error.code !== 'network') this.#done.add(turn.runId);
      this.#store.patch(key, (turn) => lost(turn, error, now));
    } else if (turn.question !== null && !hadArrived) this.#store.patch(key, (turn) => unsent(turn, why));
    const turns = this.snapshot().turns.filter((one) => one.key !== key || one.phase !== 'sending');
    this.#store.set({ turns, error: why });
    this.#tell('changed', null);
  }

  /** null: nothing of ours happened, but something else may have. */
  #tell(type: ConversationHappening['type'], turn: Turn | null): void {
    const { conversationId } = this.snapshot();
    if (conversationId === null) return;
    this.#deps.tell({ type, conversationId, runId: turn?.runId ?? null }, turn !== null && isOwn(turn));
  }
}

/** Was it begun here? */
const isOwn = ({ request }: Turn): boolean => request.kind !== 'resume';

const isNotStored = ({ type }: ChatMessagePart): boolean =>
  type === 'agent-changed' || type === 'guardrail-tripped';

/** An edit that could not be sent hides what it was to replace: who goes on without it has given it up. */
const isStillWanted = ({ phase, replaces }: Turn): boolean => phase !== 'unsent' || replaces === null;

const tooEarly = (): ParlanceError =>
  new ParlanceError('The conversation is only just beginning: send this again in a moment', {
    code: 'run_active',
  });

const isElsewhere = (cause: ParlanceError): ParlanceError =>
  new ParlanceError('This message had arrived: it is answered in a conversation of its own', {
    code: 'conflict',
    cause,
  });
