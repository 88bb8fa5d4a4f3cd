import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { after } from 'node:test'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Configuration } from '#platform'

/**
 * A bucket that speaks S3 over the wire, on loopback: PUT, GET and DELETE of objects by path. It checks every signature with Amazon's own
 * library, which is not the one that Concord signs with. `away`: it answers 503 to everything; `breakOff`: it closes a PUT in the middle.
 */
export type Bucket = {
  readonly settings: NonNullable<Configuration['s3']>
  readonly objects: Map<string, Buffer>
  /** Everything that was asked, as "PUT /name", with the status of the answer. */
  readonly asked: string[]
  away: boolean
  breakOff: boolean
}

const [accessKey, secretKey, region] = ['TESTACCESS', 'test-secret-key', 'eu-west-2']

const isSigned = async ({ method, url, headers }: IncomingMessage): Promise<boolean> => {
  const given = /SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})/.exec(headers.authorization ?? '')
  const at = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(headers['x-amz-date']))
  if (!given || !at) return false
  const [, year, month, day, hour, minute, second] = at
  const when = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Math.abs(when.getTime() - Date.now()) > 15 * 60_000) return false
  const signer = new SignatureV4({
    service: 's3',
    region,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  })
  const names = given[1]!.split(';')
  const host = headers.host!
  const signed = await signer.sign(
    {
      method: method!,
      protocol: 'http:',
      hostname: host.split(':')[0]!,
      path: url!,
      query: {},
      headers: Object.fromEntries(names.map(name => [name, String(headers[name])])),
    },
    { signingDate: when, signableHeaders: new Set(names) },
  )
  return /Signature=([0-9a-f]{64})/.exec(signed.headers['authorization']!)?.[1] === given[2]
}

export const aBucket = async (): Promise<Bucket> => {
  const objects = new Map<string, Buffer>()
  const asked: string[] = []
  const bucket: Omit<Bucket, 'settings'> = { objects, asked, away: false, breakOff: false }
  const answer = async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
    const tell = (status: number, body?: Buffer) => {
      asked.push(`${request.method} ${request.url} ${status}`)
      reply.writeHead(status, { 'content-length': body?.length ?? 0 }).end(body)
    }
    if (bucket.away) return tell(503)
    if (!(await isSigned(request))) return tell(403)
    const name = /^\/concord-files\/(.+)$/.exec(request.url!)?.[1]
    if (name === undefined) return tell(404)
    if (request.method === 'PUT') {
      // S3 wants to know beforehand how much comes.
      if (request.headers['content-length'] === undefined) return tell(411)
      const parts: Buffer[] = []
      for await (const part of request) {
        parts.push(part as Buffer)
        if (bucket.breakOff) return void request.socket.destroy()
      }
      objects.set(name, Buffer.concat(parts))
      return tell(200)
    }
    const found = objects.get(name)
    if (request.method === 'GET') return found ? tell(200, found) : tell(404)
    if (request.method !== 'DELETE') return tell(405)
    objects.delete(name)
    return tell(204)
  }
  const server = createServer((request, reply) => void answer(request, reply).catch(() => reply.destroy()))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  after(() => server.close())
  const { port } = server.address() as { port: number }
  return Object.assign(bucket, {
    settings: { endpoint: `http://127.0.0.1:${port}`, bucket: 'concord-files', accessKey, secretKey, region },
  })
}
