import type { ParlanceClient } from '../client.ts';
import type { RunEvent } from '../contract/events.ts';
import { ParlanceError } from '../errors.ts';
import { toParlanceError } from '../to-parlance-error.ts';
import type { Interest } from './interest.ts';
import { isCut } from './is-cut.ts';
import type { OnBehalf } from './on-behalf.ts';
import { gaveUp, type Pace } from './pace.ts';
import { advance, type Position } from './position.ts';
import type { Send } from './send.ts';
import { watch } from './watch.ts';

/** A run that is followed. */
export interface Followed {
  parlance: ParlanceClient;
  who: OnBehalf;
  /** Moves on with the events. */
  position: Position;
  /** Starts the run; null: it is known. */
  send: Send | null;
  interest: Interest;
  pace: Pace;
}

/** Every event of a run once and in order, over as many connections as it takes. */
export async function* follow(run: Followed): AsyncGenerator<RunEvent, void> {
  const { position, pace, interest } = run;
  let tries = 0;
  let isLastTry = false;
  let wasOver = false;
  while (!position.isOver) {
    const before = position.seq;
    const hasBegun = position.runId !== null || tries++ > 0;
    let cut = new ParlanceError('The events ended before the run did', { code: 'network' });
    try {
      for await (const event of connection(run)) {
        if (interest.following.aborted) break;
        if (!advance(position, event)) continue;
        pace.reset();
        yield event;
        if (position.isOver) return;
      }
      if (position.seq === before) {
        if (wasOver) return;
        wasOver = await isOver(run);
      }
    } catch (error) {
      cut = toParlanceError(error);
    }
    interest.following.throwIfAborted();
    if (!isCut(cut, { hasBegun, cameOn: position.seq !== before }) || !canGoOn(run)) throw cut;
    const isKnown = position.runId !== null;
    if (isLastTry && !isKnown) throw gaveUp(cut);
    await pace.rest(cut, isKnown ? interest.following : interest.beginning);
    interest.following.throwIfAborted();
    // What is to be stopped may have begun: it is sent once more, to be told its name.
    isLastTry = interest.beginning.aborted;
  }
}

const canGoOn = ({ position, send }: Followed): boolean =>
  position.runId !== null || send?.canRepeat() === true;

/** Whoever asks for what comes after the end gets nothing, twice: between the two it is sure that the run has ended. */
async function isOver({ parlance, position: { runId }, interest }: Followed): Promise<boolean> {
  if (runId === null) return false;
  const { finishedAt } = await parlance.chat.run.query({ runId }, { signal: interest.following });
  return finishedAt !== null;
}

/** The events of one connection, which is let go in any case. */
async function* connection(run: Followed): AsyncGenerator<RunEvent, void> {
  const { parlance, who, position, send, interest, pace } = run;
  const { following } = interest;
  await who.check();
  following.throwIfAborted();
  const hangUp = new AbortController();
  const leave = () => hangUp.abort(following.reason);
  following.addEventListener('abort', leave);
  const { runId, seq } = position;
  try {
    if (runId !== null) yield* watch(parlance, { runId, seq, hangUp, onConnected: pace.connected });
    else if (send !== null) yield* send(hangUp.signal);
  } finally {
    following.removeEventListener('abort', leave);
    hangUp.abort();
  }
}
