import type { RunError, RunEvent, RunStatus } from '../contract/events.ts';
import type { Message, MessagePart, Rating } from '../contract/message.ts';
import type { ParlanceError } from '../errors.ts';

/**
 * Where a message of {@link useChat} stands. A question is `sending`, `done` or `unsent`: its sending failed, and it can be
 * sent again or discarded. An answer is `streaming`, and then as its run ended: `done`, `stopped`, `failed` or `interrupted`.
 *
 * @example
 * ```ts
 * import type { ChatMessageStatus } from '@parlance/client-sdk/react';
 *
 * const isInMotion = (status: ChatMessageStatus): boolean => status === 'sending' || status === 'streaming';
 * ```
 */
export type ChatMessageStatus =
  | 'sending'
  | 'streaming'
  | 'done'
  | 'stopped'
  | 'failed'
  | 'interrupted'
  | 'unsent';

/**
 * A piece of a message as {@link useChat} shows it: what is stored, and what an answer tells of itself on its way, in the place where it
 * happened. One agent handed over to another (`agent-changed`), or a check forbade the answer (`guardrail-tripped`): these are not
 * stored, so who was there when they came sees them until the page is loaded again.
 *
 * @example
 * ```ts
 * import type { ChatMessagePart } from '@parlance/client-sdk/react';
 *
 * const handovers = (parts: ChatMessagePart[]): string[] =>
 *   parts.flatMap((part) => (part.type === 'agent-changed' ? [`${part.from} → ${part.to}`] : []));
 * ```
 */
export type ChatMessagePart =
  | MessagePart
  | { type: 'agent-changed'; from: string; to: string }
  | {
      type: 'guardrail-tripped';
      guardrail: string;
      stage: Extract<RunEvent, { type: 'guardrail-tripped' }>['stage'];
    };

/**
 * A message as {@link useChat} shows it: stored, on its way, or being written.
 *
 * @example
 * ```ts
 * import type { ChatMessage } from '@parlance/client-sdk/react';
 *
 * const canEdit = ({ role, status }: ChatMessage): boolean => role === 'user' && status === 'done';
 * ```
 */
export interface ChatMessage {
  /** React's key: the same from the moment of sending on, so a message never flickers when it becomes stored. */
  key: string;
  /** null until the server told it. */
  id: string | null;
  role: 'user' | 'assistant';
  text: string;
  parts: ChatMessagePart[];
  /** For a question: the text that its answer has to rest on. */
  selectedText: string | null;
  status: ChatMessageStatus;
  /** Why it could not be sent, or why its run failed. */
  error: RunError | ParlanceError | null;
  /** For an answer: the run that writes it. */
  runId: string | null;
  /** This message and the others in its place, oldest first. */
  siblingIds: string[];
  rating: Rating | null;
  createdAt: Date;
}

const statuses = {
  queued: 'streaming',
  running: 'streaming',
  waiting_for_approval: 'streaming',
  completed: 'done',
  stopped: 'stopped',
  failed: 'failed',
  interrupted: 'interrupted',
} satisfies Record<RunStatus, ChatMessageStatus>;

/** Where an answer stands whose run is in this state. */
export const statusOf = (run: RunStatus): ChatMessageStatus => statuses[run];

/** A stored message, under the key that it is known by and with the parts that are known of it. */
export const fromStored = (message: Message, key: string, parts: ChatMessagePart[]): ChatMessage => ({
  key,
  id: message.id,
  role: message.role,
  text: message.text,
  parts,
  selectedText: message.selectedText,
  status: message.run === null ? 'done' : statusOf(message.run.status),
  error: message.run?.error ?? null,
  runId: message.run?.id ?? null,
  siblingIds: message.siblingIds,
  rating: message.rating,
  createdAt: message.createdAt,
});

const blank = {
  id: null,
  error: null,
  runId: null,
  siblingIds: [],
  rating: null,
};

/** A question that is on its way. */
export const newQuestion = (key: string, text: string, selectedText: string | null): ChatMessage => ({
  ...blank,
  key,
  role: 'user',
  text,
  parts: [{ type: 'text', text }],
  selectedText,
  status: 'sending',
  createdAt: new Date(),
});

/** An answer of which nothing has come. */
export const newAnswer = (key: string): ChatMessage => ({
  ...blank,
  key,
  role: 'assistant',
  text: '',
  parts: [],
  selectedText: null,
  status: 'streaming',
  createdAt: new Date(),
});
