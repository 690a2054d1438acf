import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { botConfigSchema } from '@parlance/client-sdk/contract';
import { AppError, notFound, unauthorized } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';
import type { OpenedTurn, OpenTurn, Turn, TurnPlace } from '../../ports/turns.ts';
import { checkEmbedding } from './check-embedding.ts';
import { endRun } from './end-run.ts';
import { recoverTurns } from './recover-turns.ts';
import { startTurn } from './start-turn.ts';

/** A message to be answered, as any door says it. */
export interface TurnInput {
  place: TurnPlace;
  message: string;
  conversationId: string | null;
  botId: string | null;
  selectedText: string | null;
  clientMessageId: string | null;
  /** Messages of the conversation that the model sees at most; 50 unless said (requirement A3). */
  context?: number;
  /** Whether a conversation that is not there (or not the caller's) is replaced by a new one. */
  missingIsNew: boolean;
}

const CONTEXT = 50;
/** How often a turn in the way is ended or taken over before the caller is told of it. */
const MOST_TRIES = 3;
/** How long is waited for a turn that was taken over to end, in milliseconds: it may go on for longer. */
const RECOVERY_MS = 2_000;

/**
 * Opens a turn and has it answered, detached from the caller. A send that is repeated answers the turn that is there.
 *
 * @throws AppError rate_limited, unauthorized, not_found, conflict, run_active or shutting_down.
 */
export async function openTurn(deps: Deps, request: RequestContext, input: TurnInput): Promise<Turn> {
  deps.runs.assertOpen();
  const question = toQuestion(deps, request, input);
  await checkEmbedding(deps, request, question);
  for (let tries = 1; ; tries += 1) {
    const opened = await deps.turns.open(tries === 1 ? question : { ...question, rate: null });
    if (opened.rate) request.reportRate(opened.rate);
    if (tries === MOST_TRIES || !(await clearTheWay(deps, request, input, opened))) {
      return begin(deps, request, opened);
    }
  }
}

function toQuestion(deps: Deps, request: RequestContext, input: TurnInput): OpenTurn {
  const limit = deps.settings.rateLimitPerMinute;
  return {
    actor: request.actor,
    rate: limit === 0 ? null : { key: request.rateKey, limit },
    place: input.place,
    conversationId: input.conversationId,
    missingIsNew: input.missingIsNew,
    botId: input.botId ?? deps.settings.defaultBotId,
    clientMessageId: input.clientMessageId,
    requestHash: input.clientMessageId === null ? null : digest(input),
    text: input.message,
    selectedText: input.selectedText?.trim() ? input.selectedText : null,
    context: input.context ?? CONTEXT,
  };
}

/** Takes over, or ends, the turn that is in the way. Answers whether to try again. */
async function clearTheWay(
  deps: Deps,
  request: RequestContext,
  { conversationId }: TurnInput,
  opened: OpenedTurn,
): Promise<boolean> {
  if (opened.outcome === 'run_expired' && conversationId !== null) {
    const runs = await recoverTurns(deps, { conversationId });
    await Promise.race([
      Promise.all(runs.map(({ finished }) => finished)),
      delay(RECOVERY_MS, undefined, { ref: false }),
    ]);
    return true;
  }
  if (opened.outcome !== 'run_active') return false;
  const { doubleTexting } = botConfigSchema.parse(opened.botConfig);
  if (doubleTexting !== 'interrupt') return false;
  await endRun(deps, request, opened.runId);
  return true;
}

function begin(deps: Deps, request: RequestContext, opened: OpenedTurn): Turn {
  switch (opened.outcome) {
    case 'opened':
      startTurn(deps, opened, request.requestId);
      return opened.turn;
    case 'queued':
    case 'existing':
      return opened.turn;
    case 'rate_limited':
      throw new AppError(
        'rate_limited',
        `Too many messages; try again in ${opened.rate.resetSeconds} seconds`,
        { details: { retryAfterSeconds: opened.rate.resetSeconds } },
      );
    case 'run_active':
      throw new AppError('run_active', 'The last message of this conversation is still being answered', {
        details: { runId: opened.runId },
      });
    case 'run_expired':
      throw new AppError(
        'run_active',
        'The last message of this conversation is being recovered; try again shortly',
      );
    case 'conflict':
      throw new AppError('conflict', 'This client message id was used for another message');
    case 'not_found':
      throw notFound('conversation');
    case 'message_not_found':
      throw notFound('message');
    case 'bot_not_found':
      throw notFound('bot');
    case 'unauthorized':
      throw unauthorized();
  }
}

const digest = ({ place, message, conversationId, botId, selectedText }: TurnInput): Uint8Array =>
  createHash('sha256')
    .update(
      JSON.stringify([message, conversationId, botId, selectedText?.trim() ? selectedText : null, place]),
    )
    .digest();
