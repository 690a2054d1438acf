import { setTimeout as delay } from 'node:timers/promises';
import { openEvents, type SentEvent, type SentEvents } from '../../harness/sse.ts';

/** What happened to readers. */
export interface ReaderCounts {
  reconnects: number;
  resets: number;
}

/** What a reader reads, and from where. */
export interface ReaderOptions {
  token: string;
  question: string;
  clientMessageId: string;
  /** Where to connect next. */
  url: () => string;
  /** Whether to drop the connection now. */
  leaves?: () => boolean;
  counts: ReaderCounts;
}

/** A client as it should be written: it sends once, however often it has to ask, and reads on from where it was. */
export class Reader {
  runId: string | null = null;
  messageId = '';
  conversationId: string | null;
  status: string | null = null;
  /** What it shows. */
  text = '';
  /** The number of the last event. */
  last = 0;
  /** What it showed before a reset took its place. */
  readonly taken: string[] = [];
  readonly #options: ReaderOptions;

  constructor(conversationId: string | null, options: ReaderOptions) {
    this.conversationId = conversationId;
    this.#options = options;
  }

  /** Reads until the run has ended. */
  async finish(): Promise<this> {
    for (let tries = 0; this.status === null; tries += 1) {
      if (tries > 0) this.#options.counts.reconnects += 1;
      await this.#connect().catch(goneOrBusy);
    }
    return this;
  }

  async #connect(): Promise<void> {
    const open = await (this.runId === null ? this.#send() : this.#watch(this.runId));
    try {
      for await (const event of open) {
        if (event.type === 'error') return;
        this.#take(event);
        if (this.status === null && this.#options.leaves?.()) return;
      }
    } finally {
      open.leave();
    }
  }

  #send(): Promise<SentEvents> {
    const { url, token, question, clientMessageId } = this.#options;
    return openEvents(`${url()}/api/v1/chat/stream`, {
      token,
      body: { message: question, client_message_id: clientMessageId, conversation_id: this.conversationId },
    });
  }

  #watch(runId: string): Promise<SentEvents> {
    const { url, token } = this.#options;
    return openEvents(`${url()}/api/v1/runs/${runId}/events`, {
      token,
      headers: { 'last-event-id': String(this.last) },
    });
  }

  #take({ id, type, data }: SentEvent): void {
    if (type !== 'reset' && id !== this.last + 1) {
      throw new Error(`Event ${id} of run ${this.runId} came after ${this.last}`);
    }
    this.last = id;
    if (type === 'run-started') {
      this.runId = String(data['run_id']);
      this.messageId = String(data['message_id']);
      this.conversationId = String(data['conversation_id']);
    } else if (type === 'text-delta') {
      this.text += data['text'];
    } else if (type === 'reset') {
      this.#options.counts.resets += 1;
      this.taken.push(this.text);
      this.text = String(data['text']);
    } else if (type === 'run-finished') {
      this.status = String(data['status']);
    }
  }
}

const RETRY_MS = 50;

/** A server that is away or refuses for now is asked again a little later; all else is a finding. */
async function goneOrBusy(error: unknown): Promise<void> {
  const text = String(error);
  const isGone = error instanceof TypeError;
  if (!isGone && !/^Error: (409|503) /.test(text)) throw error;
  await delay(RETRY_MS);
}
