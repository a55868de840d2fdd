import { expect, test } from 'vitest';
import { explainLink, linksOnly, networks } from './index.ts';

const ID = 'am0000000abcdefghij0';
const explain = (text: string) => explainLink(text, [...networks, ...linksOnly], ID);

test('a link of a network gets the id of the click in its own parameter', () => {
  expect(explain('click.linksynergy.com/deeplink?id=abc&mid=42&murl=https%3A%2F%2Fshop.example%2Fa')).toMatchObject({
    outcome: 'tagged',
    network: { id: 'rakuten' },
    advertiserId: '42',
    parameter: 'u1',
    subId: '',
    written: `https://click.linksynergy.com/deeplink?u1=${ID}&id=abc&mid=42&murl=https%3A%2F%2Fshop.example%2Fa`,
  });
});

test('a link that was encoded over and over keeps nobody busy', () => {
  const inside = (times: number): string => `https%${'25'.repeat(times)}3A`;
  expect(explain(`https://click.linksynergy.com/deeplink?id=a&mid=1&murl=${inside(3900)}`)).toBeNull();
  expect(explain(`https://click.linksynergy.com/deeplink?id=a&mid=1&murl=${inside(4)}`)?.outcome).toBe('tagged');
});

test('a sub-id that is there stays, and is read as a person wrote it', () => {
  const explained = explain('https://click.linksynergy.com/deeplink?id=abc&mid=42&u1=spring%20mail&murl=x');
  expect(explained).toMatchObject({ subId: 'spring mail', network: { id: 'rakuten' } });
  expect(explained?.outcome).toBe('kept');
  if (explained?.outcome === 'kept') expect(explained.written).toBeNull();
});

test('a sub-id that is there stays, and the id goes into the next parameter of the network', () => {
  const link = 'https://www.awin1.com/cread.php?awinmid=1&clickref=spring%20mail';
  expect(explain(link)).toMatchObject({
    ...{ outcome: 'tagged', parameter: 'clickref2', subId: 'spring mail' },
    written: `https://www.awin1.com/cread.php?clickref2=${ID}&awinmid=1&clickref=spring%20mail`,
  });
  const full = 'https://clk.tradedoubler.com/click?epi=mail&epi2=top';
  expect(explain(full)).toMatchObject({ outcome: 'kept', parameter: 'epi2', subId: 'mail', written: null });
  const copied = `https://www.awin1.com/cread.php?clickref=${ID}`;
  expect(explain(copied)).toMatchObject({ outcome: 'kept', parameter: 'clickref', subId: ID, written: null });
});

test('links that are never changed, and links of nobody, say so', () => {
  expect(explain('https://www.amazon.com/dp/B000?tag=me-20')).toMatchObject({ outcome: 'untouched', written: null });
  expect(explain('https://shop.example/a?u1=x')).toMatchObject({ outcome: 'unknown', network: null, written: null });
  expect(explain('two words')).toBeNull();
});

test('a network’s link inside another one is named', () => {
  const inner = encodeURIComponent('https://www.awin1.com/cread.php?awinmid=1&awinaffid=2');
  const outer = explain(`https://click.linksynergy.com/deeplink?id=abc&mid=42&murl=${inner}`);
  expect(outer?.inside).toMatchObject([{ id: 'awin' }]);
  expect(outer?.written?.match(new RegExp(ID, 'g'))).toHaveLength(2);
  const amazon = `https://www.amazon.com/dp/B0?tag=me-20&url=${inner}`;
  expect(explain(amazon)).toMatchObject({ outcome: 'untouched', inside: [], written: null });
  const redirector = `https://blog.example/go?url=${inner}`;
  expect(explain(redirector)).toMatchObject({ outcome: 'unknown', inside: [], written: null });
});
