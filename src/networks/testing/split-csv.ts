/** A small CSV splitter for tests; the reader of the product lives in `imports`, which networks cannot see. */
import type { Delimiter } from '../contract.ts';

/** The rows of a whole CSV text; blank lines are left out. A `\"` inside a quoted cell does not end it. */
export function splitCsv(text: string, delimiter: Delimiter = ','): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell: string;
    [cell, at] = text[at] === '"' ? quotedCell(text, at + 1, delimiter) : plainCell(text, at, delimiter);
    row.push(cell);
    if (text[at] === delimiter) {
      at += 1;
      if (at < text.length) continue;
      row.push('');
    }
    while (text[at] === '\r' || text[at] === '\n') at += 1;
    if (row.some((one) => one !== '')) rows.push(row);
    row = [];
  }
  return rows;
}

function plainCell(text: string, from: number, delimiter: Delimiter): [string, number] {
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\r' && text[at] !== '\n') at += 1;
  return [text.slice(from, at), at];
}

function quotedCell(text: string, from: number, delimiter: Delimiter): [string, number] {
  let at = from;
  while (at < text.length) {
    if (text[at] !== '"') at += 1;
    else if (text[at + 1] === '"') at += 2;
    else if (text[at - 1] === '\\' && text[at + 1] !== delimiter) at += 1;
    else break;
  }
  return [text.slice(from, at).replaceAll('""', '"'), at + 1];
}
