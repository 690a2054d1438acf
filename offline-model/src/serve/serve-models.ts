import { invalidRequest } from '../api-error.ts';
import type { JsonObject } from '../json.ts';
import type { Exchange } from './exchange.ts';

export const OFFLINE_MODEL_ID = 'parlance-offline';
const CREATED = 1_767_225_600;

export function serveModels(exchange: Exchange): void {
  exchange.sendJson({ object: 'list', data: [describeModel(OFFLINE_MODEL_ID)] });
}

/** Any name is as good as another here. */
export function serveModel(exchange: Exchange, encodedId: string): void {
  exchange.sendJson(describeModel(decode(encodedId)));
}

function describeModel(id: string): JsonObject {
  return { id, object: 'model', created: CREATED, owned_by: 'parlance' };
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw invalidRequest('The model id is not a valid URL component.', 'model');
  }
}
