import { type RawAnswer, type RawRequest, sendRaw } from './raw.ts';
import { ordinary } from './streamed.ts';

/** Sends a request as it is and answers how it ends: what comes in pieces as the ordinary answer that says the same. */
export const send = async (url: string, request: RawRequest): Promise<RawAnswer> =>
  ordinary(request, await sendRaw(url, request));
