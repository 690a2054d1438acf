import { Client } from '@modelcontextprotocol/client';

/** How long a server may take to be connected to, or to list its tools, in milliseconds. */
export const LIST_MS = 5_000;
/** Longer than any call may take: who calls ends it. */
const CALL_MS = 600_000;
// Of lists of tools.
const MAX_PAGES = 10;

/**
 * A client that speaks the revision 2026-07-28 or, with `legacy`, those before it alone. Results are not held against the schemas that
 * the server names: these would have to be compiled, and the model reads whatever comes.
 */
export const newClient = (era: 'auto' | 'legacy'): Client =>
  new Client(
    { name: 'parlance', version: '1' },
    {
      versionNegotiation: { mode: era },
      listMaxPages: MAX_PAGES,
      inputRequired: { autoFulfill: false },
      jsonSchemaValidator: {
        getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
      },
    },
  );

/** Options of a call that its caller alone ends. */
export const callOptions = (signal: AbortSignal) => ({ signal, timeout: CALL_MS });
