import type { ClientErrorCode, RunError } from '@parlance/client-sdk';

const byCode = {
  bad_request: 'The server did not accept this. Check what you entered and try again.',
  unauthorized: 'You are signed out. Sign in and try again.',
  forbidden: 'This belongs to somebody else.',
  not_found: 'This is gone, or it never was here.',
  method_not_allowed: 'This page is out of date. Reload it and try again.',
  conflict: 'Something changed in the meantime. Reload the page and try again.',
  run_active: 'An answer is still being written here. Wait for it, or stop it first.',
  payload_too_large: 'This is too long. Shorten it and try again.',
  uri_too_long: 'This is too long. Shorten it and try again.',
  unsupported_media_type: 'This page is out of date. Reload it and try again.',
  rate_limited: 'Too many requests. Wait a moment and try again.',
  model_failed: 'The model could not answer. Try again.',
  model_timeout: 'The model took too long. Try again.',
  model_unavailable: 'The model is not available now. Wait a moment and try again.',
  refused: 'The assistant may not answer this. Ask for something else.',
  database_unavailable: 'The server has a problem. Wait a moment and try again.',
  shutting_down: 'The server is restarting. Try again in a few seconds.',
  internal: 'Something went wrong on our side. Try again.',
  network: 'The server cannot be reached. Check your connection and try again.',
  interrupted: 'The server was interrupted. What had been written is kept. Try again for a whole answer.',
  aborted: 'This was cancelled.',
} satisfies Record<ClientErrorCode | RunError['code'], string>;

/** What went wrong, and what to do next. */
export const errors = {
  ...byCode,
  rate_limited_for: (duration: string) => `Too many requests. Try again in ${duration}.`,
};
