import type { Answer } from '../answer.ts';
import { ApiError } from '../api-error.ts';
import type { AnswerFormat } from '../format/answer-format.ts';
import type { JsonObject } from '../json.ts';
import type { Fault, Scenario } from '../script/scenario.ts';
import { type BreakPoint, breakOf } from './break-point.ts';
import type { Exchange } from './exchange.ts';

type Playback = Pick<Scenario, 'delayMs' | 'paceMs' | 'hold' | 'fault'>;

const MODEL_FAILED = 'The model failed, as its script says.';

/** The faults that come instead of an answer. True: there is nothing more to send. */
export async function playOpening(
  exchange: Exchange,
  { delayMs = 0, fault, hold }: Playback,
): Promise<boolean> {
  await exchange.pause(delayMs);
  if (fault === undefined) return false;
  if ('hang' in fault) await exchange.hold();
  if (!('status' in fault)) return false;
  if (hold) await exchange.hold(hold);
  sendFault(exchange, fault);
  return true;
}

export async function playStream(
  exchange: Exchange,
  format: AnswerFormat,
  answer: Answer,
  { paceMs = 0, hold, fault }: Playback,
): Promise<void> {
  const breaks = breakOf(fault);
  exchange.startStream();
  let sent = 0;
  let held = false;
  for (const { kind, render } of format.frames(answer)) {
    const strikes = breaks && (kind === 'finish' || (kind !== 'open' && sent >= breaks.after));
    if (hold && !held && (strikes || kind === 'finish')) {
      held = true;
      await exchange.hold(hold);
    }
    if (strikes) return breakStream(exchange, format, breaks.how);
    if (kind === 'delta' && sent++ > 0) await exchange.pause(paceMs);
    await exchange.write(render());
  }
  exchange.response.end();
}

/** Half a body breaks off just as a stream does. */
export async function playWhole(
  exchange: Exchange,
  body: JsonObject,
  { hold, fault }: Playback,
  format?: AnswerFormat,
): Promise<void> {
  if (hold) await exchange.hold(hold);
  const breaks = breakOf(fault);
  if (!breaks) return exchange.sendJson(body);
  if (breaks.how === 'error' || breaks.how === 'failed') {
    const error = new ApiError(500, MODEL_FAILED);
    const failure = breaks.how === 'failed' ? format?.wholeFailure(error) : undefined;
    return failure ? exchange.sendJson(failure) : exchange.sendError(error);
  }
  const text = JSON.stringify(body);
  exchange.response.writeHead(200, { 'content-type': 'application/json' });
  await exchange.write(text.slice(0, text.length / 2));
  await breakConnection(exchange, breaks.how);
}

async function breakStream(exchange: Exchange, format: AnswerFormat, how: BreakPoint['how']): Promise<void> {
  const error = new ApiError(500, MODEL_FAILED);
  if (how === 'error') await exchange.write(format.errorEvent(error));
  if (how === 'failed') await exchange.write(format.failureEvent(error));
  await breakConnection(exchange, how);
}

async function breakConnection(exchange: Exchange, how: BreakPoint['how']): Promise<void> {
  if (how === 'stall') await exchange.hold();
  if (how !== 'cut') {
    exchange.response.end();
    return;
  }
  await exchange.flush();
  exchange.breakOff();
}

function sendFault(exchange: Exchange, fault: Extract<Fault, { status: number }>): void {
  const { status, headers, body } = fault;
  if (body === undefined) exchange.sendError(new ApiError(status, `Scripted status ${status}.`), headers);
  else exchange.sendJson(body, status, headers);
}
