/**
 * Which network addresses the host may ask for a basemap: public ones alone, so that an address in a form never reaches this
 * machine, its neighbours or a cloud's metadata. The lists are those of IANA's special-purpose registries (RFC 6890 and later).
 */
import { BlockList, isIP } from 'node:net';

/** True: may be asked. `ip` without brackets. */
export type AddressPolicy = (ip: string) => boolean;

const V4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Of the global unicast block: protocol assignments, documentation, 6to4 (an IPv4 address in disguise). */
const V6: [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const special = new BlockList();
for (const [net, prefix] of V4) special.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of V6) special.addSubnet(net, prefix, 'ipv6');
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/** Addresses that anybody on the internet may have; everything that is not certainly so is refused. */
export const publicOnly: AddressPolicy = (ip) => {
  const family = isIP(ip);
  if (family === 4) return !special.check(ip, 'ipv4');
  // Mapped and translated IPv4 (::ffff:0:0/96, 64:ff9b::/96), loopback, unique local and link-local all lie outside 2000::/3.
  if (family === 6) return global6.check(ip, 'ipv6') && !special.check(ip, 'ipv6');
  return false;
};

const INNER_V4: [string, number][] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
];
const inner = new BlockList();
for (const [net, prefix] of INNER_V4) inner.addSubnet(net, prefix, 'ipv4');
inner.addSubnet('fc00::', 7, 'ipv6');
inner.addAddress('::1', 'ipv6');

/** An administrator said that it stands on the inner network or on this machine. Never link-local, where a cloud keeps its keys. */
export const innerToo: AddressPolicy = (ip) => {
  const family = isIP(ip);
  return publicOnly(ip) || (family !== 0 && inner.check(ip, family === 4 ? 'ipv4' : 'ipv6'));
};
