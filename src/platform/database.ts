import type { Writable } from 'node:stream'
import pg from 'pg'
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type CompiledQuery,
} from 'kysely'
import type { DB } from './tables.ts'

/** Everything the database knows, typed from the schema by `npm run types`. */
export type Tables = DB

/** A transaction in which an actor has entered: what its queries return is what that actor may see. */
export type Tx = Kysely<Tables>

// Days are days, not midnights: a Date would move in summer. Instants come as Temporal.Instant, counts (bigint) as number.
const parsers = new Map<number, (text: string) => unknown>([
  [1082, text => Temporal.PlainDate.from(text)],
  [1184, text => Temporal.Instant.from(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))],
  [20, Number],
])
type ParserOf = pg.CustomTypesConfig['getTypeParser']
const getTypeParser: ParserOf = (oid: Parameters<ParserOf>[0], format?: 'text' | 'binary') =>
  (format !== 'binary' && parsers.get(oid)) || pg.types.getTypeParser(oid, format)
const types: pg.CustomTypesConfig = { getTypeParser }

/** A statement's name is its number in order of first use: the same text is planned once for each connection's life. */
const names = new Map<string, string>()
const MAX_NAMED = 2000
const nameOf = (text: string): string | undefined => {
  const known = names.get(text)
  if (known !== undefined) return known
  if (names.size >= MAX_NAMED) return undefined
  const name = `s${names.size}`
  names.set(text, name)
  return name
}

/** Planning a read under row security costs three times its execution, so every statement with values is named and its plan kept. */
class NamedClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    // What is asked without waiting for the answer before is sent at once, and not held back until it has come.
    super({ ...config, pipeline: true })
    // A connection that breaks between two statements of a transaction fails the next one; without a listener it would end the program.
    this.on('error', () => undefined)
  }

  override query(...given: unknown[]): never {
    this.#sendTogether()
    const [text, values, callback] = given
    if (typeof text === 'string' && Array.isArray(values) && values.length > 0) {
      const name = nameOf(text)
      if (name !== undefined) return super.query({ name, text, values } as never, callback as never) as never
    }
    return super.query(...(given as [never]))
  }

  /** What is asked in one turn of this process goes out as one message: a system call each, and a wakening of the database, cost more than most of these statements. */
  #sendTogether(): void {
    if (this.#isHeldBack) return
    this.#isHeldBack = true
    const { stream } = (this as unknown as { readonly connection: { readonly stream: Writable } }).connection
    stream.cork()
    process.nextTick(() => {
      this.#isHeldBack = false
      stream.uncork()
    })
  }
  #isHeldBack = false
}

/** pg reads a pool's address once; a server that was started anew may have another. */
const clientOf = (urlNow: () => string): typeof NamedClient =>
  class extends NamedClient {
    constructor(config?: pg.ClientConfig) {
      super({ ...config, connectionString: urlNow() })
    }
  }

/** A pool of connections for one database role. */
export type Database = {
  readonly pool: pg.Pool
  /** Closes every connection; waits for the work that holds one. */
  readonly close: () => Promise<void>
}

/**
 * Opens a pool for the server's own role. `url`: a login of that role, or any login that may become it (`role` is then set when
 * a connection starts); a function is asked for it at each connection. `max`: connections, 16 unless told; more wait their turn for 10 s and are then refused.
 */
export const openPool = (
  url: string | (() => string),
  { role, max = 16, name = 'concord' }: { role?: string; max?: number; name?: string } = {},
): Database => {
  const pool = new pg.Pool({
    max,
    types,
    Client: clientOf(typeof url === 'string' ? () => url : url),
    application_name: name,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    // A transaction left open holds back the log's sequencer for the whole cluster.
    idle_in_transaction_session_timeout: 30_000,
    statement_timeout: 60_000,
    // Compiling a plan costs more than these short statements take.
    options: `-c jit=off${role === undefined ? '' : ` -c role=${role}`}`,
  })
  // A connection that breaks while it is idle is replaced; without a listener it would end the program.
  pool.on('error', () => undefined)
  return { pool, close: () => pool.end() }
}

/** Kysely over one connection that `act` has already opened a transaction on; it begins, commits and releases nothing itself. */
class EnteredDriver implements Driver {
  readonly #connection: DatabaseConnection
  constructor(client: pg.ClientBase) {
    this.#connection = {
      executeQuery: async <R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> => {
        const { rows, rowCount } = await client.query(sql, [...parameters])
        return { rows: (rows ?? []) as R[], numAffectedRows: BigInt(rowCount ?? 0) }
      },
      streamQuery: () => {
        throw new Error('Streams are read outside a transaction of a person.')
      },
    }
  }
  init = () => Promise.resolve()
  acquireConnection = () => Promise.resolve(this.#connection)
  beginTransaction = () => Promise.reject(new Error('Transactions begin in act().'))
  commitTransaction = () => Promise.reject(new Error('Transactions end in act().'))
  rollbackTransaction = () => Promise.reject(new Error('Transactions end in act().'))
  releaseConnection = () => Promise.resolve()
  destroy = () => Promise.resolve()
}

const adapter = new PostgresAdapter()
const compiler = new PostgresQueryCompiler()

/** The typed face of one connection. Made anew for each transaction (about 5 µs): it cannot outlive it by accident. */
export const typed = (client: pg.ClientBase): Tx =>
  new Kysely<Tables>({
    dialect: {
      createAdapter: () => adapter,
      createDriver: () => new EnteredDriver(client),
      createIntrospector: db => new PostgresIntrospector(db),
      createQueryCompiler: () => compiler,
    },
  })
