import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { bringBack } from './file-keeping.ts'
import type { FilePlaces } from './file-places.ts'
import type { StoredForm } from './file.store.ts'

/** A name for a header: what ASCII can say of it, and all of it (RFC 6266). */
const disposition = (how: 'attachment' | 'inline', name: string): string => {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[^\x20-\x7e]/g, '')
    .replaceAll(/["\\%;]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded}`
}

/**
 * Streams a file's bytes as they were kept. Whatever it holds, a browser runs none of it, guesses nothing about it and keeps none of it.
 * `how`: only what we made ourselves, a picture, is shown inline; everything else is an attachment.
 */
export const sendFile = async (
  reply: FastifyReply,
  places: FilePlaces,
  stored: StoredForm,
  how: 'attachment' | 'inline',
): Promise<FastifyReply> => {
  const isShown = how === 'inline' && stored.mediaType.startsWith('image/')
  const bytes = await bringBack(places, stored)
  return reply
    .headers({
      'content-type': stored.mediaType,
      'content-length': stored.size,
      'content-disposition': disposition(
        stored.mediaType.startsWith('image/') ? how : 'attachment',
        stored.name ?? 'photograph.jpg',
      ),
      // A browser shows a picture in a page of its own making, with a style in it.
      'content-security-policy': `default-src 'none'; sandbox${isShown ? "; style-src 'unsafe-inline'" : ''}`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .send(Readable.from(bytes, { objectMode: false }))
}
