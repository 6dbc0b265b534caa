/** @see https://fetch.spec.whatwg.org/#port-blocking */
const blocked = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79,
  87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137,
  139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723,
  2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669,
  6679, 6697, 10080,
]);

/** Whether browsers, and `fetch` in Node, refuse to open this port. */
export function isBlockedPort(port: number): boolean {
  return blocked.has(port);
}

/**
 * The port on which students start a second server of their own, beside the
 * one on `port`; undefined where there is no such port.
 */
export function internalPort(port: number): number | undefined {
  const internal = port + 10_000;
  return internal <= 65_535 && !isBlockedPort(internal) ? internal : undefined;
}

/**
 * Where a server that listens on this host and port reaches itself, without a
 * slash at the end. A host that stands for all is reached through loopback.
 */
export function ownAddress(host: string, port: number): string {
  const all: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
  const one = host === 'localhost' ? '127.0.0.1' : (all[host] ?? host);
  return `http://${one.includes(':') ? `[${one}]` : one}:${port}`;
}
