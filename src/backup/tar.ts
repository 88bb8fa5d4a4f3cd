import { ByteReader } from './byte-reader.ts'
import { Damaged } from './damaged.ts'

// A backup is a plain tar archive (POSIX.1-1988, "ustar"), so that it can be looked into, and in need loaded, by tools that every
// machine has, also when nobody has this program any more.

/** One file in the archive. */
export type TarFile = { readonly name: string; readonly content: Buffer }

const block = 512
const longestName = 100
const largestFile = 2 ** 30 // PostgreSQL holds no larger value, and so writes no longer row than about this

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`

const headerOf = (name: string, size: number, writtenAt: number): Buffer => {
  if (!/^[\w./-]+$/.test(name) || name.length > longestName) throw new Error(`${name} cannot be a name in an archive`)
  const header = Buffer.alloc(block)
  const write = (text: string, at: number) => header.write(text, at, 'latin1')
  write(name, 0)
  write(octal(0o600, 8), 100)
  write(octal(0, 8), 108)
  write(octal(0, 8), 116)
  write(octal(size, 12), 124)
  write(octal(writtenAt, 12), 136)
  write(' '.repeat(8), 148)
  write('0', 156)
  write('ustar\u000000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

const paddingAfter = (size: number): number => (block - (size % block)) % block

/** The archive of `files`, in their order. `writtenAt`: in seconds since 1970, the time that listings show. */
export async function* tarOf(files: AsyncIterable<TarFile>, writtenAt: number): AsyncGenerator<Buffer> {
  for await (const { name, content } of files) {
    yield headerOf(name, content.length, writtenAt)
    yield content
    yield Buffer.alloc(paddingAfter(content.length))
  }
  yield Buffer.alloc(2 * block)
}

const numberAt = (header: Buffer, from: number, width: number): number =>
  Number.parseInt(header.toString('latin1', from, from + width), 8)

/**
 * The files of an archive that `tarOf` wrote. Every byte outside them is held against what it would write, so that no changed bit
 * goes unnoticed.
 * @throws Damaged
 */
export async function* filesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<TarFile> {
  const reader = new ByteReader(bytes)
  const take = async (count: number): Promise<Buffer> => {
    const taken = await reader.take(count)
    if (taken.length < count) throw new Damaged('it ends too early')
    return taken
  }
  const expectNothing = async (count: number) => {
    if ((await take(count)).some(byte => byte !== 0)) throw new Damaged('it has been altered')
  }
  for (;;) {
    const header = await take(block)
    if (header.every(byte => byte === 0)) break
    const name = header.toString('latin1', 0, longestName).replace(/\0.*$/s, '')
    const [size, writtenAt] = [numberAt(header, 124, 12), numberAt(header, 136, 12)]
    const isOurs = /^[\w./-]+$/.test(name) && size >= 0 && size <= largestFile && writtenAt >= 0
    if (!isOurs || !headerOf(name, size, writtenAt).equals(header)) throw new Damaged('it has been altered')
    const content = await take(size)
    await expectNothing(paddingAfter(size))
    yield { name, content }
  }
  await expectNothing(block)
  if ((await reader.take(1)).length > 0) throw new Damaged('something was added to its end')
}
