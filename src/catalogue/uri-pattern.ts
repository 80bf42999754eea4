/**
 * The URIs that the platform accepts: those of joi 13.7, which service-base locks
 * (codefresh-io/service-base yarn.lock; joi `lib/types/string/rfc3986.js`). It follows RFC 3986,
 * except that a percent sign needs no digits after it, and that a scheme may have a comma.
 */
const hex = "[\\dA-Fa-f]";
const group = `${hex}{1,4}`;
const octet = "(?:0{0,2}\\d|0?[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])";
const ipv4 = `(?:${octet}\\.){3}${octet}`;
const lastTwo = `(?:${group}:${group}|${ipv4})`;

/** At most `most` groups, then the double colon in place of the omitted ones. */
const omitted = (most: number): string => `(?:(?:${group}:){0,${most - 1}}${group})?::`;

const ipv6 = [
  `(?:${group}:){6}${lastTwo}`,
  `::(?:${group}:){5}${lastTwo}`,
  `(?:${group})?::(?:${group}:){4}${lastTwo}`,
  `${omitted(2)}(?:${group}:){3}${lastTwo}`,
  `${omitted(3)}(?:${group}:){2}${lastTwo}`,
  `${omitted(4)}${group}:${lastTwo}`,
  `${omitted(5)}${lastTwo}`,
  `${omitted(6)}${group}`,
  omitted(7),
].join("|");

const name = "A-Za-z\\d._~!$&'()*+,;=-";
const future = `v${hex}+\\.[:${name}]+`;
const host = `(?:\\[(?:${ipv6}|${future})\\]|[%${name}]{0,255})`;
const authority = `(?:[%:${name}]*@)?${host}(?::\\d*)?`;
const segment = `[%:@${name}]`;
const path = `(?:/${segment}*)*`;
const rest = `[%:@/?${name}]*`;

/** The pattern of an absolute URI. */
export const uriPattern = `^[A-Za-z][A-Za-z\\d+,.-]*:(?://${authority}${path}|/(?:${segment}+${path})?|${segment}+${path})(?:\\?${rest})?(?:#${rest})?$`;
