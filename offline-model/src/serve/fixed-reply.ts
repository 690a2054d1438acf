import { textAnswer } from '../answer.ts';
import { chatFormat } from '../format/chat-format.ts';
import { responsesFormat } from '../format/responses-format.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { Endpoint } from '../request/model-request.ts';
import type { Exchange } from './exchange.ts';

type AnswerEndpoint = Exclude<Endpoint, 'embeddings'>;

interface Wanted {
  endpoint: AnswerEndpoint;
  model: string;
  stream: boolean;
  includeUsage: boolean;
}

const MOST_RENDERINGS = 256;

/** One text for every request, rendered once for each kind of request and model name. */
export class FixedReply {
  readonly #text: string;
  readonly #paceMs: number;
  readonly #renderings = new Map<string, Buffer[]>();

  constructor(text: string, paceMs: number) {
    this.#text = text;
    this.#paceMs = paceMs;
  }

  async send(exchange: Exchange, endpoint: AnswerEndpoint, body: JsonObject): Promise<void> {
    const options = body['stream_options'];
    const wanted = {
      endpoint,
      model: String(body['model']),
      stream: body['stream'] === true,
      includeUsage: isObject(options) && options['include_usage'] === true,
    };
    const [first = Buffer.alloc(0), ...rest] = this.#rendering(wanted);
    if (wanted.stream) exchange.startStream();
    else
      exchange.response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': first.length,
      });
    if (rest.length > 0) await exchange.write(first);
    for (const bytes of rest.slice(0, -1)) {
      await exchange.pause(this.#paceMs);
      await exchange.write(bytes);
    }
    exchange.response.end(rest.at(-1) ?? first);
  }

  #rendering(wanted: Wanted): Buffer[] {
    const key = Object.values(wanted).join('\n');
    const known = this.#renderings.get(key);
    if (known) return known;
    if (this.#renderings.size >= MOST_RENDERINGS) this.#renderings.clear();
    const made = this.#render(wanted);
    this.#renderings.set(key, made);
    return made;
  }

  /** A single buffer, unless chunks are to be paced. */
  #render({ endpoint, model, stream, includeUsage }: Wanted): Buffer[] {
    const request = { model, includeUsage, body: {}, turns: [], tools: [], maxOutputTokens: undefined };
    const answer = textAnswer(request, this.#text);
    const format = endpoint === 'responses' ? responsesFormat(request) : chatFormat(request);
    if (!stream) return [Buffer.from(JSON.stringify(format.whole(answer)))];
    const events = [...format.frames(answer)].map((frame) => frame.render());
    return (this.#paceMs > 0 ? events : [events.join('')]).map((text) => Buffer.from(text));
  }
}
