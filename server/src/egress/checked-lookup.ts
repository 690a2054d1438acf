import type { LookupAddress } from 'node:dns';
import { isIPv6, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Finds the addresses of a name. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/**
 * A lookup whose answer is what the connection is made to: a name is resolved once, and every address that it has is checked. So a name that is
 * answered otherwise the next time leads nowhere else.
 */
export const checkedLookup =
  (resolve: Resolve, isAllowed: (host: string) => boolean): LookupFunction =>
  (host, options, callback) => {
    const found = resolve(host).then((addresses) => {
      const isOpen = (address: string) => isPublicAddress(address) || isAllowed(address) || isAllowed(host);
      if (addresses.length === 0 || !addresses.every(isOpen)) {
        throw new Error('The name leads to an address that is not of the public internet');
      }
      return addresses.map((address): LookupAddress => ({ address, family: isIPv6(address) ? 6 : 4 }));
    });
    found.then(
      (addresses) => {
        const [first] = addresses;
        if (options.all) callback(null, addresses);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
