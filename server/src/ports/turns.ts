import type { MessagePart, RunError, RunStatus, Scope, Usage } from '@parlance/client-sdk/contract';
import type { Actor } from '../domain/actor.ts';
import type { ContextMessage } from '../domain/context-window.ts';
import type { RateState } from '../domain/rate-limit.ts';
import type { LoggedEvent, NumberedEvents } from './run-events.ts';

/**
 * Where a turn stands in the tree of messages: at the end of the branch, in place of a question (`edit`), or beside an answer
 * (`regenerate`).
 */
export type TurnPlace =
  | { kind: 'send' }
  | { kind: 'edit'; messageId: string }
  | { kind: 'regenerate'; messageId: string };

/** A question to be opened as a turn. */
export interface OpenTurn {
  actor: Actor;
  place: TurnPlace;
  /** What the turn counts against; null: no limit. */
  rate: { key: string; limit: number } | null;
  conversationId: string | null;
  /** Whether a conversation that is not there (or not the caller's) is replaced by a new one. */
  missingIsNew: boolean;
  /** The bot of a new conversation. */
  botId: string;
  clientMessageId: string | null;
  /** Digest of what the client sent, with a client message id: the same id with another digest is a conflict. */
  requestHash: Uint8Array | null;
  /** The question; of a regenerated answer it is there already. */
  text: string;
  selectedText: string | null;
  /** Messages of the branch to answer with, at most. */
  context: number;
}

/** The ids of a turn. */
export interface TurnIds {
  conversationId: string;
  runId: string;
  userMessageId: string;
  /** The assistant's message. */
  messageId: string;
  /** When the turn was opened. */
  createdAt: Date;
}

/** A turn that somebody has to answer. */
export interface Turn extends TurnIds {
  ownerId: string;
  epoch: number;
  /** How often it was taken from an instance that was gone. */
  takeovers: number;
}

/** The bot that answers a turn. */
export interface TurnBot {
  id: string;
  /** null: the operator's. */
  ownerId: string | null;
  version: number;
  /** null: the bot was deleted since the turn was opened. */
  config: unknown;
}

/** What a turn is to be answered from. */
export interface TurnMaterial {
  bot: TurnBot;
  question: string;
  selectedText: string | null;
  context: ContextMessage[];
  /** What its tools may do, when an API key asked; null: all that the owner may. */
  scopes: readonly Scope[] | null;
  /** Whether the conversation still lacks a title. */
  untitled: boolean;
}

/** A turn that this process took over, or whose turn has come. */
export interface TakenTurn extends TurnMaterial {
  turn: Turn;
  stopRequested: boolean;
  /** What its log says. */
  events: LoggedEvent[];
}

/** What became of a question. Only `opened` and `queued` wrote anything. */
export type OpenedTurn =
  | ({ outcome: 'opened'; turn: Turn; rate: RateState | null } & TurnMaterial)
  /** It is answered when those before it are. */
  | { outcome: 'queued'; turn: Turn; rate: RateState | null }
  | { outcome: 'existing'; turn: Turn; rate: RateState | null }
  | { outcome: 'run_active'; runId: string; botConfig: unknown; rate: RateState | null }
  | { outcome: 'rate_limited'; rate: RateState }
  | {
      outcome:
        | 'unauthorized'
        | 'not_found'
        | 'message_not_found'
        | 'bot_not_found'
        | 'conflict'
        /** The last turn's instance is gone: it has to be taken over first. */
        | 'run_expired';
      rate: RateState | null;
    };

/**
 * How a tool call stands. `waiting`: for an approval; `requested`: it was allowed, or asked for, and not begun; `unknown`: it was begun, and
 * nobody knows whether it took effect.
 */
export type ToolCallStatus =
  | 'waiting'
  | 'requested'
  | 'succeeded'
  | 'failed'
  | 'denied'
  | 'expired'
  | 'unknown';

/** A tool call as it is kept when its run's log is deleted. */
export interface ToolCallRecord {
  step: number;
  toolCallId: string;
  tool: string;
  arguments: unknown;
  /** null: it has none, or it is null. */
  result: unknown;
  status: ToolCallStatus;
  durationMs: number | null;
}

/** What is written of a turn when this process has nothing more of it. */
export interface TurnRecord {
  toolCalls: readonly ToolCallRecord[];
  /** The last events of its log. */
  last: NumberedEvents;
}

/** How a turn ended, or stands while it waits for approvals. */
export interface TurnResult {
  status: RunStatus;
  text: string;
  /** null: the text says it all. */
  parts: MessagePart[] | null;
  usage: Usage;
  error: RunError | null;
}

/**
 * Which turns are to be taken over: one conversation's, one that was handed over, all that nobody answers any more (`expired`), or every
 * one, for a database of one server (`all`).
 */
export type Abandoned = { conversationId?: string; runId?: string } | 'expired' | 'all';

/** The turns of conversations, in the database. Opening and closing are one round trip each. */
export interface Turns {
  open(question: OpenTurn): Promise<OpenedTurn>;
  /** Closes a turn. `closed` is false when it was closed or taken over before: nothing was written. */
  close(
    turn: Turn,
    result: TurnResult,
    record: TurnRecord,
  ): Promise<{ closed: boolean /** Whether a message waits for its turn. */; next: boolean }>;
  /**
   * Has a turn wait for the approvals that its last events ask for. Answers its status: `stopped` when it was to be. null: it was closed or
   * taken over before, and nothing was written.
   */
  wait(turn: Turn, result: TurnResult, record: TurnRecord): Promise<RunStatus | null>;
  /** How a turn stands. null: there is no such turn any more. */
  find(ownerId: string, runId: string): Promise<TurnResult | null>;
  /** Keeps the runs of this process from being taken over. Answers those that are still its own. */
  renewLeases(runIds: readonly string[]): Promise<{ runId: string; stopRequested: boolean }[]>;
  /** Lets other instances take runs of this process over at once. */
  release(runIds: readonly string[]): Promise<void>;
  /**
   * Takes over turns whose instance is gone, and those whose turn has come.
   *
   * @param own The runs that this process answers: they are not taken from it.
   */
  take(of: Abandoned, own: readonly string[]): Promise<TakenTurn[]>;
}
