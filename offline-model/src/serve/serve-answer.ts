import { ApiError } from '../api-error.ts';
import { chatFormat } from '../format/chat-format.ts';
import { responsesFormat } from '../format/responses-format.ts';
import { offlineAnswer } from '../reply/offline-answer.ts';
import type { ModelRequest } from '../request/model-request.ts';
import { parseChatRequest } from '../request/parse-chat-request.ts';
import { parseResponsesRequest } from '../request/parse-responses-request.ts';
import { scenarioAnswer } from '../script/scenario-answer.ts';
import type { Exchange } from './exchange.ts';
import { playOpening, playStream, playWhole } from './play-answer.ts';
import { readJsonBody } from './read-json-body.ts';
import { record } from './record.ts';
import type { ServerState } from './server-state.ts';

type AnswerEndpoint = 'chat/completions' | 'responses';

export async function serveAnswer(
  exchange: Exchange,
  state: ServerState,
  endpoint: AnswerEndpoint,
): Promise<void> {
  const body = await readJsonBody(exchange.request, state.maxBodyBytes);
  if (state.fixedReply) return state.fixedReply.send(exchange, endpoint, body);
  const request = endpoint === 'responses' ? parseResponsesRequest(body) : parseChatRequest(body);
  const recorded = record(exchange, state, request);
  const scenario = state.queue.take(recorded);
  if (!scenario && state.strict && request.purpose === 'answer') {
    state.log.unexpected.push(recorded);
    return refuseUnscripted(exchange, request);
  }
  const playback = { paceMs: state.paceMs, ...scenario };
  const answer = scenario ? scenarioAnswer(scenario, request) : offlineAnswer(request);
  const format = endpoint === 'responses' ? responsesFormat(request) : chatFormat(request);
  if (await playOpening(exchange, playback)) return;
  if (request.stream) return playStream(exchange, format, answer, playback);
  return playWhole(exchange, format.whole(answer), playback, format);
}

function refuseUnscripted(exchange: Exchange, request: ModelRequest): void {
  const message = `No scenario is left for this request: ${JSON.stringify(request.turns.at(-1)?.text ?? '')}`;
  exchange.sendError(new ApiError(500, message, { code: 'unscripted_request' }), {
    'x-should-retry': 'false',
  });
}
