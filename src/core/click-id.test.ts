import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLICK_ID_LENGTH, CLICK_ID_RANDOM, clickIdTrace, makeClickId, parseClickId } from './click-id.ts';

const ids = fc
  .tuple(
    fc.integer({ min: Date.UTC(2026, 5, 1), max: Date.UTC(2058, 0, 1) }),
    fc.uint8Array({ minLength: CLICK_ID_RANDOM, maxLength: CLICK_ID_RANDOM }),
  )
  .map(([time, random]) => makeClickId(time, random));
const CHARACTERS = '0123456789abcdefghijklmnopqrstuvwxyz';
const NONE = { kind: 'none', id: null };

describe('makeClickId', () => {
  it('is 20 lower-case characters that begin with a letter and are no number in any base', () => {
    fc.assert(
      fc.property(ids, (id) => {
        expect(id).toMatch(/^a[0-9a-z]{19}$/);
        expect(id).toHaveLength(CLICK_ID_LENGTH);
        expect(Number.isNaN(Number(id))).toBe(true);
      }),
    );
  });
  it('sorts by time', () => {
    const random = new Uint8Array(CLICK_ID_RANDOM);
    expect(makeClickId(Date.UTC(2026, 10, 26), random) < makeClickId(Date.UTC(2026, 10, 26) + 1, random)).toBe(true);
  });
  it('makes 100,000 ids of one millisecond without a repetition', () => {
    const made = new Set<string>();
    for (let n = 0; n < 100_000; n++) {
      made.add(makeClickId(1_795_000_000_000, crypto.getRandomValues(new Uint8Array(CLICK_ID_RANDOM))));
    }
    expect(made.size).toBe(100_000);
  });
});

describe('parseClickId', () => {
  it('reads an id through two encodings, in upper case, and behind a text of the publisher', () => {
    fc.assert(
      fc.property(ids, (id) => {
        expect(parseClickId(encodeURIComponent(encodeURIComponent(id)))).toEqual({ kind: 'intact', id });
        expect(parseClickId(id.toUpperCase())).toEqual({ kind: 'folded', id });
        expect(parseClickId(encodeURIComponent(encodeURIComponent(`summer sale|${id}`)))).toEqual({
          kind: 'intact',
          id,
        });
        expect(parseClickId(`newsletter_12-${id}`)).toEqual({ kind: 'intact', id });
      }),
    );
  });
  it('finds an id of which any characters changed their case', () => {
    fc.assert(
      fc.property(ids, fc.array(fc.nat(19), { minLength: 1 }), (id, places) => {
        const folded = Array.from(id)
          .map((one, at) => (places.includes(at) ? one.toUpperCase() : one))
          .join('');
        expect(parseClickId(folded)).toEqual({ kind: folded === id ? 'intact' : 'folded', id });
      }),
    );
  });
  it('never reads a truncated id, of any length, as another', () => {
    fc.assert(
      fc.property(ids, fc.nat(19), fc.boolean(), (id, length, isFolded) => {
        const cut = isFolded ? id.slice(0, length).toUpperCase() : id.slice(0, length);
        expect(parseClickId(cut)).toEqual({ kind: length >= 10 ? 'truncated' : 'none', id: null });
        if (length > 0) expect(parseClickId(id.slice(length)).id).toBeNull();
      }),
    );
  });
  it('finds every single changed character', () => {
    fc.assert(
      fc.property(ids, fc.nat(19), fc.nat(35), (id, at, other) => {
        const changed = id.slice(0, at) + CHARACTERS[other] + id.slice(at + 1);
        if (changed !== id) expect(parseClickId(changed).id).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });
  it('finds every swap of two characters, also far apart', () => {
    fc.assert(
      fc.property(ids, fc.nat(19), fc.nat(19), (id, one, other) => {
        const swapped = Array.from(id)
          .with(one, id[other] ?? '')
          .with(other, id[one] ?? '')
          .join('');
        if (swapped !== id) expect(parseClickId(swapped).id).toBeNull();
      }),
      { numRuns: 5000 },
    );
  });
  it('says that an id was damaged or has something stuck to it', () => {
    const id = makeClickId(1_795_000_000_000, new Uint8Array(CLICK_ID_RANDOM));
    expect(parseClickId(`${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`)).toEqual({ kind: 'damaged', id: null });
    expect(parseClickId(`${id}x`)).toEqual({ kind: 'damaged', id: null });
  });
  it.each(['', '0', 'post-1', 'amazonprimeday', 'autumn', '1234567890123456789', '<none>', 'ä'])(
    'finds no click id in %j',
    (text) => {
      expect(parseClickId(text)).toEqual(NONE);
    },
  );
  it('takes a time that is still to come for a word, where it knows the present', () => {
    for (const word of ['anniversarysale', 'appletvdeals2026']) {
      expect(parseClickId(word)).toEqual({ kind: 'truncated', id: null });
      expect(parseClickId(word, Date.UTC(2026, 10, 26))).toEqual(NONE);
    }
  });
});

it('what is left of a cut id is its beginning, and only of a cut one', () => {
  const id = makeClickId(Date.UTC(2026, 5, 1), new Uint8Array(10).fill(7));
  expect(clickIdTrace(`letter_${id.slice(0, 14).toUpperCase()}`).beginning).toBe(id.slice(0, 14));
  expect(
    [id, id.slice(0, 9), 'post-7', `${id.slice(0, 14)}_${id}`].map((text) => clickIdTrace(text).beginning),
  ).toEqual([null, null, null, null]);
});

it('says before which moment the click cannot have been', () => {
  const at = Date.UTC(2026, 5, 1);
  const id = makeClickId(at, new Uint8Array(10).fill(7));
  expect([id, id.slice(0, 14), `${id}x`].map((text) => clickIdTrace(text).earliest)).toEqual(
    Array.from({ length: 3 }, () => at - 172_800_000),
  );
  expect(clickIdTrace('post-7').earliest).toBeNull();
});
