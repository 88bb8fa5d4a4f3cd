import { once } from 'node:events'
import { request as overHttp, type IncomingMessage } from 'node:http'
import { request as overHttps } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import aws4 from 'aws4'
import type { Configuration } from '#platform'
import { PlaceAway, type FileObjectId, type FilePlace } from './file-places.ts'

type Bucket = NonNullable<Configuration['s3']>

/** Without a byte for so long, the bucket is taken to be away. */
const silentMs = 30_000
/** Nothing but an id in an object's name: who runs the bucket learns of nobody. */
const nameOf = (object: FileObjectId): string => `files/${object}`

/**
 * Sealed bytes in a bucket that speaks S3 (Amazon, MinIO, Ceph, Garage …), by PUT, GET and DELETE of whole objects, addressed by path
 * and signed with version 4. The body is not signed: its seal says more than a signature would, and it need not be read twice.
 */
export const inS3 = (bucket: Bucket): FilePlace => {
  const ask = (method: 'PUT' | 'GET' | 'DELETE', object: FileObjectId, body?: AsyncIterable<Buffer>, size?: number) =>
    asked(bucket, method, nameOf(object), body, size)
  return {
    name: 's3',
    put: async (object, sealed, size) => {
      const reply = await ask('PUT', object, sealed, size)
      if (reply.statusCode !== 200) throw away(reply)
    },
    get: async function* get({ object }) {
      const reply = await ask('GET', object)
      if (reply.statusCode === 404) return // what is missing is found by its hash
      if (reply.statusCode !== 200) throw away(reply)
      yield* reply as AsyncIterable<Buffer>
    },
    remove: async objects => {
      for (const object of objects) {
        const reply = await ask('DELETE', object)
        if (![200, 204, 404].includes(reply.statusCode!)) throw away(reply)
      }
    },
  }
}

// The bucket's own words may name it; the status says enough.
const away = ({ statusCode }: IncomingMessage): PlaceAway => new PlaceAway(`The bucket answered ${statusCode}.`)

const asked = async (
  { endpoint, bucket, region, accessKey, secretKey }: Bucket,
  method: string,
  name: string,
  body: AsyncIterable<Buffer> | undefined,
  size: number | undefined,
): Promise<IncomingMessage> => {
  const url = new URL(`${endpoint}/${bucket}/${name}`)
  const { headers } = aws4.sign(
    {
      service: 's3',
      region,
      method,
      host: url.host,
      path: url.pathname,
      headers: {
        'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD',
        ...(body === undefined ? {} : { 'Content-Length': size, 'Content-Type': 'application/octet-stream' }),
      },
    },
    { accessKeyId: accessKey, secretAccessKey: secretKey },
  )
  // A connection of its own: one that was kept may have been closed meanwhile, and a body in a stream cannot be sent again.
  const send = url.protocol === 'https:' ? overHttps : overHttp
  const request = send(url, { method, headers: headers ?? {}, agent: false })
  request.setTimeout(silentMs, () => request.destroy(new Error('silent')))
  try {
    const replied = once(request, 'response') as Promise<[IncomingMessage]>
    // A bucket that refuses answers before it has read all of it.
    const sent = body === undefined ? Promise.resolve(request.end()) : pipeline(Readable.from(body), request)
    const [reply] = await Promise.race([replied, Promise.all([replied, sent]).then(([heard]) => heard)])
    sent.catch(() => undefined)
    if (method !== 'GET' || reply.statusCode !== 200) reply.resume()
    return reply
  } catch (error) {
    request.destroy()
    throw new PlaceAway('The bucket does not answer.', { cause: error })
  }
}
