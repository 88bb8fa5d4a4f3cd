import { after } from 'node:test'
import { pino } from 'pino'
import { buildApp } from '../../src/app.ts'
import { openPool, portToListenOn, readConfiguration, type Configuration } from '#platform'
import { prepare } from '#access'
import { freshDatabase, type TestDatabase } from './database.ts'
import type { Reach } from './visitor.ts'

/** A server that listens, on a database where everybody of the demonstration can sign in. Closed when the file's tests are over. */
export type TestServer = {
  readonly address: string
  readonly database: TestDatabase
  readonly app: Awaited<ReturnType<typeof buildApp>>
}

/** Asks a server in this process by a name of its own choice, as a proxy in front of it would. */
export const throughProxy =
  ({ app }: TestServer): Reach =>
  async (url, { method = 'GET', headers, body }) => {
    const reply = await app.inject({
      method: method as 'GET' | 'POST',
      url: url.pathname + url.search,
      headers: {
        host: url.host,
        ...Object.fromEntries(new Headers(headers)),
        ...(body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(body ? { payload: await new Response(body).text() } : {}),
    })
    const told = new Headers()
    for (const [name, value] of Object.entries(reply.headers))
      for (const one of Array.isArray(value) ? value : [value]) told.append(name, String(one))
    return new Response(reply.body, { status: reply.statusCode, headers: told })
  }

/** A clone of the template with the reference lists and the officers of the demonstration. */
export const demonstrationDatabase = async (): Promise<TestDatabase> => {
  const database = await freshDatabase()
  await prepare(database, { demonstration: true, administrator: undefined })
  return database
}

/**
 * Starts a server on `database`. `settings`: what differs from a demonstration's; `lines` takes what it logs, which is thrown
 * away otherwise. `loads`: it has the importer's login, so that extracts can be brought to it.
 */
export const startServer = async (
  database: TestDatabase,
  settings: Partial<Configuration> = {},
  lines: string[] = [],
  { loads = false }: { readonly loads?: boolean } = {},
): Promise<TestServer> => {
  const port = await portToListenOn('127.0.0.1', 0)
  const address = settings.url ?? `http://localhost:${port}`
  const db = openPool(database.appUrl, { max: 8 })
  const importer = loads ? openPool(database.importerUrl, { max: 8 }) : undefined
  const app = await buildApp(
    {
      configuration: { ...readConfiguration({}), requestsPerMinute: 1_000_000, ...settings },
      address,
      db,
      log: pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }),
      now: () => Temporal.Now.instant(),
    },
    { importer },
  )
  await app.listen({ host: '127.0.0.1', port })
  after(async () => {
    await app.close()
    await Promise.all([db.close(), importer?.close()])
  })
  return { address, database, app }
}
