import { startEmbedded } from '#platform'
import { filled } from './filling.ts'
import { officersOf, type BenchOfficer } from './officers.ts'

/** A filled database: its address, and officers that have just signed in. */
export type BenchDatabase = { readonly url: string; readonly officers: readonly BenchOfficer[] }

/**
 * The bench's own database server in `folder`, with a database of 200,000 nominals and one of 10,000. fsync and synchronous_commit are
 * on, as in service; durability is part of what is measured.
 */
export const benchCluster = async (folder: string) => {
  const embedded = await startEmbedded({ dataFolder: folder, settings: { shared_buffers: '1GB', max_wal_size: '8GB' } })
  try {
    return {
      large: await open(embedded.url, 'concord', 200_000),
      small: await open(embedded.url, 'few', 10_000),
      stop: embedded.stop,
    }
  } catch (error) {
    await embedded.stop()
    throw error
  }
}

const open = async (server: string, name: string, nominals: number): Promise<BenchDatabase> => {
  const url = await filled(server, name, nominals)
  return { url, officers: await officersOf(url) }
}
