/** Writes a small database in the format of MaxMind, as far as countries and cities need it. */

type Value = string | number | bigint | readonly Value[] | { readonly [name: string]: Value };

/** A record and the network that it is of, such as `203.0.113.0/24`. */
export type GeoEntry = readonly [network: string, record: Value];

/** So many bits are in front of an IPv4 address in a tree of IPv6 addresses: all 0. */
const BITS_BEFORE_V4 = 96;
const SEPARATOR = 16;

/** The bytes of a database; a record that several networks share is written once. `ipVersion` 4 holds IPv4 networks only. */
export function geoDatabase(
  entries: readonly GeoEntry[],
  { ipVersion = 6, builtAt = '2026-11-01T00:00:00Z', type = 'Test-Country' } = {},
): Buffer {
  type Node = [Side, Side];
  type Side = Node | number | null; // a number is where a record begins
  const root: Node = [null, null];
  const records: Buffer[] = [];
  const placed = new Map<Value, number>();
  let size = 0;
  for (const [network, record] of entries) {
    const [address = '', length = ''] = network.split('/');
    const bits = bitsOf(address, ipVersion);
    const depth = Number(length) + bits.length - (address.includes(':') ? 128 : 32);
    let node = root;
    for (let at = 0; at < depth - 1; at += 1) {
      const side = bits[at] ?? 0;
      const next = node[side];
      if (Array.isArray(next)) node = next;
      else {
        const made: Node = [null, null];
        node[side] = made;
        node = made;
      }
    }
    const place = placed.get(record) ?? size;
    if (place === size) {
      const bytes = encoded(record);
      placed.set(record, size);
      records.push(bytes);
      size += bytes.length;
    }
    node[bits[depth - 1] ?? 0] = place;
  }
  const nodes: Node[] = [root];
  for (let at = 0; at < nodes.length; at += 1)
    for (const side of nodes[at] ?? []) if (Array.isArray(side)) nodes.push(side);
  const places = new Map(nodes.map((node, at) => [node, at]));
  const pointer = (side: Side): number => {
    if (side === null) return nodes.length;
    return typeof side === 'number' ? nodes.length + SEPARATOR + side : (places.get(side) ?? 0);
  };
  const tree = Buffer.alloc(nodes.length * 6);
  nodes.flat().forEach((side, at) => {
    tree.writeUIntBE(pointer(side), at * 3, 3);
  });
  const metadata = encoded({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: BigInt(Date.parse(builtAt) / 1000),
    database_type: type,
    description: { en: 'simulated' },
    ip_version: ipVersion,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 24,
  });
  return Buffer.concat([
    tree,
    Buffer.alloc(SEPARATOR),
    ...records,
    Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
    metadata,
  ]);
}

function bitsOf(address: string, ipVersion: number): readonly (0 | 1)[] {
  const isV6 = address.includes(':');
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const missing = 8 - groups(head).length - groups(tail).length;
  const whole = [...groups(head), ...Array<string>(Math.max(0, missing)).fill('0'), ...groups(tail)];
  const text = isV6
    ? whole.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('')
    : address
        .split('.')
        .map((part) => Number(part).toString(2).padStart(8, '0'))
        .join('');
  const before = !isV6 && ipVersion === 6 ? '0'.repeat(BITS_BEFORE_V4) : '';
  return `${before}${text}`.split('').map((bit) => (bit === '1' ? 1 : 0));
}

/** Types of the format: 2 text, 6 uint32, 7 map, 9 uint64, 11 array; those above 7 are written in a byte of their own. */
function encoded(value: Value): Buffer {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([head(2, bytes.length), bytes]);
  }
  if (typeof value === 'number' || typeof value === 'bigint') {
    const hex = value.toString(16);
    const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
    return Buffer.concat([head(typeof value === 'number' ? 6 : 9, bytes.length), bytes]);
  }
  if (isList(value)) return Buffer.concat([head(11, value.length), ...value.map(encoded)]);
  const fields = Object.entries(value);
  return Buffer.concat([head(7, fields.length), ...fields.flatMap(([name, one]) => [encoded(name), encoded(one)])]);
}

function isList(value: object): value is readonly Value[] {
  return Array.isArray(value);
}

function head(type: number, size: number): Buffer {
  if (size > 284) throw new Error('nothing needs to be so long');
  const [short, more] = size > 28 ? [29, [size - 29]] : [size, []];
  return Buffer.from(type > 7 ? [short, type - 7, ...more] : [(type << 5) | short, ...more]);
}
