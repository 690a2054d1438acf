import type { MessagePart, RunError, RunStatus, Usage } from '@parlance/client-sdk/contract';
import type { Actor } from '../domain/actor.ts';
import type { ContextMessage } from '../domain/context-window.ts';
import type { RateState } from '../domain/rate-limit.ts';

/** A question to be opened as a turn. */
export interface OpenTurn {
  actor: Actor;
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

/** A turn that this process has to answer. */
export interface Turn extends TurnIds {
  ownerId: string;
  epoch: number;
}

/** What became of a question. Only `opened` wrote anything. */
export type OpenedTurn =
  | {
      outcome: 'opened';
      turn: Turn;
      bot: { version: number; config: unknown };
      context: ContextMessage[];
      /** Whether the conversation still lacks a title. */
      untitled: boolean;
      rate: RateState | null;
    }
  | { outcome: 'existing'; ids: TurnIds; rate: RateState | null }
  | { outcome: 'run_active'; runId: string; rate: RateState | null }
  | { outcome: 'rate_limited'; rate: RateState }
  | { outcome: 'unauthorized' | 'not_found' | 'bot_not_found' | 'conflict'; rate: RateState | null };

/** How a turn ended. */
export interface TurnResult {
  status: RunStatus;
  text: string;
  /** null: the text says it all. */
  parts: MessagePart[] | null;
  usage: Usage;
  error: RunError | null;
}

/** The turns of conversations, in the database. Opening and closing are one round trip each. */
export interface Turns {
  open(question: OpenTurn): Promise<OpenedTurn>;
  /** Answers false when the turn was closed or taken over before: then nothing was written. */
  close(turn: Turn, result: TurnResult): Promise<boolean>;
  /** How a turn stands. null: there is no such turn any more. */
  find(ownerId: string, runId: string): Promise<TurnResult | null>;
  /** Keeps the runs of this process from being taken over. Answers those that are still its own. */
  renewLeases(runIds: readonly string[]): Promise<string[]>;
  /** Ends every run that nobody can be answering any more. Answers how many. */
  interruptAbandoned(): Promise<number>;
}
