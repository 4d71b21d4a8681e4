import dns from 'node:dns';
import { type BlockList, isIP, type LookupFunction } from 'node:net';
import { BadUserInputError } from '@milepost/service-kit';
import ipaddr from 'ipaddr.js';

/** An address of a private, local or otherwise special network, which no endpoint may lead us to. */
export class PrivateAddressError extends Error {
  override name = 'PrivateAddressError';
}

const globalUnicast = ipaddr.IPv6.parse('2000::');

/** Whether a webhook may be sent to an address: of the public net, or among those that the configuration names. */
export function isAllowedAddress(address: string, allowed: BlockList | null): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  if (allowed?.check(address, version === 6 ? 'ipv6' : 'ipv4')) return true;
  const parsed = ipaddr.parse(address);
  // Of IPv6 only what is given out to the public net; outside of it lie old forms of IPv4 addresses (::10.0.0.1).
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(globalUnicast, 3)) return false;
  // By the registries of IANA; an IPv4 address within an IPv6 one (mapped, NAT64, 6to4) is no unicast address to it.
  return parsed.range() === 'unicast';
}

/**
 * Looks a name up and refuses it when any of its addresses is not allowed. The connection is made to the very addresses that were checked, so a name that means something else a moment later gains nothing.
 */
export function guardedLookup(allowed: BlockList | null, lookup: typeof dns.lookup = dns.lookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const refused = addresses.find(({ address }) => !isAllowedAddress(address, allowed));
      if (refused) return callback(new PrivateAddressError('the name leads into a private network'), []);
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      return first ? callback(null, first.address, first.family) : callback(new Error('the name has no address'), []);
    });
  };
}

const maxLength = 2_000;
/** Of a name, by the rules of the name service. */
const maxHostLength = 253;

/**
 * The address of an endpoint as it is kept. https, without user and fragment; http only at addresses that the configuration names (WEBHOOK_PRIVATE_ADDRESSES). Names are looked up when something is sent, not here:
 * they may come later, and mean something else by then. Throws BAD_USER_INPUT naming the field and the remedy.
 */
export function readEndpointUrl(text: string, field: string, allowed: BlockList | null): string {
  const refuse = (message: string) => new BadUserInputError(field, message);
  const given = text.trim();
  if (given.length > maxLength || !URL.canParse(given))
    throw refuse(`must be an https:// address of at most ${maxLength} characters`);
  const url = new URL(given);
  const host = hostOf(url);
  if (host.length > maxHostLength) throw refuse(`must have a host name of at most ${maxHostLength} characters`);
  const isNamed =
    host === 'localhost' ? isAllowedHere('127.0.0.1', allowed) : isIP(host) > 0 && isAllowedHere(host, allowed);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isNamed))
    throw refuse('must be an https:// address: what is sent names orders');
  if (url.username || url.password)
    throw refuse('must not hold a user or password; every message is signed, check the signature instead');
  if (url.hash) throw refuse('must not have a fragment (#...): it would not be sent');
  if (isIP(host) > 0 ? !isAllowedAddress(host, allowed) : /(^|\.)localhost\.?$/.test(host) && !isNamed)
    throw refuse('must not lead into a private or local network');
  return url.href;
}

const isAllowedHere = (address: string, allowed: BlockList | null) =>
  allowed?.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4') ?? false;

/** Without the brackets of an IPv6 address. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}
