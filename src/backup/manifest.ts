import { z } from 'zod'
import { Damaged } from './damaged.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
/** Of a table, column or sequence. Statements are made of it, so it holds nothing that could end a quotation. */
const name = z.string().regex(/^[a-z_][a-z0-9_]*$/)
const count = z.number().int().nonnegative()

const Manifest = z.strictObject({
  format: z.literal(1),
  madeAt: z.iso.datetime({ precision: 6 }),
  program: z.string(),
  postgres: z.string(),
  purpose: z.enum(['demonstration', 'service']),
  schema: z.array(z.strictObject({ name: z.string(), hash })).min(1),
  tables: z.array(z.strictObject({ name, columns: z.array(name), rows: count, parts: z.array(z.string()) })),
  partitions: z.array(z.strictObject({ of: name, name, from: z.string(), to: z.string() })),
  sequences: z.array(z.strictObject({ name, last: z.string().regex(/^-?\d{1,19}$/), isCalled: z.boolean() })),
  leftOut: z.array(z.strictObject({ table: name, why: z.string() })),
  parts: z.array(z.strictObject({ name: z.string(), bytes: count, sha256: hash })),
})

/**
 * What a backup says of itself. `madeAt`: the instant of its snapshot, UTC. `purpose`: whether it is of a demonstration. `schema`:
 * the files that were applied, in order. `tables`: in an order in which a table follows those that it refers to, each with the
 * files of its rows. `partitions`: those by range. `parts`: every file before the manifest, in order, with its SHA-256.
 */
export type Manifest = z.infer<typeof Manifest>

/** The first file of a backup, for whoever looks into one. */
export const readMeName = 'READ-ME.txt'
export const manifestName = 'manifest.json'
export const manifestHashName = 'manifest.json.sha256'

/** What the first file says. */
export const readMe = `This is a backup of Concord, the shared record for public protection. It may hold personal data of the most sensitive kind:
keep it as you keep the system itself, and destroy it when its time has come.

  npx concord restore FILE           puts it back into an empty database
  npx concord restore FILE --check   says whether it is whole

Without that program: it is a tar archive. manifest.json says which rows are in which file. Each tables/NAME/NNNNN.copy.zst is
compressed with Zstandard (zstd -d) and holds rows as PostgreSQL's COPY … FROM reads them in text format, columns as in the manifest.
`

/** The rows of a table are cut into files at about this many bytes, before they are compressed. */
export const partLength = 4 * 2 ** 20

/** `ordinal`: 1 for the first file of a table's rows. */
export const partName = (table: string, ordinal: number): string =>
  `tables/${table}/${String(ordinal).padStart(5, '0')}.copy.zst`

/** @throws Damaged for what is no manifest that this program can read */
export const readManifest = (content: Buffer): Manifest => {
  let given: unknown
  try {
    given = JSON.parse(content.toString('utf8'))
  } catch {
    throw new Damaged('its manifest cannot be read')
  }
  const { data, success } = Manifest.safeParse(given)
  if (!success) throw new Damaged('its manifest is none that this program knows')
  return data
}

/** How many rows a backup holds. */
export const rowsIn = ({ tables }: Pick<Manifest, 'tables'>): number => tables.reduce((sum, { rows }) => sum + rows, 0)
