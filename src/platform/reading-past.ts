import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** More than any form or file of ours, and longer than a good line takes for it. */
const [mostBytes, mostMs] = [32 * 1024 * 1024, 5000]

/**
 * Reads past what somebody is still sending before they are answered, where nobody wants it: a body that is too large, or that came without a session
 * or to an address that is none. Whoever is answered and cut off while sending may lose the answer: a reset of the connection takes it
 * with it. A body beyond all measure is cut off all the same.
 */
export const readPast = (app: FastifyInstance): void => {
  app.addHook('onSend', async ({ raw }, reply) => {
    if (!isComing(raw)) return
    await past(raw)
    if (raw.complete) reply.removeHeader('connection')
    else reply.header('connection', 'close')
  })
}

// (What a test injects has no `complete`.)
const isComing = ({
  complete,
  destroyed,
  headers,
}: Partial<Pick<IncomingMessage, 'complete'>> & Pick<IncomingMessage, 'destroyed' | 'headers'>): boolean =>
  !(complete ?? true) &&
  !destroyed &&
  (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0)

const past = (raw: IncomingMessage): Promise<void> =>
  new Promise(resolve => {
    let left = mostBytes
    const done = () => {
      clearTimeout(timer)
      raw.off('data', count).off('end', done).off('close', done).off('error', done)
      resolve()
    }
    const count = (part: Buffer | string) => {
      left -= part.length
      if (left < 0) done()
    }
    const timer = setTimeout(done, mostMs)
    raw.on('data', count).once('end', done).once('close', done).once('error', done).resume()
  })
