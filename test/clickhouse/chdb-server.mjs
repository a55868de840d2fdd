/**
 * A ClickHouse server for tests: chdb (the engine in-process) behind as much of ClickHouse's HTTP protocol as the
 * official client uses. Runs as a forked child, tells its parent the port and ends when the parent goes away.
 */
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** URL parameters that belong to the HTTP layer; every other parameter is a setting of the query. */
const HTTP_PARAMETERS = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'session_id',
  'role',
  'user',
  'password',
  'wait_end_of_query',
  'buffer_size',
  'compress',
  'decompress',
  'enable_http_compression',
  'http_headers_progress_interval_ms',
  'send_progress_in_http_headers',
]);

const INSERT_WITH_DATA = /^\s*insert\s.*\sformat\s+\w+\s*$/is;
const INPUT = /\binput\(('(?:[^'\\]|\\.)*')\)\s*format\s+(\w+)\s*$/i;

const TSV_ESCAPES = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', 0: '\0' };

/** The client sends parameters escaped as in TSV; chdb escapes them itself. */
function parameterValue(text) {
  if (text === '\\N') return null;
  return text.replaceAll(/\\(.)/gs, (_, letter) => TSV_ESCAPES[letter] ?? letter);
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The statement: in the body, or in the URL with the data of an insert in the body. */
function textOf(inUrl, body) {
  if (inUrl === '') return body.toString('utf8');
  return body.length === 0 ? inUrl : `${inUrl}\n${body.toString('utf8')}`;
}

/** Takes one query at a time, each with its own settings, on the one session that chdb has. */
class Engine {
  #session;
  #queue = Promise.resolve();
  /** Settings that differ from their defaults now: chdb keeps them from query to query, a server would not. */
  #settings = new Map();
  #database = 'default';

  constructor(session) {
    this.#session = session;
  }

  inTurn(url, body) {
    const turn = this.#queue.then(() => this.#answer(url, body));
    // The request gets the error. What a query wrote before it failed, chdb 3.4 puts before the next query's answer.
    this.#queue = turn.catch(() => this.#session.queryAsync('select 1')).catch(() => undefined);
    return turn;
  }

  async #answer(url, body) {
    const asked = url.searchParams;
    this.#use(asked.get('database') ?? 'default');
    this.#set(new Map([...asked].filter(([name]) => !HTTP_PARAMETERS.has(name) && !name.startsWith('param_'))));
    const inUrl = asked.get('query') ?? '';
    if (body.length > 0 && INPUT.test(inUrl)) return this.#insertFromInput(inUrl, body);
    const sql = textOf(inUrl, body);
    if (INSERT_WITH_DATA.test(sql)) return Buffer.alloc(0); // an insert of an empty file: chdb wants data
    const parameters = [...asked].filter(([name]) => name.startsWith('param_'));
    return this.#query(sql, parameters, asked.get('default_format') ?? 'TabSeparated');
  }

  async #query(sql, parameters, format) {
    if (parameters.length === 0) return (await this.#session.queryAsync(sql, { format })).bytes();
    const values = parameters.map(([name, text]) => [name.slice('param_'.length), parameterValue(text)]);
    return (await this.#session.queryBindAsync(sql, Object.fromEntries(values), { format })).bytes();
  }

  /** chdb takes no data for `input(…)`, and says nothing: it reads them from a file instead. */
  async #insertFromInput(sql, body) {
    const file = join(tmpdir(), `chdb-input-${process.pid}`);
    try {
      await writeFile(file, body, { mode: 0o600 });
      const fromFile = sql.replace(INPUT, (_, types, format) => `file('${file}', ${format}, ${types})`);
      return (await this.#session.queryAsync(fromFile)).bytes();
    } finally {
      await rm(file, { force: true });
    }
  }

  #use(database) {
    if (database === this.#database) return;
    this.#session.query(`use ${database.replaceAll(/\W/g, '')}`);
    this.#database = database;
  }

  #set(wanted) {
    for (const name of [...this.#settings.keys()]) {
      if (wanted.has(name)) continue;
      this.#session.query(`set ${name} = default`);
      this.#settings.delete(name);
    }
    for (const [name, value] of wanted) {
      if (this.#settings.get(name) === value) continue;
      if (!/^\w+$/.test(name)) throw new Error(`not the name of a setting: ${name}`);
      this.#session.query(`set ${name} = '${value.replaceAll(/[\\']/g, '\\$&')}'`);
      this.#settings.set(name, value);
    }
  }
}

/** What a ClickHouse server says of an error: its code in a header, its text in the body. */
function refuse(response, error) {
  const code = error.clickhouseCode ?? /^Code: (\d+)/.exec(error.message)?.[1] ?? 1;
  response.writeHead(500, { 'content-type': 'text/plain; charset=UTF-8', 'x-clickhouse-exception-code': String(code) });
  response.end(error.message.startsWith('Code:') ? error.message : `Code: ${code}. DB::Exception: ${error.message}`);
}

async function respond(engine, request, response) {
  const url = new URL(request.url, 'http://127.0.0.1');
  if (url.pathname === '/ping') {
    response.end('Ok.\n');
    return;
  }
  try {
    const body = await bodyOf(request);
    const result = await engine.inTurn(url, body);
    response.writeHead(200, { 'content-type': 'text/plain; charset=UTF-8' });
    response.end(result);
  } catch (error) {
    refuse(response, error);
  }
}

async function openSession() {
  const { Session } = await import('chdb');
  const session = new Session();
  session.query('select 1');
  return session;
}

let session;
try {
  session = await openSession();
} catch (error) {
  process.send({ skipped: `chdb does not run here: ${error.message}` }, () => process.exit(0));
}

if (session !== undefined) {
  const engine = new Engine(session);
  const server = createServer((request, response) => void respond(engine, request, response));
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
  process.on('disconnect', () => {
    session.close();
    process.exit(0);
  });
}
