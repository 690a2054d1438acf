import type { ParlanceError } from '../errors.ts';

/** What is known of a try that failed. */
interface Try {
  /** The run began, or may have. */
  hasBegun: boolean;
  /** Events came. */
  cameOn: boolean;
}

/** Did only the connection fail, or the server for a while, so that it is worth another try? */
export function isCut({ code, httpStatus }: ParlanceError, { hasBegun, cameOn }: Try): boolean {
  switch (code) {
    case 'aborted':
      return false;
    case 'shutting_down':
    case 'database_unavailable':
      return true;
    case 'network':
      // A status below 500 without an answer of ours is a wrong address.
      return hasBegun || httpStatus === null || httpStatus >= 500;
    case 'rate_limited':
      return hasBegun;
    case 'unauthorized':
      // The token ended on the way: the next try has a fresh one.
      return cameOn;
    default:
      return hasBegun && httpStatus !== null && httpStatus >= 500;
  }
}
