/** A real SMTP server on loopback, as far as tests need one: it keeps what it gets, and can refuse, stay silent or break off. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** One mail that it took. */
export interface Taken {
  readonly to: string;
  /** Head and body as they came, quoted-printable and all. */
  readonly raw: string;
}

/** What it does with a mail: `null` takes it, a text is the answer to RCPT (`550 …`), `cut` breaks off after the text. */
type Decide = (to: string) => string | null;

export interface SmtpServer {
  readonly url: URL;
  readonly taken: Taken[];
  /** Commands that it heard, without the texts. */
  readonly heard: string[];
  decide: Decide;
  readonly close: () => Promise<void>;
}

export async function startSmtpServer(port = 0): Promise<SmtpServer> {
  const [taken, heard, sockets]: [Taken[], string[], Set<Socket>] = [[], [], new Set()];
  const state: { decide: Decide } = { decide: () => null };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // the other side broke off
    talk(socket, state, taken, heard);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return Object.assign(state, {
    ...{ url: new URL(`smtp://ada:mail-pass-0123@127.0.0.1:${address.port}`), taken, heard },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  });
}

function talk(socket: Socket, state: { decide: Decide }, taken: Taken[], heard: string[]): void {
  let [buffer, to, isText] = ['', '', false];
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  say('220 test');
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    heard.push(line);
    if (verb === 'EHLO') say('250-test\r\n250 AUTH PLAIN');
    else if (verb === 'AUTH') say(line.endsWith(PLAIN) ? '235 in' : '535 5.7.8 wrong password');
    else if (verb === 'RCPT') {
      to = /<(.*)>/.exec(line)?.[1] ?? '';
      const decided = state.decide(to);
      say(decided === null || decided === 'cut' ? '250 ok' : decided);
    } else if (verb === 'DATA') {
      isText = true;
      say('354 go on');
    } else if (verb === 'QUIT') socket.end('221 bye\r\n');
    else say('250 ok');
  };
  socket.on('data', (chunk) => {
    buffer += chunk.toString('utf8');
    for (;;) {
      const end = buffer.indexOf(isText ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const part = buffer.slice(0, end);
      buffer = buffer.slice(end + (isText ? 5 : 2));
      if (!isText) command(part);
      else {
        isText = false;
        taken.push({ to, raw: part });
        if (state.decide(to) === 'cut') socket.destroy();
        else say('250 taken');
      }
    }
  });
}

const PLAIN = Buffer.from('\0ada\0mail-pass-0123').toString('base64');

/** The text of a mail with its quoted-printable undone, soft line breaks and all. */
export function textOf({ raw }: Taken): string {
  const bytes = raw
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
