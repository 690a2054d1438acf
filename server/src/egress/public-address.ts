import ipaddr from 'ipaddr.js';

const { IPv4, IPv6 } = ipaddr;

// What the library's table lacks of the registries of special addresses (RFC 6890 and its updates).
const SPECIAL_V4 = [IPv4.parseCIDR('198.18.0.0/15')];
const GLOBAL_V6 = IPv6.parseCIDR('2000::/3');
const SPECIAL_V6 = [IPv6.parseCIDR('2001::/23'), IPv6.parseCIDR('3fff::/20')];

/** Whether an IP address is one of the public internet. Addresses that carry another one in them (mapped, NAT64, 6to4) are not. */
export function isPublicAddress(address: string): boolean {
  if (IPv4.isValidFourPartDecimal(address)) {
    const parsed = IPv4.parse(address);
    return parsed.range() === 'unicast' && !SPECIAL_V4.some((range) => parsed.match(range));
  }
  if (!IPv6.isValid(address)) return false;
  const parsed = IPv6.parse(address);
  return (
    parsed.range() === 'unicast' &&
    parsed.match(GLOBAL_V6) &&
    !SPECIAL_V6.some((range) => parsed.match(range))
  );
}
