import { expect, it } from 'vitest';
import { csvText } from './csv.ts';

it('writes cells as the server does: formulas disarmed, amounts as they are', () => {
  const rows = [
    ['=1+1', '-12.3400', 7, null],
    ['a,"b"', '－2', 'two\nlines', '@x'],
  ];
  expect(csvText(['a', 'b', 'c', 'd'], rows)).toBe(
    'a,b,c,d\r\n' + "'=1+1,-12.3400,7,\r\n" + '"a,""b""",\'－2,"two\nlines",\'@x\r\n',
  );
});
