/** Says who a client acts for; null: nobody in particular. */
export type Caller = () => Promise<string | null>;

// Two copies of this package in one program know each other's clients by it.
const key = Symbol.for('@parlance/client-sdk/caller');

/** A client that knows who it acts for. */
export const withCaller = <Client extends object>(parlance: Client, caller: Caller): Client =>
  Object.defineProperty(parlance, key, { value: caller });

/** Who a client acts for. */
export function callerOf(parlance: { accessToken: Caller }): Caller {
  const caller: unknown = Reflect.get(parlance, key);
  return typeof caller === 'function' ? () => caller() : () => parlance.accessToken();
}
