/**
 * Addresses of a site's own network, where cameras stand: RFC 1918, unique local, and the loopback of this machine apart. Link-local addresses, where
 * clouds keep their secrets, belong to neither.
 */
import { BlockList, isIP } from 'node:net';

const own = new BlockList();
own.addSubnet('10.0.0.0', 8, 'ipv4');
own.addSubnet('172.16.0.0', 12, 'ipv4');
own.addSubnet('192.168.0.0', 16, 'ipv4');
own.addSubnet('100.64.0.0', 10, 'ipv4');
own.addSubnet('fc00::', 7, 'ipv6');
const here = new BlockList();
here.addSubnet('127.0.0.0', 8, 'ipv4');
here.addAddress('::1', 'ipv6');

function within(list: BlockList, ip: string): boolean {
  const family = isIP(ip);
  return family !== 0 && list.check(ip, family === 4 ? 'ipv4' : 'ipv6');
}

export const siteNetwork = {
  local: (ip: string): boolean => within(own, ip),
  loopback: (ip: string): boolean => within(here, ip),
};
