// Which letters a minified script names things with matters to brotli: some 15 bytes in 1,500. Tries some, by a fixed sequence.
import { brotliCompressSync, constants as zlib } from 'node:zlib';
import { parseAst } from 'vite';

const LETTERS = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$'];
const ROUNDS = 260;

/** Where names of one letter stand in the source. Names of members are not ours. */
function placesOf(code) {
  const places = [];
  const walk = (node, parent, key) => {
    if (node === null || typeof node !== 'object') return;
    const isMember = (key === 'property' || key === 'key') && parent.computed === false;
    if (node.type === 'Identifier' && node.name.length === 1 && !isMember) places.push(node);
    for (const [name, child] of Object.entries(node)) {
      for (const one of Array.isArray(child) ? child : [child]) walk(one, node, name);
    }
  };
  walk(parseAst(code), {}, '');
  return places.sort((a, b) => a.start - b.start);
}

/** The same script with other letters: each letter becomes one other everywhere, so what a name means stays the same. */
export function withBetterLetters(code, sizedAs) {
  const places = placesOf(code);
  const used = [...new Set(places.map(({ name }) => name))];
  let letters = [...used, ...LETTERS.filter((letter) => !used.includes(letter))];
  const written = () => {
    let [text, at] = ['', 0];
    for (const { start, end, name } of places) {
      text += code.slice(at, start) + letters[used.indexOf(name)];
      at = end;
    }
    return text + code.slice(at);
  };
  const size = (text) => brotliCompressSync(sizedAs(text), { params: { [zlib.BROTLI_PARAM_QUALITY]: 11 } }).length;
  let best = size(written());
  let state = 1;
  const below = (most) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * most);
  };
  for (let round = 0; round < ROUNDS; round++) {
    const before = letters;
    letters = [...before];
    const [one, other] = [below(used.length), below(letters.length)];
    [letters[one], letters[other]] = [before[other], before[one]];
    const bytes = size(written());
    if (bytes <= best) best = bytes;
    else letters = before;
  }
  return written();
}
