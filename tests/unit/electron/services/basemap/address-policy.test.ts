import { expect, it } from 'vitest';
import { innerToo, publicOnly } from '../../../../../electron/services/basemap/address-policy.ts';

it.each([
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '192.0.2.7',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'example.org',
  '',
])('%s is not of the internet', (ip) => {
  expect(publicOnly(ip)).toBe(false);
});

it.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.128.0.1', '223.5.5.5', '2400:3200::1', '2606:4700::1'])(
  '%s is',
  (ip) => {
    expect(publicOnly(ip)).toBe(true);
  },
);

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '100.64.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '::1',
  'fd12:3456::1',
  '8.8.8.8',
])('takes %s where a platform is said to stand inside', (ip) => {
  expect(innerToo(ip)).toBe(true);
});

it.each([
  '169.254.169.254',
  '0.0.0.0',
  '224.0.0.1',
  'fe80::1',
  '::',
  '::ffff:169.254.169.254',
  'example.org',
])('and never %s', (ip) => {
  expect(innerToo(ip)).toBe(false);
});
