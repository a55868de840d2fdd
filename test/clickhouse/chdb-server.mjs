/**
 * A ClickHouse server for tests: chdb (the engine in-process) behind as much of ClickHouse's HTTP protocol as the
 * official client uses. Runs as a forked child, tells its parent the port and ends when the parent goes away.
 */
import { createServer } from 'node:http';

/** URL parameters that belong to the HTTP layer; every other parameter is a setting of the query. */
const HTTP_PARAMETERS = new Set([
  'query', 'query_id', 'database', 'default_format', 'session_id', 'role', 'user', 'password', 'wait_end_of_query',
  'buffer_size', 'compress', 'decompress', 'enable_http_compression', 'http_headers_progress_interval_ms',
  'send_progress_in_http_headers',
]); // biome-ignore format: a list reads better in a block

const INSERT_WITH_DATA = /^\s*insert\s+into\s+([\w.]+)\s*(?:\(([^)]*)\))?\s*format\s+(\w+)\s*;?\s*$/i;

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
    this.#queue = turn.catch(() => undefined); // the request gets the error; the queue only needs to go on
    return turn;
  }

  async #answer(url, body) {
    const asked = url.searchParams;
    this.#use(asked.get('database') ?? 'default');
    this.#set(new Map([...asked].filter(([name]) => !HTTP_PARAMETERS.has(name) && !name.startsWith('param_'))));
    const inUrl = asked.get('query');
    if (inUrl !== null && body.length > 0) return this.#insert(inUrl, body);
    const sql = inUrl ?? body.toString('utf8');
    if (INSERT_WITH_DATA.test(sql)) return Buffer.alloc(0); // an insert of an empty file
    const parameters = [...asked].filter(([name]) => name.startsWith('param_'));
    return this.#query(sql, parameters, asked.get('default_format') ?? 'TabSeparated');
  }

  async #query(sql, parameters, format) {
    if (parameters.length === 0) return (await this.#session.queryAsync(sql, { format })).bytes();
    const values = parameters.map(([name, text]) => [name.slice('param_'.length), parameterValue(text)]);
    return (await this.#session.queryBindAsync(sql, Object.fromEntries(values), { format })).bytes();
  }

  async #insert(sql, body) {
    const [, table, columns, format] = INSERT_WITH_DATA.exec(sql) ?? [];
    if (table === undefined) throw new Error(`this test server takes data for INSERT INTO … FORMAT … only, not ${sql}`);
    const named = columns === undefined ? {} : { columns: columns.split(',').map((name) => name.trim()) };
    await this.#session.insert({ table, ...named, format, values: body });
    return Buffer.alloc(0);
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
