import { OpenAI } from 'openai';
import { Pool } from 'undici';
import { IdleWatch } from './idle-watch.ts';
import { ModelResponse } from './model-response.ts';

type BuildArguments = Parameters<OpenAI['buildRequest']>;
type BuiltRequest = Awaited<ReturnType<OpenAI['buildRequest']>>;
type FetchArguments = Parameters<OpenAI['fetchWithTimeout']>;

/** What the client reads of a response, and what `ModelResponse` has of one. */
type ReadResponse = Pick<Response, 'ok' | 'status' | 'text'> & { headers: Pick<Headers, 'get' | 'entries'> };

/** Where the calls of one path go, and with which headers: the same for each of them. */
interface Target {
  url: string;
  path: string;
  headers: Headers;
  rawHeaders: Record<string, string>;
}

export interface ModelClientOptions {
  baseUrl: string;
  apiKey: string;
  timeoutMs: number;
  maxConnections: number;
}

const connectTimeoutMs = 10_000;
const keepAliveMs = 30_000;

/**
 * The official client on an undici pool of its own. Headers and address of a call are the client's, built once for
 * each path; deadlines and retries are ours.
 */
export class ModelClient extends OpenAI {
  readonly #pool: Pool;
  readonly #watch: IdleWatch;
  readonly #targets = new Map<string, Target>();
  readonly #timeoutMs: number;

  constructor(options: ModelClientOptions) {
    super({
      baseURL: options.baseUrl,
      apiKey: options.apiKey,
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: 0,
      timeout: options.timeoutMs,
      logLevel: 'off',
    });
    this.#timeoutMs = options.timeoutMs;
    this.#watch = new IdleWatch(options.timeoutMs);
    this.#pool = new Pool(new URL(options.baseUrl).origin, {
      connections: options.maxConnections,
      connect: { timeout: Math.min(connectTimeoutMs, options.timeoutMs) },
      keepAliveTimeout: keepAliveMs,
      headersTimeout: 0,
      bodyTimeout: 0,
      allowH2: false,
    });
  }

  override async buildRequest(...[options, attempt]: BuildArguments): Promise<BuiltRequest> {
    const target = this.#targets.get(options.path) ?? (await this.#prepare(options, attempt));
    const req = { method: 'POST', headers: target.headers, body: JSON.stringify(options.body) };
    const { signal } = options;
    return { url: target.url, timeout: this.#timeoutMs, req: signal ? { ...req, signal } : req };
  }

  override async fetchWithTimeout(...[url, init]: FetchArguments): Promise<Response> {
    const target = this.#targets.get(String(url));
    if (!target) throw new TypeError('Not a request of this client.');
    const { path, rawHeaders: headers } = target;
    const response = new ModelResponse(this.#watch, init?.signal ?? null);
    this.#pool.dispatch({ method: 'POST', path, headers, body: String(init?.body) }, response);
    await response.started;
    const read: ReadResponse = response;
    return read as Response;
  }

  async #prepare(...[options, attempt]: BuildArguments): Promise<Target> {
    const { req, url } = await super.buildRequest(options, attempt);
    const { pathname, search } = new URL(url);
    const target = {
      url,
      path: pathname + search,
      headers: req.headers,
      rawHeaders: Object.fromEntries(req.headers),
    };
    this.#targets.set(options.path, target).set(url, target);
    return target;
  }

  async close(): Promise<void> {
    this.#watch.close();
    await this.#pool.destroy();
  }
}
