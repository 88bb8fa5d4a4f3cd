import { crc32, deflateSync } from 'node:zlib'
import type { Chance } from './chance.ts'

/** Head and shoulders as a shape of one tone: nobody's face, and nothing to tell a person by. */
export type Portrait = {
  readonly tone: number // of the shape, 70 to 120: bluish grey
  readonly head: number // its width, as a share of the picture's
  readonly shoulders: number
}

export const inventPortrait = (chance: Chance): Portrait => ({
  tone: chance.between(70, 120),
  head: chance.between(17, 23) / 100,
  shoulders: chance.between(36, 48) / 100,
})

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** The portrait as a PNG of 256 greys, `width` pixels wide and a quarter more high, across its foot a band that says "not real" without words. */
export const drawPortrait = ({ tone, head, shoulders }: Portrait, width: number): Buffer => {
  const height = Math.round(width * 1.25)
  const rows = Buffer.alloc(height * (width + 1))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [h, v] = [x / width - 0.5, y / width]
      const inHead = (h / head) ** 2 + ((v - 0.48) / (head * 1.25)) ** 2 < 1
      const inBody = (h / shoulders) ** 2 + ((v - 1.25) / 0.5) ** 2 < 1
      const inBand = v > 1.17
      const light = inHead || inBody ? tone : 205
      rows[y * (width + 1) + x + 1] = inBand ? (Math.floor((x + y) / (width / 16)) % 2 === 0 ? 30 : 230) : light
    }
  const head_ = Buffer.alloc(13)
  head_.writeUInt32BE(width, 0)
  head_.writeUInt32BE(height, 4)
  head_.set([8, 0], 8)
  return Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'),
    chunk('IHDR', head_),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
