/** What two copies of this package in one program know each other's errors by. */
export const brand = Symbol.for('@parlance/client-sdk/error');
