const newline = 0x0a;
const maxEventBytes = 1024 * 1024;

/** One event of a stream is longer than any model's. */
export class SseEventTooLong extends Error {}

/**
 * Splits a server-sent event stream into the data of its events. Bytes are decoded up to the last line end only, so
 * a character cut by the network is never decoded in halves.
 */
export class SseEvents {
  #rest: Buffer[] = [];
  #restBytes = 0;
  #data: string | null = null;

  push(chunk: Buffer, onData: (data: string) => void): void {
    const end = chunk.lastIndexOf(newline) + 1;
    if (end > 0) {
      this.#lines(this.#take(chunk.subarray(0, end)), onData);
      if (end < chunk.length) this.#keep(chunk.subarray(end));
    } else {
      this.#keep(chunk);
    }
  }

  /** The stream is over: what is there counts, even if its last line end never came. */
  end(onData: (data: string) => void): void {
    if (this.#restBytes > 0) this.#lines(`${this.#take(Buffer.alloc(0))}\n`, onData);
    this.#dispatch(onData);
  }

  #keep(bytes: Buffer): void {
    this.#rest.push(bytes);
    this.#restBytes += bytes.length;
    if (this.#restBytes > maxEventBytes) throw new SseEventTooLong('A line of the stream is too long.');
  }

  #take(bytes: Buffer): string {
    if (this.#restBytes === 0) return bytes.toString('utf8');
    const text = Buffer.concat([...this.#rest, bytes]).toString('utf8');
    this.#rest = [];
    this.#restBytes = 0;
    return text;
  }

  #lines(text: string, onData: (data: string) => void): void {
    for (let from = 0, at = text.indexOf('\n'); at >= 0; from = at + 1, at = text.indexOf('\n', from)) {
      const end = at > from && text[at - 1] === '\r' ? at - 1 : at;
      if (end === from) this.#dispatch(onData);
      else if (text.startsWith('data:', from))
        this.#append(text.slice(from + (text[from + 5] === ' ' ? 6 : 5), end));
    }
  }

  #append(line: string): void {
    this.#data = this.#data === null ? line : `${this.#data}\n${line}`;
    if (this.#data.length > maxEventBytes) throw new SseEventTooLong('An event of the stream is too long.');
  }

  #dispatch(onData: (data: string) => void): void {
    const data = this.#data;
    this.#data = null;
    if (data !== null) onData(data);
  }
}
