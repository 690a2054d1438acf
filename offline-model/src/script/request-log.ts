import type { RecordedRequest } from './recorded-request.ts';

export class RequestLog {
  readonly requests: RecordedRequest[] = [];
  readonly unexpected: RecordedRequest[] = [];
  readonly #keep: number;

  constructor(keep: number) {
    this.#keep = keep;
  }

  add(request: RecordedRequest): void {
    this.requests.push(request);
    if (this.requests.length > this.#keep) this.requests.shift();
  }
}
