import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RawStore } from '../raw/index.ts';
import { networkNamed } from './find-network.ts';
import { gatherFile } from './gather-files.ts';

test('personal columns never reach the raw store; lines and columns keep their places', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-personal-'));
  try {
    const path = join(folder, 'report.csv');
    const header =
      'Transaction ID,Order ID,Click IP Address,MID,SKU,Sales,# of Items,Total Commission,Transaction Date';
    await writeFile(
      path,
      `\uFEFF${header}\r\n"T1","1","203.0.113.77",3358,"A\nB",1.00,1,0.5,8/4/25\r\n"T2","2","203.0.113.78",3358,"C",1.00,1,0.5,8/4/25\r\n`,
    );
    const raw = new RawStore(join(folder, 'raw'));
    const [kept] = await gatherFile(raw, path, 'report.csv', networkNamed('rakuten'));
    const stored = await readFile(raw.pathOf(kept?.sha256 ?? ''), 'utf8');
    expect(stored).not.toContain('203.0.113');
    expect(stored.split('\n')).toEqual([
      expect.stringContaining('"Click IP Address"'),
      '"T1","1","","3358","A',
      'B","1.00","1","0.5","8/4/25"\r',
      '"T2","2","","3358","C","1.00","1","0.5","8/4/25"\r',
      '',
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
